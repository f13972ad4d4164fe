/** What one can choose: a bell, a mute, to be told nothing of a type. */
export const CHOICE_KINDS = [
  'CARDS_OF_USER',
  'CONNECTIONS_OF_USER',
  'CARDS_OF_COLLECTION',
  'MUTED_USER',
  'MUTED_COLLECTION',
  'TYPE_OFF',
] as const;
export type ChoiceKind = (typeof CHOICE_KINDS)[number];
