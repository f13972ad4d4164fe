import { Signal } from '../../signal.js';
import type { Delivery, LaneSubscription } from '../../transport.js';
import type { LaneKey } from './bus-calls.js';

export interface PostgresLaneOptions {
  /** Events fetched and not yet acknowledged, at most. */
  prefetch: number;
}

/** What a lane needs of the process that it shares with others. */
export interface LaneSurroundings {
  /** There is room for more. */
  onRoom(): void;
  /** Everything up to `position` is done. */
  acknowledge(lane: LaneKey, position: number): void;
  flushAcknowledgements(withinMs: number): Promise<void>;
  onStopped(lane: PostgresLane): void;
}

interface Fetched {
  position: number;
  body: string;
  attempt: number;
  state: 'waiting' | 'handed out' | 'done';
}

/** Characters of bodies that wait, at most, before more are fetched. */
const MAX_WAITING_CHARACTERS = 1_000_000;
/** What stands to be acknowledged at a stop gets at least this long. */
const FLUSH_MS = 1_000;
/** A wait without end is a wait for this long, again and again. */
const IDLE_MS = 60_000;

/**
 * One lane of a durable consumer: what was fetched for it, in the order of positions, and how far it is done.
 *
 * The bus knows one position a lane, so it moves over what is done without a gap: what was released holds it back.
 */
export class PostgresLane implements LaneSubscription {
  readonly key: LaneKey;
  readonly #options: PostgresLaneOptions;
  readonly #surroundings: LaneSurroundings;
  /** Fetched and not yet acknowledged, by position. */
  readonly #fetched: Fetched[] = [];
  readonly #waiting: Fetched[] = [];
  #waitingCharacters = 0;
  #after: number;
  #unsettled = 0;
  readonly #changed = new Signal();
  readonly #settled = new Signal();
  #stopping = false;
  #stopped: Promise<void> | undefined;
  #failure: Error | undefined;
  /** There may be more in the bus than was fetched. */
  mayHaveMore = true;

  constructor(key: LaneKey, position: number, options: PostgresLaneOptions, surroundings: LaneSurroundings) {
    this.key = key;
    this.#after = position;
    this.#options = options;
    this.#surroundings = surroundings;
  }

  /** The last position that was fetched. */
  get after(): number {
    return this.#after;
  }

  /** How many events may be fetched now. While some wait, it is not worth asking for a few. */
  get room(): number {
    if (this.#stopping || this.#failure !== undefined || this.#waitingCharacters > MAX_WAITING_CHARACTERS)
      return 0;
    const free = Math.max(this.#options.prefetch - this.#fetched.length, 0);
    return this.#waiting.length === 0 || free >= this.#options.prefetch / 4 ? free : 0;
  }

  /** Takes what was fetched, in the order of positions. */
  add(rows: readonly { position: number; body: string }[]): void {
    if (this.#stopping) return;
    for (const { position, body } of rows) {
      if (position <= this.#after) continue;
      const fetched: Fetched = { position, body, attempt: 1, state: 'waiting' };
      this.#after = position;
      this.#fetched.push(fetched);
      this.#waiting.push(fetched);
      this.#waitingCharacters += body.length;
    }
    this.#changed.raise();
  }

  /** The bus knows this lane no more: it has to be opened again. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting.length = 0;
    this.#changed.raise();
    this.#settled.raise();
  }

  async next(max: number): Promise<Delivery[] | undefined> {
    while (this.#waiting.length === 0) {
      if (this.#stopping) return undefined;
      if (this.#failure !== undefined) throw this.#failure;
      await this.#changed.wait(IDLE_MS);
    }
    const deliveries = this.#waiting.splice(0, max).map((fetched) => this.#handOut(fetched));
    if (this.mayHaveMore && this.room > 0) this.#surroundings.onRoom();
    return deliveries;
  }

  stop(drainMs: number): Promise<void> {
    return (this.#stopped ??= this.#drain(drainMs));
  }

  async #drain(drainMs: number): Promise<void> {
    this.#stopping = true;
    this.#changed.raise();
    const deadline = performance.now() + drainMs;
    while (this.#failure === undefined && !this.#isDrained()) {
      const left = deadline - performance.now();
      if (left <= 0) break;
      await this.#settled.wait(left);
    }
    this.#waiting.length = 0;
    this.#changed.raise();
    this.#surroundings.onStopped(this);
    await this.#surroundings.flushAcknowledgements(Math.max(deadline - performance.now(), FLUSH_MS));
  }

  #isDrained(): boolean {
    return this.#waiting.length === 0 && this.#unsettled === 0;
  }

  #handOut(fetched: Fetched): Delivery {
    fetched.state = 'handed out';
    this.#waitingCharacters -= fetched.body.length;
    this.#unsettled += 1;
    let isOpen = true;
    const settle = (how: () => void) => (): void => {
      if (!isOpen) return;
      isOpen = false;
      this.#unsettled -= 1;
      how();
      if (this.#stopping && this.#isDrained()) this.#settled.raise();
    };
    return {
      body: fetched.body,
      attempt: fetched.attempt,
      ack: settle(() => {
        fetched.state = 'done';
        this.#moveOn();
      }),
      release: settle(() => {
        this.#takeBack(fetched);
      }),
      // Nothing is held back from anybody: the lane has one reader, by lease.
      working: () => undefined,
    };
  }

  /** The acknowledged position follows what is done without a gap. */
  #moveOn(): void {
    const gap = this.#fetched.findIndex((fetched) => fetched.state !== 'done');
    const done = gap === -1 ? this.#fetched.length : gap;
    const last = this.#fetched[done - 1];
    if (last === undefined) return;
    this.#fetched.splice(0, done);
    this.#surroundings.acknowledge(this.key, last.position);
    if (this.mayHaveMore && this.room > 0) this.#surroundings.onRoom();
  }

  /** A stopping lane leaves it to the next reader, who begins where this one's acknowledgements end. */
  #takeBack(fetched: Fetched): void {
    if (this.#stopping || this.#failure !== undefined) return;
    fetched.state = 'waiting';
    fetched.attempt += 1;
    const behind = this.#waiting.findIndex((other) => other.position > fetched.position);
    this.#waiting.splice(behind === -1 ? this.#waiting.length : behind, 0, fetched);
    this.#waitingCharacters += fetched.body.length;
    this.#changed.raise();
  }
}
