/** Starts a part of the system again when its process ends by itself. */
import { secondsSince } from './output.mjs';
import { tailOf } from './servers/processes.mjs';

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** A process that ran this long was well: the next end is a new story. */
const STABLE_MS = 60_000;

export class Supervisor {
  #stopped = new AbortController();
  /** @type {Promise<void>[]} */
  #watches = [];
  #log;

  /** @param {(line: string) => void} log */
  constructor(log) {
    this.#log = log;
  }

  /**
   * @param {string} name
   * @param {import('./system.mjs').Part} part
   */
  watch(name, part) {
    this.#watches.push(this.#watch(name, part));
  }

  /** No part is started any more, and none is just being started, when this resolves. */
  async stop() {
    this.#stopped.abort();
    await Promise.all(this.#watches);
  }

  /**
   * @param {string} name
   * @param {import('./system.mjs').Part} part
   */
  async #watch(name, part) {
    let delay = FIRST_DELAY_MS;
    while (!this.#stopped.signal.aborted) {
      const startedAt = Date.now();
      const exit = await this.#unlessStopped(part.process().exited);
      if (exit === undefined) return;
      if (Date.now() - startedAt > STABLE_MS) delay = FIRST_DELAY_MS;
      const how = exit.signal ?? `exit code ${exit.code}`;
      this.#log(`${name} ended after ${secondsSince(startedAt)} (${how}); it is started again.`);
      if (exit.signal === null) this.#log(indent(tailOf(part.logFile, 5)));
      delay = await this.#startAgain(name, part, delay);
    }
  }

  /**
   * @param {string} name
   * @param {import('./system.mjs').Part} part
   * @param {number} delay
   * @returns {Promise<number>} the delay before the next time
   */
  async #startAgain(name, part, delay) {
    for (let wait = delay; ; wait = Math.min(wait * 2, LONGEST_DELAY_MS)) {
      await this.#unlessStopped(new Promise((resolve) => setTimeout(resolve, wait).unref()));
      if (this.#stopped.signal.aborted) return wait;
      try {
        await part.start();
        this.#log(`${name} runs again (process ${part.pid}).`);
        return Math.min(wait * 2, LONGEST_DELAY_MS);
      } catch (error) {
        this.#log(`${name} did not start: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  /**
   * @template T
   * @param {Promise<T>} promise
   * @returns {Promise<T | undefined>}
   */
  #unlessStopped(promise) {
    const { signal } = this.#stopped;
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const onAbort = () => resolve(undefined);
      signal.addEventListener('abort', onAbort, { once: true });
      void promise.then((value) => {
        signal.removeEventListener('abort', onAbort);
        resolve(value);
      });
    });
  }
}

/** @param {string} text */
function indent(text) {
  return text.replaceAll(/^/gm, '    ');
}
