import type { ChoiceKind } from './choice-kind.js';

/** What of a user one is told: the cards that they save, the connections that they draw. */
export const SCOPES = ['CARDS', 'CONNECTIONS'] as const;
export type Scope = (typeof SCOPES)[number];

/** Each scope of a subscription is a choice of its own. */
export const SCOPE_KINDS: Readonly<Record<Scope, ChoiceKind>> = {
  CARDS: 'CARDS_OF_USER',
  CONNECTIONS: 'CONNECTIONS_OF_USER',
};
