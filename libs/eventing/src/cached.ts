/**
 * An answer that is asked for at most once in a while, however often it is wanted: who scrapes figures must not
 * burden what they are about.
 */
export class Cached<T> {
  readonly #load: () => Promise<T>;
  readonly #ttlMs: number;
  #loadedAt = -Infinity;
  #answer: Promise<T | undefined> = Promise.resolve(undefined);

  constructor(load: () => Promise<T>, ttlMs: number) {
    this.#load = load;
    this.#ttlMs = ttlMs;
  }

  /** `undefined` when it could not be had; it is asked for again when the time is over. */
  get(): Promise<T | undefined> {
    const now = performance.now();
    if (now - this.#loadedAt >= this.#ttlMs) {
      this.#loadedAt = now;
      this.#answer = this.#load().catch(() => undefined);
    }
    return this.#answer;
  }
}
