import type { ChoiceKind } from './choice-kind.js';

/** Everything that happens to a choice, in this service's own words. */
export type ChoiceEvent =
  | {
      type: 'ChoiceMade';
      data: { choiceId: string; personId: string; kind: ChoiceKind; subject: string; madeAt: string };
    }
  | { type: 'ChoiceRevoked'; data: { revokedAt: string } };
