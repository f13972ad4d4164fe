import { parseEventType } from '../event-type.js';

/**
 * One step from a major of an event to the next. `upcast` is pure: the same old payload always gives the same new
 * one, and the old one is left as it is. It sees payloads that nothing has checked yet; what it gives is checked.
 */
export interface Upcaster {
  /** `events.<context>.<event-name>.v<N>` */
  readonly from: string;
  /** The same event's v<N+1>. */
  readonly to: string;
  upcast(data: unknown): unknown;
}

/** All steps that a service knows, to be walked one behind the other. */
export class UpcasterChain {
  readonly #steps = new Map<string, Upcaster>();

  /** @throws TypeError for a step that does not lead to its event's next major, or two from the same one */
  constructor(upcasters: readonly Upcaster[]) {
    for (const step of upcasters) {
      const [from, to] = [parseEventType(step.from), parseEventType(step.to)];
      if (from === undefined || to?.name !== from.name || to.major !== from.major + 1) {
        throw new TypeError(
          `An upcaster leads from one major to the next of the same event, not from ${step.from} to ${step.to}`,
        );
      }
      if (this.#steps.has(step.from)) throw new TypeError(`Two upcasters lead from ${step.from}`);
      this.#steps.set(step.from, step);
    }
  }

  /** @returns undefined when a step is missing on the way; of a type to itself, there is none to be missed */
  from(type: string, to: string): ((data: unknown) => unknown) | undefined {
    const steps: Upcaster[] = [];
    for (let at = type; at !== to;) {
      const step = this.#steps.get(at);
      if (step === undefined) return undefined;
      steps.push(step);
      at = step.to;
    }
    return (data) => steps.reduce((current, step) => step.upcast(current), data);
  }
}
