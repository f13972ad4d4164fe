import { setTimeout as delay } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AnnounceDue } from './announce-due.js';

const POLL_MS = 500;

/** Announces what is due, on every replica; what a killed one was at is taken up by the others. */
@Injectable()
export class Announcer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #announceDue: AnnounceDue;
  readonly #logger = new Logger('Announcer');
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(announceDue: AnnounceDue) {
    this.#announceDue = announceDue;
  }

  onApplicationBootstrap(): void {
    this.#loop = this.#run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const isMoreDue = await this.#announceDue.execute().catch((error: unknown) => {
        this.#logger.warn({ err: error }, 'notifications can not be announced; they stay due');
        return false;
      });
      // Those that come due one by one are announced together.
      if (!isMoreDue) await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
