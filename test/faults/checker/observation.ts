/** What there is after a run, as it was read: nothing here is judged yet. */

export const CONSUMERS = ['feeds', 'notifications'] as const;
export const PRODUCERS = ['cards', 'feeds', 'notifications'] as const;
/** Those whose events are what commands asked for; notifications tells of what it made of others' events. */
export const COMMANDED = ['cards', 'feeds'] as const;
export type Consumer = (typeof CONSUMERS)[number];
export type Producer = (typeof PRODUCERS)[number];

/** A row of an event store. */
export interface StoredEvent {
  position: number;
  aggregateId: string;
  version: number;
  type: string;
  data: Record<string, unknown>;
  correlationId: string;
  /** ISO 8601. */
  occurredAt: string;
}

/** A row of an outbox. */
export interface LoggedEvent {
  position: number;
  eventId: string;
  type: string;
  aggregateId: string;
  sequence: number;
  correlationId: string;
  /** Types of the same act's other majors, each an event of its own. */
  twins: readonly string[];
}

export interface Cursor {
  producer: Producer;
  aggregateId: string;
  sequence: number;
}

export interface ParkedEvent {
  eventId: string;
  status: string;
  reason: string;
  detail: string;
}

export interface ShownCard {
  id: string;
  curatorId: string;
  url: string;
  note?: string;
  via?: { cardId: string; curatorId: string };
  addedAt: string;
}

export interface ShownCollection {
  id: string;
  authorId: string;
  name: string;
  access: string;
  collaboratorIds: string[];
  /** As its author's list says. */
  cardCount: number;
  cards: { cardId: string; addedBy: string; addedAt: string }[];
}

export interface ShownFollow {
  followId: string;
  targetType: string;
  targetId: string;
  followedAt: string;
}

export interface ShownActivity {
  activityId: string;
  type: string;
  actorId: string;
  occurredAt: string;
  cardCount: number;
  cards: { cardId: string; url: string }[];
  collections: { id: string; name: string }[];
}

export interface ShownNotification {
  notificationId: string;
  actId: string;
  type: string;
  actorId: string;
  createdAt: string;
  read: boolean;
  card: { cardId: string; url: string } | null;
  viaCardId: string | null;
  collections: { collectionId: string; name: string }[];
}

/** What one person is shown, every page of it. */
export interface PersonView {
  library: ShownCard[];
  collections: ShownCollection[];
  follows: ShownFollow[];
  following: ShownActivity[];
  notifications: ShownNotification[];
  unread: number;
}

export interface Observation {
  eventStores: Record<Producer, StoredEvent[]>;
  outboxes: Record<Producer, LoggedEvent[]>;
  unpublished: Record<Producer, number>;
  cursors: Record<Consumer, Cursor[]>;
  parked: Record<Consumer, ParkedEvent[]>;
  globalFeed: ShownActivity[];
  people: Record<string, PersonView>;
  /** Rows of the notifications' table, whatever the API makes of them. */
  reasonRows: number;
}

/** Every rule of the checker. */
export const CHECKER_RULES = [
  'acknowledged-lost',
  'refused-happened',
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
  'card-count',
  'follows',
  'feed-global',
  'feed-global-once',
  'feed-global-order',
  'feed-following',
  'feed-following-once',
  'feed-following-order',
  'notifications',
  'notifications-once',
  'notifications-order',
  'unread-count',
  'mark-lost',
  'read-by-nobody',
  'reason-rows',
] as const;
export type CheckerRule = (typeof CHECKER_RULES)[number];

/** A promise of the system that was not kept. */
export interface Violation {
  rule: CheckerRule;
  detail: string;
}
