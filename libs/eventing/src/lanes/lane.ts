import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { serviceOf } from '../control/control-message.js';
import { type EventEnvelope, MalformedEventError, parseCloudEvent } from '../envelope.js';
import type { HandlerRegistry } from '../inbox/handlers.js';
import type { BatchGatherer } from '../inbox/gatherer.js';
import type { InboxOutcome } from '../inbox/inbox.js';
import type { InboxEvent } from '../inbox/inbox-event.js';
import type { ParkedRow } from '../inbox/parking.js';
import { type EventingMetrics, Tally } from '../metrics.js';
import { partitionOf } from '../partition.js';
import type { Delivery, LaneSubscription, Transport } from '../transport.js';

export interface LaneOptions {
  consumer: string;
  partition: number;
  /** Events in one transaction, at most. */
  batchSize: number;
  /** How often the broker is told that a batch is still being worked on; below its redelivery time-out. */
  workingEveryMs: number;
}

export interface LaneParts {
  transport: Transport;
  inbox: BatchGatherer;
  handlers: HandlerRegistry;
  metrics: EventingMetrics;
  /** Parked events may be due now. */
  onUnblocked: () => void;
}

/** Pause before a lane is opened, or a batch tried, again; doubled each time. */
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;
/** How long a stopping lane goes on with what it has fetched. */
const DRAIN_MS = 5_000;

/** One partition of a consumer while this replica owns it: pulls, hands batches to the inbox, acknowledges. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #parts: LaneParts;
  readonly #logger: Logger;
  readonly #done: Promise<void>;
  #subscription: LaneSubscription | undefined;
  readonly #abort = new AbortController();
  /** Batches from the broker and from parking take turns: they move the same cursors. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Until a sweep has shown the opposite, parking is looked into with each batch. */
  #mayHaveParked = true;
  #lastParkedAt = 0;

  constructor(options: LaneOptions, parts: LaneParts) {
    this.#options = options;
    this.#parts = parts;
    this.#logger = new Logger(`Lane ${options.consumer}-${String(options.partition)}`);
    this.#done = this.#run();
  }

  /** A sweep that began at `at` (`performance.now()`) found nothing parked in this partition. */
  nothingParked(at: number): void {
    if (this.#lastParkedAt < at) this.#mayHaveParked = false;
  }

  somethingParked(): void {
    this.#mayHaveParked = true;
  }

  /** Tries parked events again. */
  async redrive(rows: readonly ParkedRow[]): Promise<void> {
    const events = rows.flatMap(
      (row) => this.#prepare(row.body, { parked: { attempts: row.attempts } }) ?? [],
    );
    if (events.length === 0) return;
    await this.#exclusively(async () => {
      // A stopped lane's rows are its successor's: they may have been read while it was being stopped.
      if (!this.#isStopping()) await this.#process(events);
    });
  }

  /** Ends in order: nothing more is pulled, what was fetched is handled, what takes too long is given back. */
  async stop(drainMs = DRAIN_MS): Promise<void> {
    this.#abort.abort();
    await this.#subscription?.stop(drainMs);
    await this.#done;
    await this.#turn.catch(() => undefined);
  }

  async #run(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!this.#isStopping()) {
      try {
        const { consumer, partition } = this.#options;
        this.#subscription = await this.#parts.transport.subscribe(consumer, partition, this.#abort.signal);
        // Stopped while it was being opened: the loop below must not begin.
        if (this.#isStopping()) await this.#subscription.stop(0);
        for (;;) {
          const deliveries = await this.#subscription.next(this.#options.batchSize);
          if (deliveries === undefined) break;
          await this.#exclusively(() => this.#deliver(deliveries));
          pause = FIRST_PAUSE_MS;
        }
      } catch (error) {
        if (this.#isStopping()) return;
        this.#logger.warn({ err: error }, 'the lane is opened again');
        await this.#subscription?.stop(0).catch(() => undefined);
        await this.#pause(pause);
        pause = Math.min(pause * 2, MAX_PAUSE_MS);
      }
    }
  }

  #isStopping(): boolean {
    return this.#abort.signal.aborted;
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #deliver(deliveries: readonly Delivery[]): Promise<void> {
    const keepAlive = setInterval(() => {
      for (const delivery of deliveries) delivery.working();
    }, this.#options.workingEveryMs);
    try {
      const events = this.#receive(deliveries);
      const settled = events.length === 0 || (await this.#untilSettled(events));
      for (const delivery of deliveries) {
        if (settled) delivery.ack();
        else delivery.release();
      }
    } finally {
      clearInterval(keepAlive);
    }
  }

  /** Repeats a batch for as long as only the database is in the way. False when the lane stops first. */
  async #untilSettled(events: readonly InboxEvent[]): Promise<boolean> {
    let pause = FIRST_PAUSE_MS;
    for (;;) {
      try {
        await this.#process(events);
        return true;
      } catch (error) {
        this.#logger.warn({ err: error }, 'the batch is tried again');
        await this.#pause(pause);
        if (this.#isStopping()) return false;
        pause = Math.min(pause * 2, MAX_PAUSE_MS);
      }
    }
  }

  async #process(events: readonly InboxEvent[]): Promise<void> {
    const outcome: InboxOutcome = await this.#parts.inbox.process(events, this.#mayHaveParked);
    if (outcome.parked) {
      this.#mayHaveParked = true;
      this.#lastParkedAt = performance.now();
    }
    if (outcome.unblocks) this.#parts.onUnblocked();
  }

  /** Those to be handled, or to be known of for the order of what is handled. The others are acknowledged as they are. */
  #receive(deliveries: readonly Delivery[]): InboxEvent[] {
    const events: InboxEvent[] = [];
    const delivered = new Tally();
    const redelivered = new Tally();
    const { handlers } = this.#parts;
    for (const { body, type, attempt } of deliveries) {
      if (type !== undefined && !handlers.takesFrom(type)) {
        delivered.add(type);
        continue;
      }
      const event = this.#prepare(body, { type });
      if (event === undefined) continue;
      if (handlers.takesFrom(event.envelope.type)) events.push(event);
      delivered.add(event.envelope.type);
      if (attempt > 1) redelivered.add(event.envelope.type);
    }
    const { metrics } = this.#parts;
    for (const [type, count] of delivered.counts) {
      const labels = metrics.at(this.#options.consumer, type);
      metrics.delivered.inc({ ...labels, messaging_operation_name: 'receive' }, count);
    }
    for (const [type, count] of redelivered.counts)
      metrics.redelivered.inc(metrics.at(this.#options.consumer, type), count);
    return events;
  }

  #prepare(
    body: string,
    from: { type?: string | undefined; parked?: { attempts: number } },
  ): InboxEvent | undefined {
    try {
      const envelope = parseCloudEvent(body);
      this.#requireOwnName(envelope, from.type);
      return {
        envelope,
        body,
        partition: this.#options.partition,
        preparation: this.#parts.handlers.prepare(envelope),
        ...(from.parked === undefined ? {} : { parked: from.parked }),
      };
    } catch (error) {
      if (!(error instanceof MalformedEventError)) throw error;
      // It has no aggregate and no sequence, so nothing can wait for it, and it can never be handled.
      const { metrics } = this.#parts;
      metrics.malformed.inc({
        messaging_system: metrics.system,
        messaging_consumer_group_name: this.#options.consumer,
      });
      this.#logger.error({ err: error, body: body.slice(0, 500) }, 'a message that is no event was dropped');
      return undefined;
    }
  }

  /**
   * A service may publish under its own name only, which brokers enforce by the name that a message is sent under. So
   * what is in it must not say otherwise: another's event would be taken in place of the real one.
   */
  #requireOwnName({ source, type, subject }: EventEnvelope, sentAs: string | undefined): void {
    if (sentAs !== undefined && sentAs !== type)
      throw new MalformedEventError(`It was sent as ${sentAs}, but says that it is ${type}`);
    const context = type.split('.')[1];
    if (serviceOf(source) !== context)
      throw new MalformedEventError(`"source" is "${source}", but ${type} is an event of ${String(context)}`);
    if (partitionOf(subject) !== this.#options.partition)
      throw new MalformedEventError(
        `"subject" belongs to partition ${String(partitionOf(subject))}, not to this one`,
      );
  }

  async #pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.#abort.signal }).catch(() => undefined);
  }
}
