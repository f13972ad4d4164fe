import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { ChangeLog, ChangePage } from '#eventing';

export interface ChangeTailOptions {
  /** How often the log is looked at while somebody listens. */
  pollMs: number;
  /** Changes in a page, at most. */
  pageSize: number;
}

/** What becomes of the pages, one after the other. It must not throw. */
export interface TailListener {
  /** The next page is read when this one is done with. */
  onPage(page: ChangePage): Promise<void>;
  /** The log has forgotten what was not read yet: whoever listens has missed something. */
  onGap(): void;
}

/** Follows the change log while somebody listens. One for a replica, however many streams it has. */
export class ChangeTail {
  readonly #log: ChangeLog;
  readonly #listener: TailListener;
  readonly #options: ChangeTailOptions;
  readonly #logger = new Logger('ChangeTail');
  #position = 0;
  #starting: Promise<void> | undefined;
  #stopping: AbortController | undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(log: ChangeLog, listener: TailListener, options: ChangeTailOptions) {
    this.#log = log;
    this.#listener = listener;
    this.#options = options;
  }

  /** Pages that are handed out from now on begin behind it. */
  get position(): number {
    return this.#position;
  }

  /** Follows the log from its end, unless it is followed already. */
  start(): Promise<void> {
    return (this.#starting ??= this.#start().catch((error: unknown) => {
      this.#starting = undefined;
      throw error;
    }));
  }

  /** Lets go of the log, once the page that was read is done with. */
  async stop(): Promise<void> {
    const starting = this.#starting;
    this.#starting = undefined;
    await starting?.catch(() => undefined);
    this.#stopping?.abort();
    await this.#loop;
  }

  async #start(): Promise<void> {
    await this.#loop;
    await this.#log.number();
    this.#position = await this.#log.last();
    const stopping = new AbortController();
    this.#stopping = stopping;
    this.#loop = this.#run(stopping.signal);
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const isMore = await this.#next().catch((error: unknown) => {
        this.#logger.warn({ err: error }, 'the change log can not be read; streams wait');
        return false;
      });
      if (!isMore) await delay(this.#options.pollMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** @returns whether there may be more already */
  async #next(): Promise<boolean> {
    const { pageSize } = this.#options;
    await this.#log.number();
    const page = await this.#log.read(this.#position, pageSize);
    if (page === undefined) {
      this.#position = await this.#log.last();
      this.#listener.onGap();
      return true;
    }
    this.#position = page.upTo;
    if (page.changes.length > 0) await this.#listener.onPage(page);
    return page.changes.length === pageSize;
  }
}
