import { Logger } from '@nestjs/common';
import { Signal } from '../signal.js';

/** What can be paused. */
export interface Pausable {
  /** Resolves when nothing is under way any more. */
  pause(): Promise<void>;
  resume(): void;
}

/** How often a replica looks; half of what operators are promised. */
const LOOK_EVERY_MS = 500;

/** Makes this replica do what operators asked of its consumer. */
export class PauseWatch {
  readonly #isPaused: () => Promise<boolean>;
  readonly #target: Pausable;
  readonly #onChange: (paused: boolean) => void;
  readonly #logger = new Logger('PauseWatch');
  readonly #stopped = new Signal();
  #paused = false;
  #stopping = false;
  #loop: Promise<void> | undefined;

  constructor(isPaused: () => Promise<boolean>, target: Pausable, onChange: (paused: boolean) => void) {
    this.#isPaused = isPaused;
    this.#target = target;
    this.#onChange = onChange;
  }

  /** Returns when it is known how to begin: a paused consumer stays paused over a restart. */
  async start(): Promise<void> {
    await this.#look();
    this.#loop ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#stopped.raise();
    await this.#loop;
  }

  async #run(): Promise<void> {
    for (;;) {
      await this.#stopped.wait(LOOK_EVERY_MS);
      if (this.#stopping) return;
      // Without the database there is nothing to handle either: what was asked last holds.
      await this.#look().catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const paused = await this.#isPaused();
    if (paused === this.#paused) return;
    this.#paused = paused;
    this.#onChange(paused);
    this.#logger.warn(paused ? 'paused by an operator' : 'resumed by an operator');
    if (paused) await this.#target.pause();
    else this.#target.resume();
  }
}
