import type {
  Delivery,
  LaneSubscription,
  OutgoingEvent,
  PublishResult,
  Transport,
} from '../../../libs/eventing/src/transport.js';

/** Where a case looks at a transport's work, and puts itself in its way. */
export interface Watch {
  /** In place of `publish`; `next` is the transport's own. */
  publish?: (
    batch: readonly OutgoingEvent[],
    next: (batch: readonly OutgoingEvent[]) => Promise<PublishResult[]>,
  ) => Promise<PublishResult[]>;
  /** Each delivery on its way to the consumer. */
  delivered?: (consumer: string, delivery: Delivery) => Delivery;
  broadcast?: (subject: string, body: string) => void;
  /** One lane more, or one less. */
  lanes?: (change: 1 | -1) => void;
}

/** A transport with a case's eyes, and hands, in it. What is not watched goes straight through. */
export class WatchedTransport implements Transport {
  readonly #inner: Transport;
  readonly #watch: Watch;

  constructor(inner: Transport, watch: Watch) {
    this.#inner = inner;
    this.#watch = watch;
  }

  get name(): string {
    return this.#inner.name;
  }

  get lost(): Promise<Error> {
    return this.#inner.lost;
  }

  publish(batch: readonly OutgoingEvent[]): Promise<PublishResult[]> {
    const next = (events: readonly OutgoingEvent[]): Promise<PublishResult[]> => this.#inner.publish(events);
    return this.#watch.publish?.(batch, next) ?? next(batch);
  }

  async subscribe(consumer: string, partition: number, signal: AbortSignal): Promise<LaneSubscription> {
    const lane = await this.#inner.subscribe(consumer, partition, signal);
    const { delivered } = this.#watch;
    this.#watch.lanes?.(1);
    let isOpen = true;
    return {
      next: async (max) => {
        const deliveries = await lane.next(max);
        return delivered === undefined
          ? deliveries
          : deliveries?.map((delivery) => delivered(consumer, delivery));
      },
      stop: async (drainMs) => {
        await lane.stop(drainMs);
        if (isOpen) this.#watch.lanes?.(-1);
        isOpen = false;
      },
    };
  }

  broadcast(subject: string, body: string): void {
    this.#watch.broadcast?.(subject, body);
    this.#inner.broadcast(subject, body);
  }

  onBroadcast(subject: string, listener: (body: string) => void): () => void {
    return this.#inner.onBroadcast(subject, listener);
  }

  check(): Promise<void> {
    return this.#inner.check();
  }

  lag(consumer: string, partitions: readonly number[]): Promise<number> {
    return this.#inner.lag(consumer, partitions);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}
