/** A flag that can be waited on: raised once, or again and again as a wake-up call. */
export class Signal {
  #raised = false;
  #wake: (() => void) | undefined;

  /** Ends the wait under way, or the next one. */
  raise(): void {
    this.#raised = true;
    this.#wake?.();
  }

  /** Waits until raised or until `milliseconds` are over; lowers the flag. One waiter at a time. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.#raised) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = undefined;
    this.#raised = false;
  }
}
