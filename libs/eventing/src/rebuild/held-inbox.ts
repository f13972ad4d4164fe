import { setTimeout as delay } from 'node:timers/promises';
import { type InboxEvent, keyOf } from '../inbox/inbox-event.js';
import type { InboxOutcome } from '../inbox/inbox.js';
import type { Process } from '../inbox/gatherer.js';

/** Last sequence that may be handled by `<source> <aggregate id>`; of an aggregate that is not named, none. */
export type Limits = ReadonlyMap<string, number>;

const NOTHING: InboxOutcome = { parked: false, unblocks: false };
/** Events of one transaction, of those that were kept. */
const AT_ONCE = 1_000;
const AGAIN_MS = 20;
const ATTEMPTS = 250;

/**
 * Stands between the lanes and the inbox of a rebuild, so that it can be brought to just where the live projection is.
 *
 * What is held is kept here, and the lanes acknowledge it. Were the process killed meanwhile, it would be missing like
 * what a broker lost, and be healed like that.
 */
export class HeldInbox {
  #process: Process | undefined;
  readonly #underWay = new Set<Promise<unknown>>();
  #limits: Limits | undefined;
  readonly #kept: InboxEvent[] = [];

  /** @returns what the lanes are to call in place of the inbox */
  readonly around = (process: Process): Process => {
    this.#process = process;
    return this.#take;
  };

  readonly #take: Process = (events, lookInParking) => {
    const allowed = this.#allowed(events);
    return allowed.length === 0 ? Promise.resolve(NOTHING) : this.#run(allowed, lookInParking);
  };

  /** Lets nothing through any more. When it resolves, nothing is under way. */
  async hold(): Promise<void> {
    this.#limits = new Map();
    await Promise.allSettled([...this.#underWay]);
  }

  /** Lets through what is within the limits, of what is held and of what comes. */
  async letThrough(limits: Limits): Promise<void> {
    this.#limits = limits;
    await this.#handleKept();
  }

  /** Lets everything through. */
  async release(): Promise<void> {
    this.#limits = undefined;
    await this.#handleKept();
  }

  #run(events: readonly InboxEvent[], lookInParking: boolean): Promise<InboxOutcome> {
    if (this.#process === undefined) throw new Error('There is no inbox behind it yet');
    const work = this.#process(events, lookInParking);
    this.#underWay.add(work);
    const over = (): void => void this.#underWay.delete(work);
    work.then(over, over);
    return work;
  }

  /** The rest is kept. */
  #allowed(events: readonly InboxEvent[]): readonly InboxEvent[] {
    const limits = this.#limits;
    if (limits === undefined) return events;
    return events.filter((event) => {
      if (event.envelope.sequence <= (limits.get(keyOf(event)) ?? 0)) return true;
      // What lies in parking is safe there.
      if (event.parked === undefined) this.#kept.push(event);
      return false;
    });
  }

  async #handleKept(): Promise<void> {
    const allowed = this.#allowed(this.#kept.splice(0));
    for (let from = 0; from < allowed.length; from += AT_ONCE)
      await this.#runAgain(allowed.slice(from, from + AT_ONCE));
  }

  /** Lanes may bring later events of the same aggregates at the same time: whoever loses that race goes again. */
  async #runAgain(events: readonly InboxEvent[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#run(events, true);
        return;
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        await delay(AGAIN_MS);
      }
    }
  }
}
