import { Logger } from '@nestjs/common';
import type { LaneSubscription, OutgoingEvent, PublishResult, Transport } from '../../transport.js';
import { MergedSubscription } from './merged-subscription.js';

export interface SeveralTransportsOptions {
  /** Each event is stored in all of these before it counts as stored. */
  publishTo: readonly Transport[];
  /** Each event is read from any of these that has it. */
  consumeFrom: readonly Transport[];
  /** After how long one that can not be read counts as empty. */
  unreadableMs?: number;
}

const UNREADABLE_MS = 30_000;

/** An equal broadcast that comes by another way within this time is the same one. */
const SAME_BROADCAST_MS = 2_000;

/**
 * Several transports as one: how a running system moves from one to another.
 *
 * What both carry comes twice, and what comes early by the new way waits for what is still in the old one: the
 * cursors know an event by its aggregate and sequence, not by where it came from.
 */
export class SeveralTransports implements Transport {
  readonly name: string;
  readonly lost: Promise<Error>;
  /** The one that failed last stands first. */
  #publishTo: readonly Transport[];
  readonly #consumeFrom: readonly Transport[];
  /** Each once: many are published to and consumed from. */
  readonly #all: readonly Transport[];
  readonly #unreadableMs: number;
  /** Since when each has not answered how much it has. */
  readonly #unreadableSince = new Map<Transport, number>();
  readonly #logger = new Logger('SeveralTransports');

  constructor({ publishTo, consumeFrom, unreadableMs = UNREADABLE_MS }: SeveralTransportsOptions) {
    this.#unreadableMs = unreadableMs;
    this.#publishTo = publishTo;
    this.#consumeFrom = consumeFrom;
    this.#all = [...new Set([...publishTo, ...consumeFrom])];
    this.name = this.#all.map((transport) => transport.name).join('+');
    this.lost = Promise.race(this.#all.map((transport) => transport.lost));
  }

  /**
   * One after the other, and to the next only what the one before has stored; the one that failed last is asked
   * first. Asked all at once, those that are up would store everything again with each attempt while one is away.
   */
  async publish(batch: readonly OutgoingEvent[]): Promise<PublishResult[]> {
    const failures = new Map<OutgoingEvent, PublishResult>();
    for (const transport of this.#publishTo) {
      const left = batch.filter((event) => !failures.has(event));
      if (left.length === 0) break;
      const results = await transport.publish(left);
      for (const [index, event] of left.entries()) {
        const result = results[index];
        if (result?.stored === false) failures.set(event, result);
      }
      if (results.some(({ stored }) => !stored)) this.#askFirst(transport);
    }
    return batch.map((event) => failures.get(event) ?? { stored: true });
  }

  /** One that can not be read holds up no other: what is moved away from may be gone. */
  subscribe(consumer: string, partition: number): Promise<LaneSubscription> {
    const subscription = new MergedSubscription(
      this.#consumeFrom.map((transport) => ({
        name: transport.name,
        open: (signal: AbortSignal) => transport.subscribe(consumer, partition, signal),
      })),
    );
    return Promise.resolve(subscription);
  }

  /** By every way: the receivers may not have moved yet. */
  broadcast(subject: string, body: string): void {
    for (const transport of this.#all) {
      try {
        transport.broadcast(subject, body);
      } catch (error) {
        this.#logger.warn({ err: error, subject, transport: transport.name }, 'a broadcast was not sent');
      }
    }
  }

  onBroadcast(subject: string, listener: (body: string) => void): () => void {
    const heard = new Map<string, { from: Transport; at: number }>();
    const stops = this.#all.map((transport) =>
      transport.onBroadcast(subject, (body) => {
        const now = performance.now();
        for (const [other, { at }] of heard) {
          if (now - at > SAME_BROADCAST_MS) heard.delete(other);
        }
        const earlier = heard.get(body);
        heard.delete(body);
        if (earlier !== undefined && earlier.from !== transport) return;
        heard.set(body, { from: transport, at: now });
        listener(body);
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }

  /**
   * Only of those that are published to: while one is away, nothing is published and the outbox grows. One that is
   * only read from may be gone for good.
   */
  async check(): Promise<void> {
    await Promise.all(this.#publishTo.map((transport) => transport.check()));
  }

  /**
   * One that has not been readable for a while counts as empty: what it may have is as good as lost, and is found
   * missing only where nothing counts as still to come.
   */
  async lag(consumer: string, partitions: readonly number[]): Promise<number> {
    const lags = await Promise.all(
      this.#consumeFrom.map((transport) => this.#lagOf(transport, consumer, partitions)),
    );
    return lags.reduce((sum, lag) => sum + lag, 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((transport) => transport.close()));
  }

  async #lagOf(transport: Transport, consumer: string, partitions: readonly number[]): Promise<number> {
    try {
      const lag = await transport.lag(consumer, partitions);
      this.#unreadableSince.delete(transport);
      return lag;
    } catch (error) {
      const now = performance.now();
      const since = this.#unreadableSince.get(transport) ?? now;
      this.#unreadableSince.set(transport, since);
      if (now - since < this.#unreadableMs) throw error;
      this.#logger.warn({ err: error, transport: transport.name }, 'it can not be read, and counts as empty');
      return 0;
    }
  }

  #askFirst(transport: Transport): void {
    if (this.#publishTo[0] === transport) return;
    this.#publishTo = [transport, ...this.#publishTo.filter((other) => other !== transport)];
  }
}
