/** What there is after a run, as it was read: nothing here is judged yet. */
import type {
  GlobalFeed,
  LibraryQuery,
  PersonFeed,
  ShownActivity,
  ShownCard,
  ShownCollection,
  ShownConnection,
  ShownFollow,
  ShownGroup,
  ShownNotification,
  ShownSubscription,
} from './shown.ts';

export const CONSUMERS = ['cards', 'feeds', 'notifications'] as const;
export const PRODUCERS = ['cards', 'feeds', 'notifications'] as const;
export type Consumer = (typeof CONSUMERS)[number];
export type Producer = (typeof PRODUCERS)[number];

/** Whose events each handles; of the others' it takes no note. */
export const HEARD: Readonly<Record<Consumer, readonly Producer[]>> = {
  cards: ['cards'],
  feeds: ['cards'],
  notifications: ['cards', 'feeds'],
};

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

/** What one person is shown, every page of it. */
export interface PersonView {
  libraries: Record<LibraryQuery, ShownCard[]>;
  collections: ShownCollection[];
  connections: ShownConnection[];
  follows: ShownFollow[];
  feeds: Record<PersonFeed, ShownActivity[]>;
  notifications: ShownNotification[];
  groups: ShownGroup[];
  unread: number;
  unseen: number;
  /** Of the days of their notifications. */
  digests: { day: string; count: number; groups: ShownGroup[] }[];
  preferences: { type: string; on: boolean }[];
  subscriptions: ShownSubscription[];
  mutes: Omit<ShownSubscription, 'scopes'>[];
}

/** What is shown of one work. */
export interface WorkView {
  url: string;
  saveCount: number;
  saves: ShownCard[];
  /** By their ids. */
  collectionIds: string[];
  connections: ShownConnection[];
  /** By their depth, from 1. */
  neighbourhoods: { works: { url: string; distance: number }[]; connectionIds: string[]; cut: string[] }[];
  feed: ShownActivity[];
  /** Of some people: their card on it, and the collections that it is in. */
  statuses: { did: string; cardId: string | null; collectionIds: string[] }[];
}

/** The past as it is shown to its owner, and to somebody else. */
export interface PastView {
  at: string;
  libraries: { did: string; own: ShownCard[]; others: ShownCard[] }[];
  collections: { id: string; name: string; description?: string; cardIds: string[] }[];
}

/** What was done with a card, a collection or a connection, the last first. */
export interface HistoryView {
  id: string;
  entries: {
    version: number;
    act: string;
    by: string;
    at: string;
    cardId?: string;
    collaboratorId?: string;
  }[];
}

export interface Observation {
  eventStores: Record<Producer, StoredEvent[]>;
  outboxes: Record<Producer, LoggedEvent[]>;
  unpublished: Record<Producer, number>;
  cursors: Record<Consumer, Cursor[]>;
  parked: Record<Consumer, ParkedEvent[]>;
  feeds: Record<GlobalFeed, ShownActivity[]>;
  people: Record<string, PersonView>;
  works: WorkView[];
  histories: HistoryView[];
  /** Missing where clocks jumped: nobody knows then what was when. */
  past?: PastView | undefined;
  /** Rows of the notifications' table, whatever the API makes of them. */
  reasonRows: number;
}
