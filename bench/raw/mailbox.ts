import type { RawMessage } from './raw-broker.ts';

/** Messages that were read and not yet taken, and those who wait for one. */
export class Mailbox {
  #messages: RawMessage[] = [];
  #waiting: (() => void)[] = [];

  get size(): number {
    return this.#messages.length;
  }

  push(...messages: RawMessage[]): void {
    this.#messages.push(...messages);
    this.wake();
  }

  wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Waits until there is something, or `isOver`. */
  async take(max: number, isOver: () => boolean): Promise<RawMessage[]> {
    while (this.#messages.length === 0 && !isOver()) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return this.#messages.splice(0, max);
  }
}
