import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { LaneWork } from '../lanes/lease-keeper.js';
import { fieldsOfMessage } from '../log-fields.js';
import { type EventingMetrics, errorTypeOf } from '../metrics.js';
import { Signal } from '../signal.js';
import type { Transport } from '../transport.js';
import type { Outbox, PendingEvent } from './outbox.js';
import { lingerAfter } from '../linger.js';
import { HeldAggregates } from './held-aggregates.js';
import { PublishWindow } from './publish-window.js';

export interface RelayOptions {
  /** Rows read from the outbox at once. */
  claimSize: number;
  /** Events in one call of the transport. */
  batchSize: number;
  /** Calls of the transport under way at once. */
  batchesInFlight: number;
  /** How often the outbox is looked at without a wake-up: the net under lost wake-ups. */
  pollMs: number;
}

export const RELAY_DEFAULTS: RelayOptions = {
  claimSize: 1_000,
  batchSize: 64,
  batchesInFlight: 8,
  pollMs: 100,
};

/** Failed aggregates after which a pass ends: fewer are single events that can not be published. */
const MAX_FAILURES = 100;
/** Pause after a pass in which nothing could be stored; doubled each time. */
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;

/**
 * Publishes what the outbox holds, partition by partition as leased, and marks it after the broker's durable
 * acknowledgement. A crash anywhere leaves rows pending: they are published again, under the same ids.
 */
export class Relay implements LaneWork {
  readonly #outbox: Outbox;
  readonly #transport: Transport;
  readonly #metrics: EventingMetrics;
  readonly #options: RelayOptions;
  readonly #logger = new Logger('Relay');
  readonly #partitions = new Set<number>();
  readonly #wake = new Signal();
  /** Aggregates whose next event the broker refuses while it takes others. */
  readonly #held = new HeldAggregates();
  #pass: Promise<void> = Promise.resolve();
  #loop: Promise<void> | undefined;
  #stopping = false;

  constructor(
    outbox: Outbox,
    transport: Transport,
    metrics: EventingMetrics,
    options: RelayOptions = RELAY_DEFAULTS,
  ) {
    this.#outbox = outbox;
    this.#transport = transport;
    this.#metrics = metrics;
    this.#options = options;
  }

  owns(partition: number): boolean {
    return this.#partitions.has(partition);
  }

  /** Something of a partition of ours was committed: look now. */
  wake(): void {
    this.#wake.raise();
  }

  start(partition: number): void {
    this.#partitions.add(partition);
    this.#metrics.lanesOwned.set({ role: 'relay' }, this.#partitions.size);
    this.#loop ??= this.#run();
    this.wake();
  }

  async stop(partition: number): Promise<void> {
    this.#partitions.delete(partition);
    this.#metrics.lanesOwned.set({ role: 'relay' }, this.#partitions.size);
    await this.#pass;
  }

  async close(): Promise<void> {
    this.#stopping = true;
    this.wake();
    await this.#loop;
  }

  async #run(): Promise<void> {
    let pause = 0;
    while (!this.#stopping) {
      let outcome: PassOutcome = { published: 0, failed: 0 };
      const startedAt = performance.now();
      const pass = this.#onePass();
      this.#pass = pass.then(
        () => undefined,
        () => undefined,
      );
      try {
        outcome = await pass;
      } catch (error) {
        outcome = { published: 0, failed: 1 };
        this.#logger.warn({ err: error }, 'a pass over the outbox failed');
      }
      const tookMs = performance.now() - startedAt;
      // As long as anything goes through, what fails is held by itself and costs the rest nothing.
      const isAway = outcome.failed > 0 && outcome.published === 0;
      pause = isAway ? Math.min(Math.max(pause * 2, FIRST_PAUSE_MS), MAX_PAUSE_MS) : 0;
      if (pause > 0) await delay(pause);
      else {
        // All that was there when the pass began has been read; whatever came since has raised the signal.
        await this.#wake.wait(this.#options.pollMs);
        const lingerMs = lingerAfter(tookMs);
        if (lingerMs > 0) await delay(lingerMs);
      }
    }
  }

  /** Reads the pending events once, from the first to the last, and returns when all that it read is settled. */
  async #onePass(): Promise<PassOutcome> {
    const partitions = [...this.#partitions];
    if (partitions.length === 0) return { published: 0, failed: 0 };
    const outcome: PassOutcome = { published: 0, failed: 0 };
    const marks = new Marks(this.#outbox);
    const failed: string[] = [];
    // Left out once, left out to the end of the pass: the rest of it lies on later pages, where its hold may be over.
    const left = new Set<string>();
    const isLeft = ({ aggregateId }: PendingEvent): boolean => {
      if (this.#held.isHeld(aggregateId)) left.add(aggregateId);
      return left.has(aggregateId);
    };
    const window = new PublishWindow(this.#transport, this.#options, {
      onStored: (event) => {
        outcome.published += 1;
        this.#held.release(event.aggregateId);
        this.#metrics.published.inc({
          ...this.#metrics.event(event.type),
          messaging_operation_name: 'publish',
        });
        marks.add(event.position);
      },
      onFailed: (event, error) => {
        outcome.failed += 1;
        failed.push(event.aggregateId);
        this.#metrics.publishFailed.inc({
          ...this.#metrics.event(event.type),
          error_type: errorTypeOf(error),
        });
        // One line a pass: a broker that is away fails every event in the same way.
        if (outcome.failed === 1)
          this.#logger.warn({ err: error, ...fieldsOfMessage(event) }, 'an event was not stored');
      },
    });
    let after = '0';
    // Ends early when the broker takes nothing, and when a partition is to be let go.
    const isOurs = (): boolean => !this.#stopping && partitions.every((each) => this.#partitions.has(each));
    while (outcome.failed < MAX_FAILURES && isOurs()) {
      const events: PendingEvent[] = await this.#outbox.pending(partitions, after, this.#options.claimSize);
      const last = events.at(-1);
      if (last === undefined) break;
      after = last.position;
      this.#metrics.relayBatch.observe(events.length);
      window.add(events.filter((event) => !isLeft(event)));
      if (events.length < this.#options.claimSize) break;
      // The next rows are read while the last of these are on their way.
      await window.untilBelow(this.#options.claimSize / 2);
    }
    await window.untilBelow(1);
    if (outcome.published > 0) for (const aggregateId of failed) this.#held.hold(aggregateId);
    await marks.flush();
    return outcome;
  }
}

interface PassOutcome {
  published: number;
  failed: number;
}

/** Marks published events in bulk, one statement at a time, while others are still under way. */
class Marks {
  readonly #outbox: Outbox;
  #positions: string[] = [];
  #writing: Promise<void> | undefined;
  #failure: Error | undefined;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  add(position: string): void {
    this.#positions.push(position);
    if (this.#positions.length >= 500) this.#writing ??= this.#write();
  }

  async flush(): Promise<void> {
    while (this.#positions.length > 0 || this.#writing !== undefined) {
      this.#writing ??= this.#write();
      await this.#writing;
    }
    // What was not marked is published again: a duplicate, and no loss.
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #write(): Promise<void> {
    const positions = this.#positions.splice(0);
    try {
      await this.#outbox.markPublished(positions);
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
    } finally {
      this.#writing = undefined;
    }
  }
}
