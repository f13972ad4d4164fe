import type { Attempt } from '../../../bench/load/history.ts';
import { type InjectedPoison, logViolations } from './log-rules.ts';
import type { Observation } from './observation.ts';
import { readViolations } from './read-rules.ts';
import { replay } from './replay.ts';
import type { Violation } from './rules.ts';
import { stateViolations } from './state-rules.ts';

export interface CheckInput {
  attempts: readonly Attempt[];
  observation: Observation;
  poison: readonly InjectedPoison[];
}

/** All that is not as it must be, after everything has settled. */
export function check({ attempts, observation, poison }: CheckInput): Violation[] {
  const { model, violations } = replay(attempts, observation);
  return [
    ...violations,
    ...logViolations(observation, poison),
    ...stateViolations(model, observation),
    ...readViolations(attempts, observation),
  ];
}
