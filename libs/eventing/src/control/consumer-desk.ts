import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { Baselines } from '../inbox/baselines.js';
import type { Behind, Reconciled } from '../inbox/reconciled.js';
import type { EventingMetrics } from '../metrics.js';
import { partitionOf } from '../partition.js';
import { Signal } from '../signal.js';
import type { Transport } from '../transport.js';
import {
  type ControlMessage,
  controlSubject,
  type GoneNotice,
  type HeadsAnswer,
  parseControlMessage,
  serviceOf,
} from './control-message.js';

export interface ConsumerDeskOptions {
  consumer: string;
  /** CloudEvents sources of the events that are handled here. */
  sources: readonly string[];
  /** How often each producer is asked how far its aggregates have come. */
  everyMs: number;
}

export interface ConsumerDeskParts {
  transport: Transport;
  reconciled: Reconciled;
  baselines: Baselines;
  metrics: EventingMetrics;
  /** Whether this replica is the one that asks: several would do the same work. */
  asks(): boolean;
}

/** Aggregates for which republication is asked at once, at most. */
const AT_ONCE = 500;
/** Pause before the next question when the last answer left something to do. */
const BUSY_PAUSE_MS = 500;

/**
 * Finds what no gap shows: an aggregate's *last* event, acknowledged by the broker and lost. From time to time the
 * cursors are held against each producer's log; what is missing though the broker has nothing left to deliver is
 * published again from that log. So is the whole history for a consumer whose broker keeps none.
 */
export class ConsumerDesk {
  readonly #options: ConsumerDeskOptions;
  readonly #parts: ConsumerDeskParts;
  readonly #logger = new Logger('ConsumerDesk');
  readonly #wake = new Signal();
  #busy = false;
  #stopping = false;
  #loop: Promise<void> | undefined;
  #close: (() => void) | undefined;

  constructor(options: ConsumerDeskOptions, parts: ConsumerDeskParts) {
    this.#options = options;
    this.#parts = parts;
  }

  open(): void {
    this.#close = this.#parts.transport.onBroadcast(controlSubject(this.#options.consumer), (body) => {
      this.#onMessage(body).catch((error: unknown) => {
        this.#logger.warn(
          { err: error, body: body.slice(0, 500) },
          'a producer’s message was not understood',
        );
      });
    });
    this.#loop = this.#run();
  }

  async close(): Promise<void> {
    this.#stopping = true;
    this.#close?.();
    this.#wake.raise();
    await this.#loop;
  }

  async #run(): Promise<void> {
    for (;;) {
      await this.#wake.wait(this.#options.everyMs);
      if (this.#stopping) return;
      if (this.#busy) await delay(BUSY_PAUSE_MS);
      this.#busy = false;
      if (!this.#parts.asks()) continue;
      try {
        for (const source of this.#options.sources) await this.#ask(source);
      } catch (error) {
        this.#logger.warn({ err: error }, 'the producers could not be asked for their heads');
      }
    }
  }

  async #ask(source: string): Promise<void> {
    const after = await this.#parts.reconciled.until(source);
    this.#tell(source, { kind: 'heads-wanted', from: this.#options.consumer, after });
  }

  async #onMessage(body: string): Promise<void> {
    const message = parseControlMessage(body);
    // Its own producing half hears the same subject.
    const source = this.#options.sources.find((candidate) => serviceOf(candidate) === message.from);
    if (source === undefined) return;
    if (message.kind === 'gone') await this.#onGone(source, message);
    if (message.kind === 'heads' && this.#parts.asks()) await this.#onHeads(source, message);
  }

  async #onGone(source: string, { aggregateId, last }: GoneNotice): Promise<void> {
    const { transport } = this.#parts;
    // As long as the broker has anything left to deliver, what is gone from the log may be among it. Asked again.
    if ((await transport.lag(this.#options.consumer, [partitionOf(aggregateId)])) > 0) return;
    const outcome = await this.#parts.baselines.accept({ source, aggregateId }, last);
    if (outcome === 'baseline') {
      this.#logger.warn(
        { source, aggregateId, last },
        'the aggregate’s first events are gone: this consumer begins after them',
      );
    }
    if (outcome === 'lost') {
      this.#logger.error(
        { source, aggregateId, last },
        'events of the aggregate are lost for ever: what follows waits for an operator',
      );
    }
  }

  async #onHeads(source: string, answer: HeadsAnswer): Promise<void> {
    const { reconciled } = this.#parts;
    // An answer to an earlier question, or to one that another replica asked.
    if (answer.after !== (await reconciled.until(source))) return;
    const behind = await reconciled.behind(source, answer.heads);
    if (behind.length === 0) {
      await reconciled.moveTo(source, answer.after, answer.upTo);
      if (answer.more) await this.#ask(source);
      return;
    }
    const drained = await this.#drainedPartitions(behind);
    // Read again: what the broker had when it was asked has moved its cursor by now.
    const missing = (await reconciled.behind(source, answer.heads)).filter(({ aggregateId }) =>
      drained.has(partitionOf(aggregateId)),
    );
    this.#busy = missing.length > 0;
    if (missing.length === 0) return;
    this.#logger.warn(
      { source, aggregates: missing.length },
      'events are missing that the broker does not have; their producer is asked to publish them again',
    );
    for (const { aggregateId, cursor, last } of missing.slice(0, AT_ONCE)) {
      this.#parts.metrics.healRequests.inc({ messaging_consumer_group_name: this.#options.consumer });
      const first = cursor + 1;
      this.#tell(source, { kind: 'republish', from: this.#options.consumer, aggregateId, first, last });
    }
    this.#wake.raise();
  }

  /** Partitions of which the broker has nothing that this consumer has not handled. */
  async #drainedPartitions(behind: readonly Behind[]): Promise<Set<number>> {
    const { transport } = this.#parts;
    const partitions = new Set(behind.map(({ aggregateId }) => partitionOf(aggregateId)));
    const drained = new Set<number>();
    for (const partition of partitions) {
      if ((await transport.lag(this.#options.consumer, [partition])) === 0) drained.add(partition);
    }
    return drained;
  }

  #tell(source: string, message: ControlMessage): void {
    this.#parts.transport.broadcast(controlSubject(serviceOf(source)), JSON.stringify(message));
  }
}
