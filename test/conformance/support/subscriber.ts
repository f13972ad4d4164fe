import { setTimeout as delay } from 'node:timers/promises';
import { ALL_PARTITIONS } from '../../../libs/eventing/src/partition.js';
import type { Delivery, LaneSubscription, Transport } from '../../../libs/eventing/src/transport.js';
import { PATIENCE_MS, waitFor } from './waiting.js';
import { type Seen, seenBy } from './tally.js';

/** What becomes of a delivery. */
export type Verdict = 'ack' | 'release' | 'keep';

export interface Received extends Seen {
  body: string;
  partition: number;
  attempt: number;
}

export interface SubscriberOptions {
  partitions?: readonly number[];
  /** Deliveries taken at once, at most. */
  max?: number;
  /** Takes no more when it has about as many; what the lanes have fetched beyond is given back by the stop. */
  limit?: number;
  decide?: (received: Received) => Verdict;
}

/** Reads lanes of a durable consumer through the port alone, and keeps what came, in the order in which it came. */
export class Subscriber {
  readonly received: Received[] = [];
  readonly #transport: Transport;
  readonly #consumer: string;
  readonly #options: SubscriberOptions;
  readonly #abort = new AbortController();
  readonly #lanes: LaneSubscription[] = [];
  #loops: Promise<void>[] = [];

  static async open(
    transport: Transport,
    consumer: string,
    options: SubscriberOptions = {},
  ): Promise<Subscriber> {
    const subscriber = new Subscriber(transport, consumer, options);
    await Promise.all(
      (options.partitions ?? ALL_PARTITIONS).map(async (partition) => {
        const lane = await transport.subscribe(consumer, partition, subscriber.#abort.signal);
        subscriber.#lanes.push(lane);
        subscriber.#loops.push(subscriber.#read(lane, partition));
      }),
    );
    return subscriber;
  }

  private constructor(transport: Transport, consumer: string, options: SubscriberOptions) {
    this.#transport = transport;
    this.#consumer = consumer;
    this.#options = options;
  }

  /** Ids of what came, each once. */
  get ids(): Set<string> {
    return new Set(this.received.map(({ eventId }) => eventId));
  }

  /** Waits until every one of the events has come. */
  async until(eventIds: readonly string[], deadlineMs = 2 * PATIENCE_MS): Promise<void> {
    const wanted = new Set(eventIds);
    await waitFor(
      `${String(wanted.size)} events for ${this.#consumer} on ${this.#transport.name}`,
      () => {
        // As many as that must have come before it is worth looking at each.
        if (this.received.length < wanted.size) return undefined;
        const { ids } = this;
        return eventIds.every((id) => ids.has(id)) ? true : undefined;
      },
      deadlineMs,
    );
  }

  /** Closes the lanes, as a lane's owner does; what was fetched is still read. */
  async stop(drainMs = 2_000): Promise<void> {
    this.#abort.abort();
    await Promise.all(this.#lanes.map((lane) => lane.stop(drainMs)));
    await Promise.all(this.#loops);
  }

  /** Waits for the loops' own end, after the connection was closed under them. */
  async ended(): Promise<void> {
    await Promise.race([Promise.all(this.#loops), delay(10_000, undefined, { ref: false })]);
  }

  async #read(lane: LaneSubscription, partition: number): Promise<void> {
    for (;;) {
      if (this.received.length >= (this.#options.limit ?? Infinity)) return;
      let deliveries: Delivery[] | undefined;
      try {
        deliveries = await lane.next(this.#options.max ?? 64);
      } catch {
        // The lane is broken; the suites that break connections open a new subscriber.
        return;
      }
      if (deliveries === undefined) return;
      for (const delivery of deliveries) this.#take(delivery, partition);
    }
  }

  #take(delivery: Delivery, partition: number): void {
    const { body, attempt } = delivery;
    const received = { ...seenBy(this.#consumer, body), body, partition, attempt };
    this.received.push(received);
    const verdict = this.#options.decide?.(received) ?? 'ack';
    if (verdict === 'ack') delivery.ack();
    else if (verdict === 'release') delivery.release();
  }
}
