import type { Attempt } from '../../../bench/load/history.ts';
import { check, type CheckInput } from './check.ts';
import type { PersonView } from './observation.ts';
import type { CheckerRule } from './rules.ts';
import { soundRun } from './sound-story.ts';

/** What breaks a rule. */
export type Tampered = [rule: CheckerRule, what: string, tamper: (run: CheckInput) => unknown];

/** The rules that a run breaks once it has been tampered with. */
export function broken(tamper: (run: CheckInput) => unknown): string[] {
  const run = soundRun();
  tamper(run);
  return [...new Set(check(run).map(({ rule }) => rule))].sort();
}

export function viewOf({ observation }: CheckInput, did: string): PersonView {
  const view = observation.people[did];
  if (view === undefined) throw new RangeError(`${did} is none of them`);
  return view;
}

export function attemptOf({ attempts }: CheckInput, id: string): Attempt {
  const found = attempts.find((attempt) => attempt.id === id);
  if (found === undefined) throw new RangeError(`There is no ${id}`);
  return found;
}

/** Takes a request's events out of the store and the outbox, as if they had never been committed. */
export function forget({ observation }: CheckInput, correlationId: string): void {
  const { eventStores, outboxes } = observation;
  for (const producer of ['cards', 'feeds'] as const) {
    eventStores[producer] = eventStores[producer].filter((event) => event.correlationId !== correlationId);
    outboxes[producer] = outboxes[producer].filter((event) => event.correlationId !== correlationId);
  }
}
