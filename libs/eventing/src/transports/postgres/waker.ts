import { notify, WAKE_CHANNEL } from './bus-calls.js';
import type { BusConnection } from './bus-connection.js';

/**
 * Tells readers which partitions have new events. Outside the publishing transactions, which a NOTIFY would
 * serialise over the whole database; one at a time, with all that came meanwhile in the next. A lost one costs a
 * reader the wait for its next poll.
 */
export class Waker {
  readonly #connection: BusConnection;
  #partitions = new Set<number>();
  #running: Promise<void> | undefined;

  constructor(connection: BusConnection) {
    this.#connection = connection;
  }

  wake(partitions: ReadonlySet<number>): void {
    for (const partition of partitions) this.#partitions.add(partition);
    this.#running ??= this.#run();
  }

  /** Resolves when everybody was told. */
  async flush(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#partitions.size > 0) {
      const payload = [...this.#partitions].join(',');
      this.#partitions = new Set();
      await notify(this.#connection, WAKE_CHANNEL, [payload]).catch(() => undefined);
    }
    this.#running = undefined;
  }
}
