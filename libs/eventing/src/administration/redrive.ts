import type { TransactionSql } from 'postgres';
import { CursorRace, type InboxScope, moveCursors } from '../inbox/cursors.js';
import type { TransactionPool } from '../transaction-pool.js';
import { AdministrationError } from './administration-error.js';
import type { Audit, Order } from './audit.js';
import {
  findParked,
  type FoundEvent,
  matching,
  type ParkedEvent,
  type ParkedFilter,
} from './parked-events.js';

/** What an operator does with parked events. Each change and its audit record are one transaction. */
export class Redrive {
  readonly #transactions: TransactionPool;
  readonly #scope: InboxScope;
  readonly #audit: Audit;

  constructor(transactions: TransactionPool, scope: InboxScope, audit: Audit) {
    this.#transactions = transactions;
    this.#scope = scope;
    this.#audit = audit;
  }

  /**
   * Has an event tried again now. Its attempts start afresh; the total stays.
   *
   * @throws AdministrationError `parked-event-not-found`, or `event-is-waiting` when it did not fail
   */
  retry(eventId: string, order: Order): Promise<void> {
    return this.#transactions.run(async (sql) => {
      const { row } = await findParked(sql, this.#scope, eventId);
      const count = await this.#retryNow(
        sql,
        sql`event_id = ${eventId} and ${matching(sql, this.#scope, {})}`,
      );
      if (count === 0) {
        throw new AdministrationError(
          'event-is-waiting',
          `Event ${eventId} has not failed: it waits for an earlier one of ${row.aggregateId}. Retry or discard that one.`,
        );
      }
      await this.#record(sql, 'retry', order, row);
    });
  }

  /**
   * Has every failed event that fits tried again now, whatever order they come in: each aggregate's in its own.
   *
   * @returns how many.
   */
  retryAll(filter: ParkedFilter, order: Order): Promise<number> {
    return this.#transactions.run(async (sql) => {
      const events = await this.#retryNow(sql, matching(sql, this.#scope, filter));
      if (events > 0) {
        const { consumer } = this.#scope;
        await this.#audit.record(sql, { ...order, action: 'retry', consumer, events, target: { filter } });
      }
      return events;
    });
  }

  /**
   * Gives an event up for good: the aggregate's cursor moves past it, and what waits behind it goes on. Its body is
   * kept in the audit record.
   *
   * @throws AdministrationError `parked-event-not-found`, `not-next-in-turn` or `changed-meanwhile`
   */
  async discard(eventId: string, order: Order & { reason: string }): Promise<void> {
    try {
      await this.#transactions.run((sql) => this.#discard(sql, eventId, order));
    } catch (error) {
      if (error instanceof CursorRace) throw changedMeanwhile(eventId);
      throw error;
    }
  }

  async #discard(sql: TransactionSql, eventId: string, order: Order): Promise<void> {
    const { row, cursor } = await findParked(sql, this.#scope, eventId);
    const { source, aggregateId, sequence } = row;
    if (sequence <= cursor) throw changedMeanwhile(eventId);
    if (sequence > cursor + 1) throw await this.#notNext(sql, { row, cursor });
    // The cursor first, then the row, as the inbox does: in the other order the two could wait for each other.
    await moveCursors(sql, this.#scope, [{ source, aggregateId, from: cursor, to: sequence }]);
    const removed = await sql`
      delete from parked_events where event_id = ${eventId} and ${matching(sql, this.#scope, { aggregateId })}
      returning 1`;
    if (removed.length === 0) throw changedMeanwhile(eventId);
    await this.#record(sql, 'discard', order, row, row.body);
  }

  async #notNext(sql: TransactionSql, { row, cursor }: FoundEvent): Promise<AdministrationError> {
    const [first] = await sql<{ event_id: string; sequence: string }[]>`
      select event_id, sequence from parked_events
      where ${matching(sql, this.#scope, { aggregateId: row.aggregateId })} and source = ${row.source}
        and sequence > ${cursor} order by parked_events.sequence limit 1`;
    const next = cursor + 1;
    const remedy =
      first !== undefined && Number(first.sequence) === next
        ? `Its number ${String(next)} is parked too: retry or discard ${first.event_id} first.`
        : `Its number ${String(next)} has not arrived: the producer is asked for it by itself, or republish it.`;
    return new AdministrationError(
      'not-next-in-turn',
      `Event ${row.eventId} is number ${String(row.sequence)} of ${row.aggregateId}, which stands at ${String(cursor)}. ${remedy}`,
    );
  }

  async #retryNow(sql: TransactionSql, condition: ReturnType<typeof matching>): Promise<number> {
    const rows = await sql`
      update parked_events set status = 'retrying', attempts = 0, next_attempt_at = now()
      where ${condition} and status in ('dead', 'retrying') returning 1`;
    return rows.length;
  }

  #record(
    sql: TransactionSql,
    action: 'retry' | 'discard',
    order: Order,
    row: ParkedEvent,
    body?: string,
  ): Promise<void> {
    const { consumer, eventId, source, aggregateId, sequence, type, status, totalAttempts, signature } = row;
    const target = { eventId, source, aggregateId, sequence, type, status, totalAttempts, signature };
    return this.#audit.record(sql, {
      ...order,
      action,
      consumer,
      events: 1,
      target,
      ...(body === undefined ? {} : { body }),
    });
  }
}

function changedMeanwhile(eventId: string): AdministrationError {
  return new AdministrationError(
    'changed-meanwhile',
    `Event ${eventId} was handled, retried or discarded at the same time. Show it again before you decide.`,
  );
}
