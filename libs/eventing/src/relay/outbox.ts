import type { Sql } from 'postgres';
import type { Head } from '../control/control-message.js';
import type { OutgoingEvent } from '../transport.js';

/** One event of the outbox that the broker has not acknowledged. */
export interface PendingEvent extends OutgoingEvent {
  /** Place in the integration log; a 64-bit integer as text. */
  position: string;
}

/** A range of one aggregate's sequence, both ends included. */
export interface SequenceRange {
  aggregateId: string;
  from: number;
  to: number;
}

/** The last event of each aggregate that has any in one page of the log. */
export interface HeadsPage {
  /** ISO 8601 with microseconds, in database time; this included. */
  upTo: string;
  heads: Head[];
  /** There are later events that could be told of already. */
  more: boolean;
}

/** Events in a page, at most, unless they were committed at the same moment. */
const PAGE_EVENTS = 2_000;

/** The outbox: the service's append-only integration log, and the thin list of what of it is not published yet. */
export class Outbox {
  readonly #sql: Sql;

  /** @param sql connections of its own with `synchronous_commit` off: a lost mark costs a duplicate, no event. */
  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /**
   * Pending events after `after`, in the log's order. Nothing is locked: the lease keeps others away, and a
   * double publication is a duplicate that every consumer skips.
   *
   * `after` is for reading on within one pass only. Transactions commit in another order than their positions,
   * so the next pass begins at 0 again.
   */
  async pending(partitions: readonly number[], after: string, limit: number): Promise<PendingEvent[]> {
    const rows = await this.#sql<
      {
        position: string;
        event_id: string;
        type: string;
        aggregate_id: string;
        partition: number;
        body: string;
        republish: boolean;
      }[]
    >`
      with claimed as materialized (
        select position, day, republish from outbox_pending
        where position > ${after}::bigint and partition = any(${[...partitions]}::smallint[])
        order by position limit ${limit}
      )
      select p.position::text, o.event_id, o.type, o.aggregate_id, o.partition, o.body, p.republish
      from claimed p join outbox o on o.day = p.day and o.position = p.position
      order by p.position`;
    return rows.map((row) => ({
      position: row.position,
      eventId: row.event_id,
      type: row.type,
      aggregateId: row.aggregate_id,
      partition: row.partition,
      body: row.body,
      republish: row.republish,
    }));
  }

  /** The broker has these durably. */
  async markPublished(positions: readonly string[]): Promise<void> {
    await this.#sql`delete from outbox_pending where position = any(${[...positions]}::bigint[])`;
  }

  /**
   * Queues a range of an aggregate's events to be published again under their original ids and bytes.
   *
   * @returns how many of the range the log still holds.
   */
  async republish(range: SequenceRange): Promise<number> {
    const rows = await this.#sql`
      insert into outbox_pending (position, day, partition, republish)
      select position, day, partition, true from outbox
      where aggregate_id = ${range.aggregateId} and sequence between ${range.from} and ${range.to}
      order by position
      on conflict (position) do update set republish = true
      returning 1`;
    return rows.length;
  }

  /** Sequence of the oldest event of an aggregate, from a given one on, that the log still holds. */
  async firstSequenceFrom(aggregateId: string, from: number): Promise<number | undefined> {
    const [row] = await this.#sql<{ first: string | null }[]>`
      select min(sequence)::text as first from outbox
      where aggregate_id = ${aggregateId} and sequence >= ${from}::bigint`;
    const first = row?.first ?? undefined;
    return first === undefined ? undefined : Number(first);
  }

  /**
   * One page of the log by time, up to a moment before which all is committed and published.
   *
   * @param after the end of the page before; empty: from the log's beginning.
   * @returns nothing when there is nothing to tell yet.
   */
  async heads(after: string): Promise<HeadsPage | undefined> {
    const [row] = await this.#sql<{ up_to: string; more: boolean; heads: string }[]>`
      select to_char(up_to at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as up_to, more, heads::text
      from outbox_heads(${after === '' ? null : after}::timestamptz, ${PAGE_EVENTS}::int)`;
    return row && { upTo: row.up_to, more: row.more, heads: JSON.parse(row.heads) as Head[] };
  }

  /** How much waits to be published, and for how long (seconds) the oldest has. */
  async backlog(): Promise<{ depth: number; ageSeconds: number }> {
    const [row] = await this.#sql<{ depth: number; age: number }[]>`
      select (select count(*)::int from outbox_pending) as depth,
        coalesce((
          select extract(epoch from clock_timestamp() - o.created_at)::float8
          from outbox_pending p join outbox o on o.day = p.day and o.position = p.position
          order by p.position limit 1
        ), 0) as age`;
    return { depth: row?.depth ?? 0, ageSeconds: Math.max(row?.age ?? 0, 0) };
  }

  /** Makes the coming days' partitions and drops those past the retention. */
  async maintain(retentionDays: number): Promise<void> {
    await this.#sql`select maintain_outbox(7, ${retentionDays}::int)`;
  }
}
