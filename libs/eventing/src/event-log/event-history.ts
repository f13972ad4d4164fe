import { Injectable } from '@nestjs/common';
import type { Sql, TransactionSql } from 'postgres';

/** A domain event as it was stored; what it is, its aggregate's type says. */
export interface StoredDomainEvent {
  version: number;
  /** `{ type, data }`. */
  event: unknown;
  recordedAt: Date;
}

/** Events that are folded at a time. */
const BATCH = 1_000;

/** What the event store remembers of the service's aggregates. */
@Injectable()
export class EventHistory {
  readonly #sql: Sql;

  /** @param sql its search path is the service's schema */
  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /**
   * What aggregates were at an instant: their events folded up to the last one that was recorded by then.
   *
   * By version, not by time alone: replicas' clocks differ, but nothing can be without what it followed upon.
   *
   * @param after the state after one more event, undefined when the aggregate is gone. It knows the events of its type
   * @returns by id; without those that were not there yet, or no more
   */
  async foldAsOf<State>(
    aggregateType: string,
    ids: readonly string[],
    at: Date,
    after: (state: State | undefined, event: never) => State | undefined,
  ): Promise<Map<string, State>> {
    const states = new Map<string, State>();
    if (ids.length === 0) return states;
    const events = this.#sql<{ id: string; event: unknown }[]>`
      select e.aggregate_id as id, jsonb_build_object('type', e.type, 'data', e.data) as event
      from unnest(${[...ids]}::text[]) as wanted (id)
      cross join lateral (
        select max(version) as version from event_store
        where aggregate_id = wanted.id and aggregate_type = ${aggregateType}
          and occurred_at <= ${at.toISOString()}::timestamptz
      ) as last
      join event_store e on e.aggregate_id = wanted.id and e.version <= last.version
      order by e.aggregate_id, e.version`;
    for await (const rows of events.cursor(BATCH)) {
      for (const { id, event } of rows) {
        const state = after(states.get(id), event as never);
        if (state === undefined) states.delete(id);
        else states.set(id, state);
      }
    }
    return states;
  }

  /** An aggregate's first event, `{ type, data }`; undefined where there never was such an aggregate. */
  async first(aggregateType: string, id: string): Promise<unknown> {
    const [row] = await this.#sql<{ event: unknown }[]>`
      select jsonb_build_object('type', type, 'data', data) as event from event_store
      where aggregate_id = ${id} and version = 1 and aggregate_type = ${aggregateType}`;
    return row?.event;
  }

  /**
   * An aggregate's events, the last first.
   *
   * @param before only what came before this version
   */
  async latest(id: string, limit: number, before?: number): Promise<StoredDomainEvent[]> {
    const rows = await this.#sql<{ version: number; event: unknown; recordedAt: string | Date }[]>`
      select version, jsonb_build_object('type', type, 'data', data) as event, occurred_at as "recordedAt"
      from event_store
      where aggregate_id = ${id} and version < coalesce(${before ?? null}::int, 2147483647)
      order by version desc limit ${limit}`;
    return rows.map(({ recordedAt, ...row }) => ({ ...row, recordedAt: new Date(recordedAt) }));
  }

  /**
   * Takes fields out of stored events for good: the one way in which a stored event can change. What is left says
   * which fields went, and when (`redacted` and `redactedAt` of its metadata).
   *
   * The outbox and the broker are not touched: they forget by their retention.
   *
   * @param fields of the events' data, at its top; those that an event does not have do not matter
   */
  async redact(
    sql: TransactionSql,
    events: readonly { aggregateId: string; version: number }[],
    fields: readonly string[],
  ): Promise<void> {
    await sql`
      update event_store e
      set data = e.data - ${[...fields]}::text[],
        metadata = e.metadata || jsonb_build_object(
          'redactedAt', to_jsonb(now()),
          'redacted', (
            select jsonb_agg(distinct field) from (
              select jsonb_array_elements_text(coalesce(e.metadata -> 'redacted', '[]')) as field
              union select unnest(${[...fields]}::text[])
            ) as gone
          )
        )
      from unnest(
        ${events.map(({ aggregateId }) => aggregateId)}::text[], ${events.map(({ version }) => version)}::int[]
      ) as wanted (aggregate_id, version)
      where e.aggregate_id = wanted.aggregate_id and e.version = wanted.version
        and e.data ?| ${[...fields]}::text[]`;
  }
}
