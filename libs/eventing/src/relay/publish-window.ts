import { publishTraced } from '../tracing/publish-spans.js';
import type { Transport } from '../transport.js';
import type { PendingEvent } from './outbox.js';

export interface PublishWindowOptions {
  /** Events in one call of the transport, at most. */
  batchSize: number;
  /** Calls of the transport under way at once, at most. */
  batchesInFlight: number;
}

export interface PublishWindowEvents {
  onStored(event: PendingEvent): void;
  onFailed(event: PendingEvent, error: Error): void;
}

/**
 * Keeps the transport busy while at most **one event of an aggregate** is unacknowledged.
 *
 * So no broker, client or retry can swap two events of an aggregate: the second leaves after the first is
 * durable. When an event fails, the rest of its aggregate is left for the next pass.
 */
export class PublishWindow {
  readonly #transport: Transport;
  readonly #options: PublishWindowOptions;
  readonly #events: PublishWindowEvents;
  /** Events that may leave now: each the first of its aggregate. */
  readonly #ready: PendingEvent[] = [];
  /** Per aggregate with an event ready or under way: what comes after it. */
  readonly #behind = new Map<string, PendingEvent[]>();
  /** Aggregates with a failed event: nothing more of them leaves through this window. */
  readonly #failed = new Set<string>();
  #inFlight = 0;
  #queued = 0;
  #waiters: { below: number; resolve: () => void }[] = [];

  constructor(transport: Transport, options: PublishWindowOptions, events: PublishWindowEvents) {
    this.#transport = transport;
    this.#options = options;
    this.#events = events;
  }

  /** Takes events in the log's order and begins to publish them. */
  add(events: readonly PendingEvent[]): void {
    for (const event of events) {
      if (this.#failed.has(event.aggregateId)) continue;
      this.#queued += 1;
      const behind = this.#behind.get(event.aggregateId);
      if (behind !== undefined) {
        behind.push(event);
      } else {
        this.#behind.set(event.aggregateId, []);
        this.#ready.push(event);
      }
    }
    this.#pump();
  }

  /** Resolves when fewer than `below` events are queued or under way: 1 waits for all. */
  untilBelow(below: number): Promise<void> {
    if (this.#queued < below) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push({ below, resolve });
    });
  }

  #pump(): void {
    while (this.#ready.length > 0 && this.#inFlight < this.#options.batchesInFlight) {
      this.#inFlight += 1;
      void this.#send(this.#ready.splice(0, this.#options.batchSize));
    }
  }

  async #send(batch: PendingEvent[]): Promise<void> {
    const results = await publishTraced(this.#transport, batch);
    this.#inFlight -= 1;
    batch.forEach((event, index) => {
      const result = results[index] ?? { stored: false, error: new Error('The transport gave no result') };
      if (result.stored) this.#stored(event);
      else this.#fail(event, result.error);
    });
    this.#pump();
    this.#waiters = this.#waiters.filter(({ below, resolve }) => {
      if (this.#queued >= below) return true;
      resolve();
      return false;
    });
  }

  #stored(event: PendingEvent): void {
    this.#queued -= 1;
    const next = this.#behind.get(event.aggregateId)?.shift();
    if (next === undefined) this.#behind.delete(event.aggregateId);
    else this.#ready.push(next);
    this.#events.onStored(event);
  }

  #fail(event: PendingEvent, error: Error): void {
    this.#queued -= 1 + (this.#behind.get(event.aggregateId)?.length ?? 0);
    this.#behind.delete(event.aggregateId);
    this.#failed.add(event.aggregateId);
    this.#events.onFailed(event, error);
  }
}
