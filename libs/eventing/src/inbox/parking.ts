import type { Sql, TransactionSql } from 'postgres';
import type { InboxScope } from './cursors.js';
import { type AggregateKey, type InboxEvent, keyOf } from './inbox-event.js';
import { describeError, signatureOf, signatureOfText } from './error-signature.js';
import { PermanentError, retryDelayMs, type RetryPolicy } from './retry-policy.js';

/** A parked event as it is redriven. */
export interface ParkedRow {
  body: string;
  partition: number;
  attempts: number;
}

/** A range that is missing in front of a parked event. */
export interface Gap extends AggregateKey {
  from: number;
  to: number;
}

/** The table of events that can not be handled now: they wait here, not in the broker. */
export class Parking {
  readonly #scope: InboxScope;
  readonly #serviceVersion: string;

  constructor(scope: InboxScope, serviceVersion: string) {
    this.#scope = scope;
    this.#serviceVersion = serviceVersion;
  }

  /** Sequences in parking of a batch's aggregates. */
  async read(sql: TransactionSql, keys: readonly AggregateKey[]): Promise<Map<string, Set<number>>> {
    const rows = await sql<{ key: string; sequence: string }[]>`
      select k.source || ' ' || k.aggregate_id as key, p.sequence
      from unnest(
        ${keys.map((key) => key.source)}::text[], ${keys.map((key) => key.aggregateId)}::text[]
      ) as k (source, aggregate_id)
      cross join lateral (
        select sequence from parked_events
        where consumer = ${this.#scope.consumer} and generation = ${this.#scope.generation}
          and source = k.source and aggregate_id = k.aggregate_id
        offset 0
      ) p`;
    const result = new Map<string, Set<number>>();
    for (const row of rows) {
      const sequences = result.get(row.key) ?? new Set<number>();
      result.set(row.key, sequences.add(Number(row.sequence)));
    }
    return result;
  }

  /** Parks events whose predecessor is missing. */
  async wait(sql: TransactionSql, events: readonly InboxEvent[]): Promise<void> {
    await this.#insert(sql, events, 'waiting', () => 'gap');
  }

  /** Parks events that this version of the service can not handle: tried again by the next version. */
  async refuse(sql: TransactionSql, events: readonly InboxEvent[]): Promise<void> {
    await this.#insert(
      sql,
      events,
      'dead',
      (event) => (event.preparation.kind === 'refuse' ? event.preparation.reason : 'invalid'),
      (event) => (event.preparation.kind === 'refuse' ? event.preparation.message : null),
    );
  }

  /** Records a failed attempt; after the policy's last one, or by the handler's own word, the event is dead. */
  async fail(
    sql: TransactionSql,
    event: InboxEvent,
    error: Error,
    policy: RetryPolicy,
  ): Promise<'retrying' | 'dead'> {
    const attempts = (event.parked?.attempts ?? 0) + 1;
    const isPermanent = error instanceof PermanentError;
    const status = isPermanent || attempts >= policy.attempts ? 'dead' : 'retrying';
    const { envelope } = event;
    await sql`
      insert into parked_events (
        consumer, generation, source, aggregate_id, sequence, partition, event_id, type, body,
        status, reason, error, error_signature, attempts, total_attempts, failed_at, next_attempt_at, service_version
      ) values (
        ${this.#scope.consumer}, ${this.#scope.generation}, ${envelope.source}, ${envelope.subject}, ${envelope.sequence},
        ${event.partition}, ${envelope.id}, ${envelope.type}, ${event.body}, ${status},
        ${isPermanent ? 'permanent' : 'failed'}, ${describeError(error)}, ${signatureOf(error)}, ${attempts}, 1, now(),
        now() + ${retryDelayMs(policy, attempts)} * interval '1 millisecond', ${this.#serviceVersion}
      )
      on conflict (consumer, generation, source, aggregate_id, sequence) do update set
        status = excluded.status, reason = excluded.reason, error = excluded.error,
        error_signature = excluded.error_signature, attempts = excluded.attempts,
        total_attempts = parked_events.total_attempts + 1, failed_at = excluded.failed_at,
        next_attempt_at = excluded.next_attempt_at, service_version = excluded.service_version`;
    return status;
  }

  /** Takes events out of parking: their effects are in the same transaction. */
  async remove(sql: TransactionSql, events: readonly InboxEvent[]): Promise<void> {
    const parked = events.filter((event) => event.parked !== undefined);
    if (parked.length === 0) return;
    await sql`
      delete from parked_events p
      using unnest(
        ${parked.map((event) => event.envelope.source)}::text[], ${parked.map((event) => event.envelope.subject)}::text[],
        ${parked.map((event) => event.envelope.sequence)}::bigint[]
      ) as k (source, aggregate_id, sequence)
      where p.consumer = ${this.#scope.consumer} and p.generation = ${this.#scope.generation}
        and p.source = k.source and p.aggregate_id = k.aggregate_id and p.sequence = k.sequence`;
  }

  /** Forgets what was handled after all: a former owner of the lane may have parked it late. */
  async removeHandled(sql: Sql, partitions: readonly number[]): Promise<void> {
    await sql`
      delete from parked_events p using inbox_cursors c
      where p.consumer = ${this.#scope.consumer} and p.generation = ${this.#scope.generation}
        and p.partition = any(${[...partitions]}::smallint[])
        and c.consumer = p.consumer and c.generation = p.generation and c.source = p.source
        and c.aggregate_id = p.aggregate_id and p.sequence <= c.sequence`;
  }

  /** Partitions (of those given) in which anything is parked. */
  async partitionsInUse(sql: Sql, partitions: readonly number[]): Promise<Set<number>> {
    const rows = await sql<{ partition: number }[]>`
      select k.partition from unnest(${[...partitions]}::smallint[]) as k (partition)
      where exists (
        select from parked_events p where p.consumer = ${this.#scope.consumer}
          and p.generation = ${this.#scope.generation} and p.partition = k.partition
      )`;
    return new Set(rows.map((row) => row.partition));
  }

  /**
   * Parked events of a partition whose turn has come, with what stands directly behind them: in order per
   * aggregate, ending before an event that is dead or not yet to be retried.
   */
  async due(sql: Sql, partition: number, limit: number): Promise<ParkedRow[]> {
    return sql<ParkedRow[]>`
      with ready as (
        select p.source, p.aggregate_id, p.sequence from parked_events p
        left join inbox_cursors c on c.consumer = p.consumer and c.generation = p.generation
          and c.source = p.source and c.aggregate_id = p.aggregate_id
        where p.consumer = ${this.#scope.consumer} and p.generation = ${this.#scope.generation}
          and p.partition = ${partition} and ${this.#isOpen(sql)} and p.next_attempt_at <= now()
          and p.sequence <= coalesce(c.sequence, 0) + 1
        limit ${limit}
      ), chains as (
        select p.source, p.aggregate_id, p.sequence, p.body, p.partition, p.attempts,
          p.sequence - row_number() over (
            partition by p.source, p.aggregate_id, r.sequence order by p.sequence
          ) as island,
          r.sequence - 1 as before_first
        from ready r
        join parked_events p on p.consumer = ${this.#scope.consumer} and p.generation = ${this.#scope.generation}
          and p.source = r.source and p.aggregate_id = r.aggregate_id and p.sequence >= r.sequence
          and ${this.#isOpen(sql)} and (p.sequence = r.sequence or p.next_attempt_at <= now())
      )
      select body, partition, attempts from (
        select distinct on (source, aggregate_id, sequence) * from chains where island = before_first
        order by source, aggregate_id, sequence
      ) due limit ${limit}`;
  }

  /** What is given up for lost is no longer so once its predecessors have come after all. */
  #isOpen(sql: Sql): ReturnType<Sql> {
    return sql`(p.status in ('waiting', 'retrying') or p.reason = 'lost')`;
  }

  /** Gaps that have stayed open for `ageMs`; each is returned again only after `repeatMs`. */
  async openGaps(sql: Sql, partitions: readonly number[], ageMs: number, repeatMs: number): Promise<Gap[]> {
    const rows = await sql<{ source: string; aggregate_id: string; cursor: string; first: string }[]>`
      with gaps as (
        select p.source, p.aggregate_id, min(p.sequence) as first, coalesce(max(c.sequence), 0) as cursor
        from parked_events p
        left join inbox_cursors c on c.consumer = p.consumer and c.generation = p.generation
          and c.source = p.source and c.aggregate_id = p.aggregate_id
        where p.consumer = ${this.#scope.consumer} and p.generation = ${this.#scope.generation}
          and p.partition = any(${[...partitions]}::smallint[]) and p.sequence > coalesce(c.sequence, 0)
        group by p.source, p.aggregate_id
        having not bool_or(p.reason = 'lost') and min(p.sequence) > coalesce(max(c.sequence), 0) + 1
          and min(p.parked_at) < now() - ${ageMs} * interval '1 millisecond'
          and coalesce(max(p.heal_requested_at) < now() - ${repeatMs} * interval '1 millisecond', true)
        limit 500
      ), asked as (
        update parked_events p set heal_requested_at = now() from gaps g
        where p.consumer = ${this.#scope.consumer} and p.generation = ${this.#scope.generation}
          and p.source = g.source and p.aggregate_id = g.aggregate_id and p.sequence = g.first
      )
      select source, aggregate_id, cursor, first from gaps`;
    return rows.map((row) => ({
      source: row.source,
      aggregateId: row.aggregate_id,
      from: Number(row.cursor) + 1,
      to: Number(row.first) - 1,
    }));
  }

  /** A new version of the service may understand what an earlier one refused: those are tried again. */
  async retryRefusedByOtherVersions(sql: Sql): Promise<number> {
    const rows = await sql`
      update parked_events set status = 'retrying', next_attempt_at = now(), service_version = ${this.#serviceVersion}
      where consumer = ${this.#scope.consumer} and generation = ${this.#scope.generation} and status = 'dead'
        and reason in ('invalid', 'unknown-version') and service_version <> ${this.#serviceVersion}
      returning 1`;
    return rows.length;
  }

  async #insert(
    sql: TransactionSql,
    events: readonly InboxEvent[],
    status: 'waiting' | 'dead',
    reason: (event: InboxEvent) => string,
    error: (event: InboxEvent) => string | null = () => null,
  ): Promise<void> {
    // One row a key: a batch may hold an event twice, and one statement may not touch a row twice.
    const unique = [
      ...new Map(
        events.map((event) => [`${keyOf(event)} ${String(event.envelope.sequence)}`, event]),
      ).values(),
    ];
    if (unique.length === 0) return;
    await sql`
      insert into parked_events (
        consumer, generation, service_version, source, aggregate_id, sequence, partition, event_id, type, body, status, reason, error,
        error_signature
      )
      select ${this.#scope.consumer}, ${this.#scope.generation}, ${this.#serviceVersion}, e.*
      from unnest(
        ${unique.map((event) => event.envelope.source)}::text[], ${unique.map((event) => event.envelope.subject)}::text[],
        ${unique.map((event) => event.envelope.sequence)}::bigint[], ${unique.map((event) => event.partition)}::smallint[],
        ${unique.map((event) => event.envelope.id)}::uuid[], ${unique.map((event) => event.envelope.type)}::text[],
        ${unique.map((event) => event.body)}::text[], ${unique.map(() => status)}::text[],
        ${unique.map(reason)}::text[], ${unique.map(error)}::text[],
        ${unique.map((event) => signatureOfText(error(event) ?? ''))}::text[]
      ) as e
      on conflict (consumer, generation, source, aggregate_id, sequence) do update
        set status = excluded.status, reason = excluded.reason, error = excluded.error,
          error_signature = excluded.error_signature
        where excluded.status = 'dead'`;
  }
}
