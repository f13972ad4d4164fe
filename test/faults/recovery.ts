import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { PRODUCERS } from './checker/observation.ts';
import type { InjectedFault } from './injector.ts';
import { newest, type Positions, Progress } from './settle.ts';

const LOOK_EVERY_MS = 1_000;

export interface Recovery {
  kind: string;
  /** From the end of the fault until all that was committed by then was handled by every consumer; others' faults included. */
  milliseconds: number;
}

/** Measures how long the events take to catch up after each fault. */
export class RecoveryMeter {
  readonly recoveries: Recovery[] = [];
  readonly #sql: Sql;
  readonly #progress: Progress;
  #ended: InjectedFault[] = [];
  #waiting: { fault: InjectedFault; upTo: Positions }[] = [];
  #running = true;
  readonly #loop: Promise<void>;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.#progress = new Progress(sql);
    this.#loop = this.#run();
  }

  /** A fault has ended. */
  after(fault: InjectedFault): void {
    this.#ended.push(fault);
  }

  /** Those that had not recovered by now are not among the recoveries. */
  async stop(): Promise<number> {
    this.#running = false;
    await this.#loop;
    await this.#look().catch(() => undefined);
    return this.#waiting.length + this.#ended.length;
  }

  async #run(): Promise<void> {
    while (this.#running) {
      // The database is away at times.
      await this.#look().catch(() => undefined);
      await delay(LOOK_EVERY_MS);
    }
  }

  async #look(): Promise<void> {
    if (this.#ended.length > 0) {
      const upTo = await newest(this.#sql);
      this.#waiting.push(...this.#ended.map((fault) => ({ fault, upTo })));
      this.#ended = [];
    }
    if (this.#waiting.length === 0) return;
    const open = await this.#progress.oldestOpen();
    const now = performance.now();
    this.#waiting = this.#waiting.filter(({ fault, upTo }) => {
      if (PRODUCERS.some((producer) => open[producer] <= upTo[producer])) return true;
      this.recoveries.push({ kind: fault.kind, milliseconds: now - fault.endedAt });
      return false;
    });
  }
}
