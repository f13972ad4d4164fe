import { Logger } from '@nestjs/common';
import type { TransactionSql } from 'postgres';
import { type Queued, runAndAppend, type Statements } from '../event-log/append.js';
import type { AfterCommit, UnitOfWork } from '../event-log/event-log.js';
import { causedByEvent } from '../causation.js';
import type { EventEnvelope } from '../envelope.js';
import { fieldsOfEvent } from '../log-fields.js';
import { type EventingMetrics, errorTypeOf, Tally } from '../metrics.js';
import { isDatabaseAway } from '../postgres-errors.js';
import { ProcessSpans } from '../tracing/process-spans.js';
import type { TransactionPool } from '../transaction-pool.js';
import { CursorRace, type InboxScope, moveCursors, readCursors } from './cursors.js';
import type { RegisteredHandler } from './handlers.js';
import { type AggregateKey, type InboxEvent, keyOf } from './inbox-event.js';
import type { Parking } from './parking.js';
import { plan, type Plan, rounds } from './plan.js';
import type { RetryPolicy } from './retry-policy.js';

export interface InboxOptions {
  scope: InboxScope;
  /** CloudEvents source of what the handlers publish. */
  source: string;
  retry: RetryPolicy;
}

export interface InboxOutcome {
  /** Something of the batch lies in parking now. */
  parked: boolean;
  /** Something in parking may be due now. */
  unblocks: boolean;
}

/** What is known of a batch's aggregates before it. */
interface Known {
  cursors: Map<string, number>;
  parked: Map<string, Set<number>>;
}

/**
 * Applies batches of events exactly once and in order per aggregate: the handlers' effects, the events they
 * append and the aggregates' cursors are one transaction.
 */
export class Inbox {
  readonly #transactions: TransactionPool;
  readonly #parking: Parking;
  readonly #metrics: EventingMetrics;
  readonly #options: InboxOptions;
  readonly #afterCommit: AfterCommit;
  readonly #logger: Logger;

  constructor(
    transactions: TransactionPool,
    parking: Parking,
    metrics: EventingMetrics,
    options: InboxOptions,
    afterCommit: AfterCommit,
  ) {
    this.#transactions = transactions;
    this.#parking = parking;
    this.#metrics = metrics;
    this.#options = options;
    this.#afterCommit = afterCommit;
    this.#logger = new Logger(`Inbox ${options.scope.consumer}`);
  }

  /**
   * Takes a batch of one partition. When it returns, each event is applied, known as a duplicate, or parked, and
   * the broker may be told so.
   *
   * @param lookInParking whether anything of the partition may lie in parking.
   * @throws only what is transient (the database is away, a lane's former owner was at work): call again.
   */
  async process(events: readonly InboxEvent[], lookInParking: boolean): Promise<InboxOutcome> {
    try {
      return await this.#apply(events, lookInParking);
    } catch (error) {
      // A connection of the handler's own that is refused says nothing of ours.
      if (isDatabaseAway(error) || error instanceof CursorRace) throw error;
      const [only] = events;
      if (events.length === 1 && only !== undefined) return this.#park(only, error);
      // The good path pays no savepoints; a failing batch is halved until the failing event stands alone. What
      // follows it in its own aggregate then waits behind it, by the cursor rule.
      const middle = Math.ceil(events.length / 2);
      const first = await this.process(events.slice(0, middle), lookInParking);
      const second = await this.process(events.slice(middle), lookInParking || first.parked);
      return { parked: first.parked || second.parked, unblocks: first.unblocks || second.unblocks };
    }
  }

  async #apply(events: readonly InboxEvent[], lookInParking: boolean): Promise<InboxOutcome> {
    const endTimer = this.#metrics.transactionDuration.startTimer({
      messaging_consumer_group_name: this.#options.scope.consumer,
    });
    const keys = aggregatesOf(events);
    const spans = new ProcessSpans(this.#metrics.system, this.#options.scope.consumer);
    const { result: decided, touched } = await runAndAppend<Plan, Known>(
      this.#transactions,
      this.#options.source,
      async (sql, queued, { cursors, parked }) => {
        const decision = plan(events, { cursors, parked });
        await this.#handle(sql, decision, queued, spans);
        // Not before the handlers: whoever hangs in one would keep the cursors from the lane's next owner.
        await moveCursors(sql, this.#options.scope, decision.moves);
        await this.#parking.wait(sql, decision.waiting);
        await this.#parking.refuse(sql, decision.refused);
        await this.#parking.remove(sql, [...decision.apply, ...decision.duplicates]);
        return decision;
      },
      async (sql) => {
        const [cursors, parked] = await Promise.all([
          readCursors(sql, this.#options.scope, keys),
          lookInParking ? this.#parking.read(sql, keys) : new Map<string, Set<number>>(),
        ]);
        return { cursors, parked };
      },
    ).catch((error: unknown) => {
      spans.end({ error });
      throw error;
    });
    spans.end();
    endTimer();
    if (touched.size > 0) this.#afterCommit(touched);
    this.#count(decided);
    return { parked: decided.waiting.length + decided.refused.length > 0, unblocks: decided.unblocks };
  }

  async #handle(
    sql: TransactionSql,
    decision: Plan,
    { changes, statements }: Queued,
    spans: ProcessSpans,
  ): Promise<void> {
    const atCommit = (make: Statements): unknown => statements.push(make);
    for (const round of rounds(decision.apply)) {
      for (const group of round.values()) {
        const handler = handlerOf(group);
        if (handler === undefined) continue;
        const uow: UnitOfWork = { sql, append: (change) => changes.push(change), atCommit };
        if (handler.batch) {
          spans.begin(group);
          await this.#timed(handler, () => handler.invoke(group.map(payloadOf), { uow }));
        } else {
          for (const event of group) {
            const envelope = payloadOf(event);
            const { correlationId, id: causationId } = envelope;
            const traceparent = spans.begin([event]) ?? envelope.traceparent;
            const cause = {
              correlationId,
              causationId,
              ...(traceparent === undefined ? {} : { traceparent }),
            };
            const eventUow: UnitOfWork = {
              sql,
              append: (change) => changes.push({ cause, ...change }),
              atCommit,
            };
            await this.#timed(handler, () =>
              causedByEvent(cause, () => handler.invoke(envelope, { uow: eventUow, envelope })),
            );
          }
        }
      }
    }
  }

  async #timed(handler: RegisteredHandler, work: () => Promise<void>): Promise<void> {
    const endTimer = this.#metrics.handlerDuration.startTimer(this.#labelsOf(handler.contract.type));
    try {
      await work();
      endTimer();
    } catch (error) {
      endTimer({ error_type: errorTypeOf(error) });
      throw error;
    }
  }

  #labelsOf(type: string) {
    return this.#metrics.at(this.#options.scope.consumer, type);
  }

  async #park(event: InboxEvent, thrown: unknown): Promise<InboxOutcome> {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const own = event.preparation.kind === 'handle' ? event.preparation.handler.retry : undefined;
    const status = await this.#transactions.run((sql) =>
      this.#parking.fail(sql, event, error, { ...this.#options.retry, ...own }),
    );
    const labels = this.#labelsOf(event.envelope.type);
    const error_type = errorTypeOf(thrown);
    this.#metrics.failed.inc({ ...labels, error_type });
    if (event.parked === undefined) this.#metrics.parked.inc({ ...labels, reason: 'failed' });
    if (status === 'dead') this.#metrics.dead.inc({ ...labels, error_type });
    this.#logger.warn(
      { err: error, ...fieldsOfEvent(event.envelope), status },
      'a handler failed; the event is parked',
    );
    return { parked: true, unblocks: false };
  }

  #count(decided: Plan): void {
    const metrics = this.#metrics;
    const now = Date.now();
    const handled = new Tally();
    for (const { envelope, preparation } of decided.apply) {
      if (preparation.kind !== 'handle') continue;
      handled.add(envelope.type);
      const latencyMs = now - Date.parse(envelope.time);
      if (Number.isFinite(latencyMs)) {
        metrics.commitToHandled.observe(this.#labelsOf(envelope.type), Math.max(latencyMs, 0) / 1000);
      }
    }
    for (const [type, count] of handled.counts) metrics.handled.inc(this.#labelsOf(type), count);
    for (const { envelope } of decided.duplicates) metrics.duplicates.inc(this.#labelsOf(envelope.type));
    for (const { envelope } of decided.inversions) metrics.inversions.inc(this.#labelsOf(envelope.type));
    for (const { envelope } of decided.healing) metrics.gapsHealed.inc(this.#labelsOf(envelope.type));
    for (const { envelope, parked } of decided.waiting) {
      if (parked === undefined) metrics.parked.inc({ ...this.#labelsOf(envelope.type), reason: 'gap' });
    }
    for (const { envelope, preparation, parked } of decided.refused) {
      if (preparation.kind !== 'refuse') continue;
      const { reason, message } = preparation;
      const labels = this.#labelsOf(envelope.type);
      if (parked === undefined) metrics.parked.inc({ ...labels, reason });
      metrics.dead.inc({ ...labels, error_type: reason });
      this.#logger.warn(fieldsOfEvent(envelope), message);
    }
  }
}

function aggregatesOf(events: readonly InboxEvent[]): AggregateKey[] {
  const keys = new Map<string, AggregateKey>();
  for (const event of events) {
    keys.set(keyOf(event), { source: event.envelope.source, aggregateId: event.envelope.subject });
  }
  return [...keys.values()];
}

/** What a handler is given: the event as the contract that it handles has it. */
function payloadOf({ preparation, envelope }: InboxEvent): EventEnvelope {
  return preparation.kind === 'handle' ? preparation.event : envelope;
}

/** A group has one type, so one handler or none. */
function handlerOf(group: readonly InboxEvent[]): RegisteredHandler | undefined {
  const preparation = group[0]?.preparation;
  return preparation?.kind === 'handle' ? preparation.handler : undefined;
}
