import { setTimeout as delay } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { isTransient } from '#eventing';
import { type ClaimedImport, ImportLeaseLost, ImportLeases } from '../infrastructure/import-leases.js';
import { ImportRepository } from '../infrastructure/import-repository.js';
import { UnreadableFile } from '../infrastructure/import-formats/import-reader.js';
import { RunImport } from './run-import.js';

/** How long a killed worker's job waits for its successor. */
const LEASE_MS = 15_000;
/** Jobs that this replica was not told of: another's, or a killed one's. */
const POLL_MS = 1_000;
/** While the database is away: it says nothing of the job. */
const DATABASE_PAUSE_MS = 2_000;
/** A job that brings its worker down this often without getting on is given up. */
const MAX_ATTEMPTS = 5;

/** Takes up imports one at a time, and goes on with those that a killed replica left. */
@Injectable()
export class ImportWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #leases: ImportLeases;
  readonly #imports: ImportRepository;
  readonly #runImport: RunImport;
  readonly #logger = new Logger('ImportWorker');
  /** Of this process, not of the replica's name: a restarted replica is not the one that was killed. */
  readonly #owner = uuidv7();
  #wakeUp = new AbortController();
  #stopping = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(leases: ImportLeases, imports: ImportRepository, runImport: RunImport) {
    this.#leases = leases;
    this.#imports = imports;
    this.#runImport = runImport;
  }

  onApplicationBootstrap(): void {
    this.#loop = this.#run();
  }

  /** Ends with the batch that is being stored; another replica, or this one's next start, goes on. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    this.wake();
    await this.#loop;
  }

  /** There is something to do. */
  wake(): void {
    this.#wakeUp.abort();
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#wakeUp = new AbortController();
      const worked = await this.#next().catch((error: unknown) => {
        this.#logger.error({ err: error }, 'imports can not be taken up');
        return false;
      });
      if (!worked) {
        await delay(POLL_MS, undefined, { signal: this.#wakeUp.signal }).catch(() => undefined);
      }
    }
  }

  /** @returns whether there was a job */
  async #next(): Promise<boolean> {
    await this.#imports.forgetAbandoned();
    const job = await this.#leases.claim(this.#owner, LEASE_MS);
    if (job === undefined) return false;
    if (job.attempts > MAX_ATTEMPTS) {
      await this.#leases.finish(
        job.id,
        this.#owner,
        `It was given up after ${String(MAX_ATTEMPTS)} attempts.`,
      );
      return true;
    }
    await this.#carryOut(job);
    return true;
  }

  async #carryOut(job: ClaimedImport): Promise<void> {
    const owner = this.#owner;
    const heartbeat = setInterval(() => {
      // A lease that is lost is noticed with the next batch; one that could not be renewed may still hold then.
      this.#leases.renew(job.id, owner, LEASE_MS).catch((error: unknown) => {
        this.#logger.warn({ err: error, importId: job.id }, 'the lease was not renewed');
      });
    }, LEASE_MS / 3);
    try {
      const ended = await this.#runImport.execute({
        job,
        owner,
        leaseMs: LEASE_MS,
        stopping: () => this.#stopping,
      });
      await (ended ? this.#leases.finish(job.id, owner) : this.#leases.postpone(job.id, owner));
    } catch (error) {
      await this.#failed(job, error);
    } finally {
      clearInterval(heartbeat);
    }
  }

  async #failed(job: ClaimedImport, error: unknown): Promise<void> {
    if (error instanceof ImportLeaseLost) {
      this.#logger.warn({ importId: job.id }, error.message);
    } else if (error instanceof UnreadableFile) {
      await this.#leases.finish(job.id, this.#owner, error.message);
    } else if (isTransient(error)) {
      this.#logger.warn({ err: error, importId: job.id }, 'the database is in the way of an import');
      await this.#leases.postpone(job.id, this.#owner, DATABASE_PAUSE_MS);
    } else {
      this.#logger.error({ err: error, importId: job.id, attempt: job.attempts }, 'an import stopped');
      await this.#leases.release(job.id, this.#owner, 1_000 * 2 ** job.attempts);
    }
  }
}
