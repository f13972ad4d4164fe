import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Database } from '../database.js';
import { forgetOldAnswers } from './answers.js';

const EVERY_MS = 3_600_000;

/** Forgets answers whose time is over. Replicas do so side by side: what one deletes the other does not find. */
@Injectable()
export class ForgetAnswers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #database: Database;
  readonly #logger = new Logger('ForgetAnswers');
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(database: Database) {
    this.#database = database;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#running = this.execute();
    }, EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async execute(): Promise<void> {
    try {
      await forgetOldAnswers(this.#database.sql);
    } catch (error) {
      this.#logger.warn({ err: error }, 'old answers can not be forgotten; it is tried again');
    }
  }
}
