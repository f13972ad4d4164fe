import { Signal } from '../../signal.js';
import { acknowledge, type LaneKey } from './bus-calls.js';
import type { BusConnection } from './bus-connection.js';

/** Acknowledgements of all lanes are gathered for this long: one statement, not one a batch. */
const GATHER_MS = 20;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;

/** Writes down how far lanes were handled, later and together: until then a crash costs redeliveries. */
export class Acknowledger {
  readonly #connection: BusConnection;
  readonly #hurry = new Signal();
  #positions = new Map<LaneKey, number>();
  /** Those who wait for what stood in {@link #positions} when they came. */
  #flushing: (() => void)[] = [];
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(connection: BusConnection) {
    this.#connection = connection;
  }

  /** Everything of the lane up to `position` is done. */
  acknowledge(lane: LaneKey, position: number): void {
    if (this.#closed) return;
    this.#positions.set(lane, position);
    this.#running ??= this.#run();
  }

  /** Writes now. Resolves when all that stands here is written, or when the time is over. */
  async flush(withinMs: number): Promise<void> {
    if (this.#running === undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#flushing.push(() => {
        clearTimeout(timer);
        resolve();
      });
      this.#hurry.raise();
    });
  }

  async close(withinMs: number): Promise<void> {
    await this.flush(withinMs);
    this.#closed = true;
    this.#hurry.raise();
    await this.#running;
  }

  async #run(): Promise<void> {
    let pause = GATHER_MS;
    let next = FIRST_PAUSE_MS;
    while (this.#positions.size > 0) {
      await this.#hurry.wait(pause);
      if (await this.#write()) {
        pause = GATHER_MS;
        next = FIRST_PAUSE_MS;
      } else if (this.#closed) {
        break;
      } else {
        pause = next;
        next = Math.min(next * 2, MAX_PAUSE_MS);
      }
    }
    this.#running = undefined;
  }

  async #write(): Promise<boolean> {
    const written = this.#positions;
    const flushing = this.#flushing;
    this.#positions = new Map();
    this.#flushing = [];
    try {
      await acknowledge(
        this.#connection,
        [...written].map(([lane, position]) => ({ ...lane, position })),
      );
      // Who came during the write waits for nothing more when nothing came with them.
      if (this.#positions.size === 0) flushing.push(...this.#flushing.splice(0));
      for (const done of flushing) done();
      return true;
    } catch {
      // What came meanwhile is further on.
      for (const [lane, position] of this.#positions) written.set(lane, position);
      this.#positions = written;
      this.#flushing.unshift(...flushing);
      return false;
    }
  }
}
