import type { LaneSubscription, OutgoingEvent, PublishResult, Transport } from '../../transport.js';
import { MergedSubscription } from './merged-subscription.js';

export interface SeveralTransportsOptions {
  /** Each event is stored in all of these before it counts as stored. */
  publishTo: readonly Transport[];
  /** Each event is read from any of these that has it. */
  consumeFrom: readonly Transport[];
}

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
  readonly #publishTo: readonly Transport[];
  readonly #consumeFrom: readonly Transport[];
  /** Each once: many are published to and consumed from. */
  readonly #all: readonly Transport[];

  constructor({ publishTo, consumeFrom }: SeveralTransportsOptions) {
    this.#publishTo = publishTo;
    this.#consumeFrom = consumeFrom;
    this.#all = [...new Set([...publishTo, ...consumeFrom])];
    this.name = this.#all.map((transport) => transport.name).join('+');
    this.lost = Promise.race(this.#all.map((transport) => transport.lost));
  }

  async publish(batch: readonly OutgoingEvent[]): Promise<PublishResult[]> {
    const answers = await Promise.all(this.#publishTo.map((transport) => transport.publish(batch)));
    return batch.map((_, index) => {
      for (const results of answers) {
        const result = results[index];
        if (result?.stored === false) return result;
      }
      return { stored: true };
    });
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
    for (const transport of this.#all) transport.broadcast(subject, body);
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

  async check(): Promise<void> {
    await Promise.all(this.#all.map((transport) => transport.check()));
  }

  async lag(consumer: string, partitions: readonly number[]): Promise<number> {
    const lags = await Promise.all(this.#consumeFrom.map((transport) => transport.lag(consumer, partitions)));
    return lags.reduce((sum, lag) => sum + lag, 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((transport) => transport.close()));
  }
}
