import type { InboxEvent } from './inbox-event.js';
import { lingerAfter } from '../linger.js';
import type { InboxOutcome } from './inbox.js';

export interface GathererOptions {
  /** Transactions of this consumer under way at once in this replica, at most. */
  parallel: number;
  /** Events in one transaction, at most; a single lane's batch is never cut. */
  maxEvents: number;
}

interface Submission {
  events: readonly InboxEvent[];
  lookInParking: boolean;
  resolve: (outcome: InboxOutcome) => void;
  reject: (error: unknown) => void;
}

type Process = (events: readonly InboxEvent[], lookInParking: boolean) => Promise<InboxOutcome>;

/**
 * Puts the batches of many lanes into few transactions.
 *
 * A lane by itself would commit each event as it comes: sixteen small transactions at once, each with its own
 * round trips and its own wait for the disk. While the allowed number is under way, what the other lanes bring is
 * gathered, and the next transaction takes all of it; where transactions are slow, more is waited for. Order is not
 * touched: a lane hands in one batch at a time.
 */
export class BatchGatherer {
  readonly #process: Process;
  readonly #options: GathererOptions;
  readonly #queue: Submission[] = [];
  #running = 0;
  #queued = 0;
  #tookMs = 0;
  #lingering: NodeJS.Timeout | undefined;

  constructor(process: Process, options: GathererOptions) {
    this.#process = process;
    this.#options = options;
  }

  /** As `Inbox.process`. When it throws, the lane's batch is to be handed in again. */
  process(events: readonly InboxEvent[], lookInParking: boolean): Promise<InboxOutcome> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ events, lookInParking, resolve, reject });
      this.#queued += events.length;
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#queue.length > 0 && this.#running < this.#options.parallel) {
      const lingerMs = this.#queued >= this.#options.maxEvents ? 0 : lingerAfter(this.#tookMs);
      if (lingerMs > 0) {
        this.#lingering ??= setTimeout(() => {
          this.#lingering = undefined;
          if (this.#queue.length > 0 && this.#running < this.#options.parallel) this.#begin();
        }, lingerMs);
        return;
      }
      this.#begin();
    }
  }

  #begin(): void {
    clearTimeout(this.#lingering);
    this.#lingering = undefined;
    this.#running += 1;
    void this.#run(this.#take());
  }

  #take(): Submission[] {
    const taken: Submission[] = [];
    let events = 0;
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      events += next.events.length;
      if (taken.length > 0 && events > this.#options.maxEvents) break;
      taken.push(next);
      this.#queue.shift();
      this.#queued -= next.events.length;
    }
    return taken;
  }

  async #run(submissions: readonly Submission[]): Promise<void> {
    const startedAt = performance.now();
    try {
      const outcome = await this.#process(
        submissions.flatMap((submission) => submission.events),
        submissions.some((submission) => submission.lookInParking),
      );
      for (const submission of submissions) submission.resolve(outcome);
    } catch (error) {
      if (submissions.length === 1) submissions[0]?.reject(error);
      // One by one, so that a lane that can not go on holds up no other.
      else await this.#runOneByOne(submissions);
    } finally {
      this.#tookMs = performance.now() - startedAt;
      this.#running -= 1;
      this.#pump();
    }
  }

  async #runOneByOne(submissions: readonly Submission[]): Promise<void> {
    for (const { events, lookInParking, resolve, reject } of submissions) {
      await this.#process(events, lookInParking).then(resolve, reject);
    }
  }
}
