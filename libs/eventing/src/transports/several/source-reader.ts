import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { Delivery, LaneSubscription } from '../../transport.js';

export interface Source {
  name: string;
  open(signal: AbortSignal): Promise<LaneSubscription>;
}

/** Pause before a source that failed is opened again; doubled each time. */
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;
/** Deliveries held ahead of the lane, at most: the source has its own prefetch. */
const HELD = 256;

/** Reads one source of a lane for as long as it is wanted, and opens it again when it fails. */
export class SourceReader {
  readonly #source: Source;
  readonly #onChange: () => void;
  readonly #abort = new AbortController();
  readonly #done: Promise<void>;
  readonly #logger: Logger;
  #subscription: LaneSubscription | undefined;
  #deliveries: Delivery[] = [];
  #taken: (() => void) | undefined;
  #ended = false;

  /** @param onChange there are deliveries, or there will be no more. */
  constructor(source: Source, onChange: () => void) {
    this.#source = source;
    this.#onChange = onChange;
    this.#logger = new Logger(`Source ${source.name}`);
    this.#done = this.#run();
  }

  get hasDeliveries(): boolean {
    return this.#deliveries.length > 0;
  }

  get hasEnded(): boolean {
    return this.#ended && !this.hasDeliveries;
  }

  take(max: number): Delivery[] {
    const taken = this.#deliveries.splice(0, max);
    if (this.#deliveries.length === 0) this.#taken?.();
    return taken;
  }

  /** What was read is still handed out, for `drainMs` at most. */
  async stop(drainMs: number): Promise<void> {
    this.#abort.abort();
    await this.#subscription?.stop(drainMs);
    const tooLong = setTimeout(() => {
      for (const delivery of this.#deliveries.splice(0)) delivery.release();
      this.#taken?.();
    }, drainMs);
    await this.#done;
    clearTimeout(tooLong);
  }

  async #run(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!this.#abort.signal.aborted) {
      try {
        this.#subscription = await this.#source.open(this.#abort.signal);
        // Stopped while it was being opened.
        if (this.#isStopping()) await this.#subscription.stop(0);
        for (;;) {
          const deliveries = await this.#subscription.next(HELD);
          if (deliveries === undefined) break;
          pause = FIRST_PAUSE_MS;
          await this.#handOut(deliveries);
        }
      } catch (error) {
        if (this.#isStopping()) break;
        this.#logger.warn({ err: error }, 'the source is opened again');
        await this.#subscription?.stop(0).catch(() => undefined);
        await delay(pause, undefined, { signal: this.#abort.signal }).catch(() => undefined);
        pause = Math.min(pause * 2, MAX_PAUSE_MS);
      }
    }
    this.#ended = true;
    this.#onChange();
  }

  async #handOut(deliveries: Delivery[]): Promise<void> {
    this.#deliveries = deliveries;
    const taken = new Promise<void>((resolve) => {
      this.#taken = resolve;
    });
    this.#onChange();
    await taken;
  }

  #isStopping(): boolean {
    return this.#abort.signal.aborted;
  }
}
