/**
 * The aggregate of one person's standing choice of what they are told: a bell, a mute, a type turned off. It knows all
 * periods in which it stood, because an act is judged by what was chosen when it happened: whenever its event comes,
 * and however often, people are told the same.
 */
import type { ChoiceEvent } from './choice-events.js';
import type { ChoiceKind } from './choice-kind.js';
import { nameBasedUuid } from './name-based-uuid.js';

/** What a choice is about: one for (person, kind, subject) for ever. */
export interface ChoiceKey {
  personId: string;
  kind: ChoiceKind;
  /** A DID, a collection's id or a notification type, as the kind has it. */
  subject: string;
}

/** From `since` to just before `until`; `null` while it lasts. */
export interface Period {
  since: string;
  until: string | null;
}

export interface Choice extends ChoiceKey {
  choiceId: string;
  /** In order; between two there is time. */
  periods: readonly Period[];
  /** Domain events so far. */
  version: number;
}

const CHOICES = '5f8f0c3a-53a3-5d5e-9c1e-3b7c2b6f0e41';

export function choiceId({ personId, kind, subject }: ChoiceKey): string {
  return nameBasedUuid(CHOICES, `${personId}/${kind}/${subject}`);
}

/** Since when it stands; undefined when it does not. */
export function standsSince(state: Choice | undefined): string | undefined {
  const last = state?.periods.at(-1);
  return last?.until === null ? last.since : undefined;
}

export function choose(state: Choice | undefined, key: ChoiceKey, command: { at: string }): ChoiceEvent[] {
  if (standsSince(state) !== undefined) return [];
  const madeAt = notBefore(state?.periods.at(-1)?.until, command.at);
  const { personId, kind, subject } = key;
  return [{ type: 'ChoiceMade', data: { choiceId: choiceId(key), personId, kind, subject, madeAt } }];
}

export function revoke(state: Choice | undefined, command: { at: string }): ChoiceEvent[] {
  const since = standsSince(state);
  if (since === undefined) return [];
  return [{ type: 'ChoiceRevoked', data: { revokedAt: notBefore(since, command.at) } }];
}

export function evolve(state: Choice | undefined, event: ChoiceEvent): Choice {
  if (event.type === 'ChoiceMade') {
    const { madeAt, ...identity } = event.data;
    return { ...identity, periods: opened(state?.periods ?? [], madeAt), version: (state?.version ?? 0) + 1 };
  }
  if (state === undefined) throw new Error('A choice can not be revoked before it was made');
  return { ...state, periods: closed(state.periods, event.data.revokedAt), version: state.version + 1 };
}

/** What follows at once goes on. */
function opened(periods: readonly Period[], since: string): Period[] {
  const last = periods.at(-1);
  return last?.until === since
    ? [...periods.slice(0, -1), { since: last.since, until: null }]
    : [...periods, { since, until: null }];
}

/** What ends at once was never. */
function closed(periods: readonly Period[], until: string): Period[] {
  const last = periods.at(-1);
  if (last === undefined) return [];
  const before = periods.slice(0, -1);
  return last.since === until ? before : [...before, { since: last.since, until }];
}

/** Replicas' clocks differ: a choice goes on from where it was left. Instants in one format sort as texts. */
function notBefore(earlier: string | null | undefined, at: string): string {
  return earlier !== null && earlier !== undefined && earlier > at ? earlier : at;
}
