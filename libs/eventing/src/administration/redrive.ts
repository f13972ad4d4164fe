import type { TransactionSql } from 'postgres';
import { parseCloudEvent } from '../envelope.js';
import { parseEventType } from '../event-type.js';
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
   * Has an event tried again now. Its attempts start afresh; the total stays. One that comes after events that are
   * lost for ever is tried without them: the cursor moves past the loss.
   *
   * @throws AdministrationError `parked-event-not-found`, or `event-is-waiting` when it did not fail
   */
  async retry(eventId: string, order: Order): Promise<void> {
    await this.#orChangedMeanwhile(eventId, async (sql) => {
      const { row, cursor } = await findParked(sql, this.#scope, eventId);
      if (isAfterLoss(row)) {
        const { source, aggregateId, sequence } = row;
        if (sequence <= cursor) throw changedMeanwhile(eventId);
        await moveCursors(sql, this.#scope, [{ source, aggregateId, from: cursor, to: sequence - 1 }]);
      }
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
      await this.#record(sql, 'retry', order, { row, cursor });
    });
  }

  /**
   * Has every failed event that fits tried again now, whatever order they come in: each aggregate's in its own. A loss
   * is accepted one by one only.
   *
   * @returns how many.
   */
  retryAll(filter: ParkedFilter, order: Order): Promise<number> {
    return this.#transactions.run(async (sql) => {
      const condition = sql`${matching(sql, this.#scope, filter)} and reason <> 'lost'`;
      const events = await this.#retryNow(sql, condition);
      if (events > 0) {
        const { consumer } = this.#scope;
        await this.#audit.record(sql, { ...order, action: 'retry', consumer, events, target: { filter } });
      }
      return events;
    });
  }

  /**
   * Gives an event up for good: the aggregate's cursor moves past it (and past what is lost before it), and what waits
   * behind it goes on. Its body is kept in the audit record.
   *
   * @throws AdministrationError `parked-event-not-found`, `not-next-in-turn` or `changed-meanwhile`
   */
  async discard(eventId: string, order: Order & { reason: string }): Promise<void> {
    await this.#orChangedMeanwhile(eventId, (sql) => this.#discard(sql, eventId, order));
  }

  async #orChangedMeanwhile(eventId: string, work: (sql: TransactionSql) => Promise<void>): Promise<void> {
    try {
      await this.#transactions.run(work);
    } catch (error) {
      if (error instanceof CursorRace) throw changedMeanwhile(eventId);
      throw error;
    }
  }

  async #discard(sql: TransactionSql, eventId: string, order: Order): Promise<void> {
    const { row, cursor } = await findParked(sql, this.#scope, eventId);
    const { source, aggregateId, sequence } = row;
    if (sequence <= cursor) throw changedMeanwhile(eventId);
    if (sequence > cursor + 1 && !isAfterLoss(row)) throw await this.#notNext(sql, { row, cursor });
    // The cursor first, then the row, as the inbox does: in the other order the two could wait for each other.
    // With it the whole act: else its other majors would be taken for acts of their own.
    const to = sequence + laterTwinsOf(row.body);
    await moveCursors(sql, this.#scope, [{ source, aggregateId, from: cursor, to }]);
    const removed = await sql`
      delete from parked_events where event_id = ${eventId} and ${matching(sql, this.#scope, { aggregateId })}
      returning 1`;
    if (removed.length === 0) throw changedMeanwhile(eventId);
    await this.#record(sql, 'discard', order, { row, cursor }, row.body);
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
      update parked_events set status = 'retrying', attempts = 0, next_attempt_at = now(),
        reason = case reason when 'lost' then 'gap' else reason end
      where ${condition} and status in ('dead', 'retrying') returning 1`;
    return rows.length;
  }

  #record(
    sql: TransactionSql,
    action: 'retry' | 'discard',
    order: Order,
    { row, cursor }: FoundEvent,
    body?: string,
  ): Promise<void> {
    const { consumer, eventId, source, aggregateId, sequence, type, status, totalAttempts, signature } = row;
    const lost = isAfterLoss(row) ? { lost: { from: cursor + 1, to: sequence - 1 } } : {};
    const target = {
      eventId,
      source,
      aggregateId,
      sequence,
      type,
      status,
      totalAttempts,
      signature,
      ...lost,
    };
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

/** What came before it exists nowhere any more: it is the next in turn in all but number. */
function isAfterLoss({ status, reason }: ParkedEvent): boolean {
  return status === 'dead' && reason === 'lost';
}

function changedMeanwhile(eventId: string): AdministrationError {
  return new AdministrationError(
    'changed-meanwhile',
    `Event ${eventId} was handled, retried or discarded at the same time. Show it again before you decide.`,
  );
}

/** How many later majors of the same act were published behind it. */
function laterTwinsOf(body: string): number {
  const { type, twins = [] } = parseCloudEvent(body);
  const own = parseEventType(type)?.major ?? 0;
  return twins.filter((twin) => (parseEventType(twin)?.major ?? 0) > own).length;
}
