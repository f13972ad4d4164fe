/** What people want, one command each. */

export interface Target {
  type: 'USER' | 'COLLECTION';
  id: string;
}

/** A notification as its recipient saw it. */
export interface Seen {
  notificationId: string;
  actId: string;
  createdAt: string;
}

/** How somebody names one side of a connection. */
export type NamedEnd = { url: string } | { cardId: string } | { collectionId: string };

export type Scope = 'CARDS' | 'CONNECTIONS';

/** A record of a file to import. */
export interface FileRecord {
  /** Normalised already. */
  url: string;
  title: string;
  /** As CSL-JSON calls it. */
  type: 'book' | 'article-magazine';
}

export const CONNECTION_TYPES = ['SUPPORTS', 'OPPOSES', 'HELPFUL', 'LEADS_TO', 'RELATED'] as const;
export type ConnectionType = (typeof CONNECTION_TYPES)[number];

export type CardIntent =
  | {
      kind: 'save';
      did: string;
      url?: string;
      viaCardId?: string;
      note?: string;
      collectionIds?: readonly string[];
    }
  | { kind: 'write-note'; did: string; cardId: string; note: string }
  | { kind: 'remove-note'; did: string; cardId: string }
  | { kind: 'highlight'; did: string; cardId: string; quote: string; selector: string; note?: string }
  | { kind: 'move-highlight'; did: string; cardId: string; quote: string; selector: string }
  | { kind: 'remove'; did: string; cardId: string }
  | { kind: 'import'; did: string; records: readonly FileRecord[] };

export type CollectionIntent =
  | {
      kind: 'create-collection';
      did: string;
      name: string;
      description?: string;
      access: 'OPEN' | 'CLOSED';
      collaboratorIds: readonly string[];
    }
  | {
      kind: 'edit-collection';
      did: string;
      collectionId: string;
      name?: string;
      /** Empty: taken away. */
      description?: string;
      access?: 'OPEN' | 'CLOSED';
    }
  | { kind: 'share' | 'unshare'; did: string; collectionId: string; collaboratorId: string }
  | { kind: 'delete-collection'; did: string; collectionId: string }
  | { kind: 'collect'; did: string; cardId: string; collectionId: string }
  | { kind: 'uncollect'; did: string; cardId: string; collectionId: string }
  | {
      kind: 'change-cards';
      did: string;
      collectionId: string;
      add: readonly string[];
      remove: readonly string[];
    }
  | {
      kind: 'change-collections';
      did: string;
      cardId: string;
      add: readonly string[];
      remove: readonly string[];
    };

export type ConnectionIntent =
  | {
      kind: 'draw-connection';
      did: string;
      source: NamedEnd;
      target: NamedEnd;
      connectionType: ConnectionType;
      note?: string;
    }
  | {
      kind: 'edit-connection';
      did: string;
      connectionId: string;
      connectionType?: ConnectionType;
      /** Empty: taken away. */
      note?: string;
    }
  | { kind: 'swap-connection'; did: string; connectionId: string; source: string }
  | { kind: 'remove-connection'; did: string; connectionId: string };

export interface FollowIntent {
  kind: 'follow' | 'unfollow';
  did: string;
  target: Target;
}

/** What somebody chooses to be told, or not to be told. */
export type ChoiceIntent =
  | { kind: 'subscribe'; did: string; target: Target; scopes: readonly Scope[] }
  | { kind: 'unsubscribe' | 'mute' | 'unmute'; did: string; target: Target }
  | { kind: 'prefer'; did: string; type: string; on: boolean };

/** What somebody does with their list of notifications. */
export type InboxIntent =
  | { kind: 'mark-read'; did: string; seen: Seen }
  /** Up to the newest of what was seen, which is the first. */
  | { kind: 'mark-all-read'; did: string; seen: readonly Seen[]; upTo: string }
  | { kind: 'see'; did: string; seen: Seen; upTo: string };

export type Intent =
  CardIntent | CollectionIntent | ConnectionIntent | FollowIntent | ChoiceIntent | InboxIntent;
