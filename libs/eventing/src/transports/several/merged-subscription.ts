import type { Delivery, LaneSubscription } from '../../transport.js';
import { type Source, SourceReader } from './source-reader.js';

/** One lane read from several transports: each at its own pace, what any of them has is handed out. */
export class MergedSubscription implements LaneSubscription {
  /** Whose turn comes first: one with a long history must not keep the others waiting. */
  readonly #readers: SourceReader[];
  #waiting: (() => void) | undefined;

  constructor(sources: readonly Source[]) {
    const onChange = (): void => {
      this.#waiting?.();
    };
    this.#readers = sources.map((source) => new SourceReader(source, onChange));
  }

  async next(max: number): Promise<Delivery[] | undefined> {
    for (;;) {
      const index = this.#readers.findIndex((reader) => reader.hasDeliveries);
      const [reader] = index < 0 ? [] : this.#readers.splice(index, 1);
      if (reader !== undefined) {
        this.#readers.push(reader);
        return reader.take(max);
      }
      if (this.#readers.every((each) => each.hasEnded)) return undefined;
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
      this.#waiting = undefined;
    }
  }

  async stop(drainMs: number): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.stop(drainMs)));
  }
}
