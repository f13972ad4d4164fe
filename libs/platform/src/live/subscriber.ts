import type { EventStream, LiveEvent } from './event-stream.js';
import type { LiveTopic } from './live-source.js';

/** One stream, and how far it has been told. What comes while it catches up is held until it has. */
export class Subscriber<Topic extends LiveTopic> {
  readonly topic: Topic;
  readonly stream: EventStream;
  readonly #maxHeld: number;
  #position: number;
  #held: LiveEvent[] | undefined = [];
  #heldUpTo: number;

  /** @param position all before it has been told, or is told by whoever lets it catch up */
  constructor(topic: Topic, stream: EventStream, position: number, maxHeld: number) {
    this.topic = topic;
    this.stream = stream;
    this.#position = position;
    this.#heldUpTo = position;
    this.#maxHeld = maxHeld;
  }

  /** Tells what is new to it. */
  take(events: readonly LiveEvent[]): void {
    const fresh = events.filter(({ position }) => position > this.#position);
    if (this.#held === undefined) {
      for (const event of fresh) this.stream.tell(event);
      return;
    }
    this.#held.push(...fresh);
    if (this.#held.length > this.#maxHeld) this.stream.cut();
  }

  /** All up to here that concerns it has been taken. */
  advance(upTo: number): void {
    if (this.#held === undefined) this.#position = Math.max(this.#position, upTo);
    else this.#heldUpTo = Math.max(this.#heldUpTo, upTo);
  }

  /** It has been told all that it missed: what was held follows, and then whatever comes. */
  isUpToDate(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.take(held);
    this.advance(this.#heldUpTo);
  }

  beat(): void {
    if (this.#held === undefined) this.stream.beat(this.#position);
  }
}
