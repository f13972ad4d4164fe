import { setTimeout as delay } from 'node:timers/promises';
import type { Delivery, LaneSubscription } from '../../transport.js';

/** One entry of a stream, delivered to us and not acknowledged. */
export interface Entry {
  /** `<milliseconds>-<number>`, ascending in the stream. */
  id: string;
  body: string;
  attempt: number;
}

export interface RedisLaneParts {
  /** The lane's stream. */
  key: string;
  /** Entries that are read ahead of the handlers, at most. */
  prefetch: number;
  acknowledge: (ids: string[]) => void;
  /** The lane has room again. */
  onHungry: () => void;
  /** Resolves when nothing is read for the lane any more. */
  leave: () => Promise<void>;
}

const DRAIN_LOOK_MS = 10;

/** What was read from one stream, handed out in batches. What is not acknowledged stays the group's to deliver. */
export class RedisLaneSubscription implements LaneSubscription {
  readonly key: string;
  readonly #parts: RedisLaneParts;
  /** Ascending by id. */
  readonly #buffer: Entry[] = [];
  /** In the buffer or with the handlers: what the group still counts as pending, and is not to be handed out again. */
  readonly #held = new Set<string>();
  #acks: string[] = [];
  #waiting: (() => void) | undefined;
  #stopping = false;
  /** Nothing more is read. */
  #left = false;
  #closed = false;
  #failure: Error | undefined;

  constructor(parts: RedisLaneParts) {
    this.key = parts.key;
    this.#parts = parts;
  }

  /** Whether it has room for half of its prefetch, and wants it filled. */
  isHungry(): boolean {
    const isOpen = !this.#stopping && this.#failure === undefined;
    return isOpen && this.#buffer.length <= this.#parts.prefetch / 2;
  }

  /** Takes what was read. What it holds already is passed over. */
  receive(entries: readonly Entry[]): void {
    if (this.#closed) return;
    for (const entry of entries) {
      if (this.#held.has(entry.id)) continue;
      this.#held.add(entry.id);
      this.#insert(entry);
    }
    this.#waiting?.();
  }

  /** Nothing more can be read: what is in the buffer is still handed out, then `next` throws. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting?.();
  }

  async next(max: number): Promise<Delivery[] | undefined> {
    while (this.#buffer.length === 0) {
      if (this.#left) return undefined;
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
      this.#waiting = undefined;
    }
    const wasHungry = this.isHungry();
    const batch = this.#buffer.splice(0, max);
    if (!wasHungry && this.isHungry()) this.#parts.onHungry();
    return batch.map((entry) => this.#toDelivery(entry));
  }

  async stop(drainMs: number): Promise<void> {
    this.#stopping = true;
    await this.#parts.leave();
    this.#left = true;
    this.#waiting?.();
    const deadline = performance.now() + drainMs;
    while (this.#buffer.length > 0 && performance.now() < deadline) await delay(DRAIN_LOOK_MS);
    // What is left stays pending in the group: the next owner gets it first.
    this.#closed = true;
    this.#buffer.length = 0;
    this.#waiting?.();
  }

  #insert(entry: Entry): void {
    let at = this.#buffer.length;
    while (at > 0 && compareIds(this.#buffer[at - 1]?.id ?? '', entry.id) > 0) at -= 1;
    this.#buffer.splice(at, 0, entry);
  }

  #toDelivery(entry: Entry): Delivery {
    return {
      body: entry.body,
      attempt: entry.attempt,
      ack: () => {
        this.#held.delete(entry.id);
        this.#acks.push(entry.id);
        // A batch is acknowledged in one loop, and so in one command.
        if (this.#acks.length === 1) queueMicrotask(() => this.#parts.acknowledge(this.#acks.splice(0)));
      },
      release: () => {
        if (this.#closed || !this.#held.has(entry.id)) return;
        this.#insert({ ...entry, attempt: entry.attempt + 1 });
        this.#waiting?.();
      },
      // Nothing times out: what a living owner holds is nobody else's.
      working: () => undefined,
    };
  }
}

function compareIds(a: string, b: string): number {
  const [aTime = 0, aNumber = 0] = a.split('-').map(Number);
  const [bTime = 0, bNumber = 0] = b.split('-').map(Number);
  return aTime - bTime || aNumber - bNumber;
}
