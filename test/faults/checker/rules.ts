/** Every rule of the checker. */
export const CHECKER_RULES = [
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
export type CheckerRule = (typeof CHECKER_RULES)[number];

/** A promise of the system that was not kept. */
export interface Violation {
  rule: CheckerRule;
  detail: string;
}
