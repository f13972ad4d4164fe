/** The shapes of the services' answers, as far as they are compared. */
import type { End, WorkMetadata } from '../../model/facts.ts';

/** A library is read whole, in its other orders, and filtered; `found` by a text, see {@link SEARCHED}. */
export const LIBRARY_QUERIES = ['added', 'updated', 'saves', 'highlights', 'books', 'found'] as const;
export type LibraryQuery = (typeof LIBRARY_QUERIES)[number];

/** What is searched for: some notes say it. */
export const SEARCHED = 'this, 1';

export const GLOBAL_FEEDS = ['all', 'saves', 'collections', 'connections', 'books'] as const;
export type GlobalFeed = (typeof GLOBAL_FEEDS)[number];

export const PERSON_FEEDS = [
  'following',
  'followingUsers',
  'followingCollections',
  'followingConnections',
  'own',
] as const;
export type PersonFeed = (typeof PERSON_FEEDS)[number];

export interface ShownCard {
  id: string;
  curatorId: string;
  type: string;
  url: string;
  metadata: WorkMetadata;
  note?: string;
  via?: { cardId: string; curatorId: string };
  parentCardId?: string;
  quote?: string;
  selector?: string;
  addedAt: string;
  updatedAt: string;
}

export interface ShownCollection {
  id: string;
  authorId: string;
  name: string;
  description?: string;
  access: string;
  createdAt: string;
  collaboratorIds: string[];
  /** As its author's list says. */
  cardCount: number;
  cards: { cardId: string; addedBy: string; addedAt: string }[];
  contributors: { did: string; cardCount: number; lastAddedAt: string }[];
  feed: ShownActivity[];
}

export interface ShownConnection {
  id: string;
  curatorId: string;
  source: End;
  target: End;
  type: string;
  note?: string;
  createdAt: string;
  updatedAt: string;
}

export interface ShownFollow {
  followId: string;
  targetType: string;
  targetId: string;
  collectionName: string | null;
  followedAt: string;
}

/** A side of a connection in a feed. */
export interface ShownEnd {
  url: string;
  metadata: WorkMetadata;
  cardId: string | null;
  collectionId: string | null;
}

export interface ShownActivity {
  activityId: string;
  type: string;
  actorId: string;
  occurredAt: string;
  importId: string | null;
  cardCount: number;
  /** The first few. */
  cards: {
    cardId: string;
    curatorId: string;
    url: string;
    metadata: WorkMetadata;
    note: string | null;
    highlights: { cardId: string; quote: string | null; selector: string | null; note: string | null }[];
  }[];
  collections: { id: string; name: string; description: string | null; access: string }[];
  connection: {
    id: string;
    type: string;
    note: string | null;
    source: ShownEnd;
    target: ShownEnd;
  } | null;
}

interface ShownWork {
  url: string;
  title: string | null;
}

export interface ShownNotification {
  notificationId: string;
  actId: string;
  type: string;
  actorId: string;
  createdAt: string;
  read: boolean;
  seen: boolean;
  card: (ShownWork & { cardId: string }) | null;
  viaCardId: string | null;
  collections: { collectionId: string; name: string }[];
  connection: {
    connectionId: string;
    connectionType: string;
    source: ShownWork;
    target: ShownWork;
  } | null;
}

export interface ShownGroup {
  type: string;
  day: string;
  count: number;
  unread: number;
  unseen: number;
  actorCount: number;
  actorIds: string[];
  notificationIds: string[];
  latest: { actId: string };
}

export interface ShownSubscription {
  targetType: string;
  targetId: string;
  collectionName: string | null;
  scopes: string[];
  since: string;
}
