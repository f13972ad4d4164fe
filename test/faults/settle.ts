/** How far the events have come, while everything still moves. */
import type { Sql } from 'postgres';
import { waitFor } from '../support/wait-for.ts';
import { type Consumer, CONSUMERS, HEARD, type Producer, PRODUCERS } from './checker/observation.ts';

/** Positions in the producers' outboxes. */
export type Positions = Record<Producer, number>;

/** The newest event of each producer. */
export async function newest(sql: Sql): Promise<Positions> {
  const positions: Positions = { cards: 0, feeds: 0, notifications: 0 };
  for (const producer of PRODUCERS) {
    const [row] = await sql<{ position: number | null }[]>`
      select max(position)::float8 as position from ${sql(producer)}.outbox`;
    positions[producer] = row?.position ?? 0;
  }
  return positions;
}

/** Follows the oldest event that some consumer has not handled: it only ever moves forward. */
export class Progress {
  readonly #sql: Sql;
  readonly #from = new Map<string, number>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The oldest that is not handled everywhere; Infinity when all are. */
  async oldestOpen(): Promise<Positions> {
    const positions: Positions = { cards: Infinity, feeds: Infinity, notifications: Infinity };
    for (const consumer of CONSUMERS) {
      for (const producer of HEARD[consumer]) {
        positions[producer] = Math.min(positions[producer], await this.#oldest(producer, consumer));
      }
    }
    return positions;
  }

  async #oldest(producer: Producer, consumer: Consumer): Promise<number> {
    const key = `${producer} ${consumer}`;
    const from = this.#from.get(key) ?? 0;
    const sql = this.#sql;
    // What is committed late has an earlier position: it is looked for a little further back.
    const [row] = await sql<{ position: number | null }[]>`
      select min(o.position)::float8 as position from ${sql(producer)}.outbox o
      left join ${sql(consumer)}.inbox_cursors c
        on c.consumer = ${consumer} and c.source = ${`/services/${producer}`} and c.aggregate_id = o.aggregate_id
      where o.position >= ${from - 500} and coalesce(c.sequence, 0) < o.sequence`;
    const oldest = row?.position ?? Infinity;
    if (oldest !== Infinity) this.#from.set(key, oldest);
    return oldest;
  }
}

/** A request that its client has given up may still be under way in a service, and be done late. */
const QUIET_MS = 6_000;

/**
 * Waits until every event is published and handled by everybody, and nothing new has come for a while.
 *
 * @returns whether that was so before the deadline
 */
export async function untilSettled(sql: Sql, deadlineMs: number, quietMs = QUIET_MS): Promise<boolean> {
  const progress = new Progress(sql);
  let last = '';
  let quietSince = performance.now();
  try {
    await waitFor(
      'every event handled by every consumer',
      async () => {
        const now = JSON.stringify(await newest(sql));
        if (now !== last) [last, quietSince] = [now, performance.now()];
        if (performance.now() - quietSince < quietMs) return undefined;
        const open = await progress.oldestOpen();
        const [row] = await sql<{ count: number }[]>`
          select (select count(*) from cards.outbox_pending)::int + (select count(*) from feeds.outbox_pending)::int
            + (select count(*) from notifications.outbox_pending)::int
            -- Of these an event is yet to come.
            + (select count(*) from notifications.announcements_due)::int as count`;
        const isHandled = Object.values(open).every((position) => position === Infinity);
        return isHandled && row?.count === 0 ? true : undefined;
      },
      deadlineMs,
    );
    return true;
  } catch {
    return false;
  }
}
