/** Of what was answered, stored, published, handled and parked. */
export const LOG_RULES = [
  'acknowledged-lost',
  'refused-happened',
  'refused-wrongly',
  'unexplained',
  'wrong-effect',
  'real-time-order',
  'versions-dense',
  'sequences-dense',
  'event-ids-unique',
  'told-once',
  'announced-once',
  'all-published',
  'cursor-at-end',
  'parked-only-poison',
  'poison-parked',
] as const;

/** Of what people are shown, and of the rows that it is made from. */
export const VIEW_RULES = [
  'library',
  'library-order',
  'collections',
  'collections-order',
  'card-count',
  'contributors',
  'connections',
  'connections-order',
  'works',
  'graph',
  'history',
  'past',
  'follows',
  'feeds',
  'feeds-once',
  'feeds-order',
  'notifications',
  'notifications-once',
  'notifications-order',
  'groups',
  'digests',
  'unread-count',
  'unseen-count',
  'read-state',
  'seen-state',
  'mark-lost',
  'choices',
  'reason-rows',
] as const;
export type CheckerRule = (typeof LOG_RULES)[number] | (typeof VIEW_RULES)[number];

/** A promise of the system that was not kept. */
export interface Violation {
  rule: CheckerRule;
  detail: string;
}
