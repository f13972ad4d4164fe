/** What can have happened, in the model's own words. Times are ISO 8601, as the service that decided wrote them. */

export interface FollowTarget {
  type: 'USER' | 'COLLECTION';
  id: string;
}

/** What is known of a work; imports bring it, and it goes from card to card. */
export interface WorkMetadata {
  title?: string;
  kind?: string;
}

export interface CardSaved {
  type: 'card-saved';
  cardId: string;
  curatorId: string;
  url: string;
  metadata: WorkMetadata;
  note?: string;
  via?: { cardId: string; curatorId: string };
  saveId: string;
  importId?: string;
  at: string;
}

export interface Highlighted {
  type: 'highlighted';
  cardId: string;
  parentCardId: string;
  curatorId: string;
  url: string;
  quote: string;
  selector: string;
  note?: string;
  at: string;
}

export type CardFact =
  | CardSaved
  | Highlighted
  | { type: 'note-changed'; cardId: string; by: string; note?: string; at: string }
  | { type: 'highlight-moved'; cardId: string; by: string; quote: string; selector: string; at: string }
  | { type: 'card-removed'; cardId: string; by: string; at: string };

export interface CardCollected {
  type: 'card-collected';
  collectionId: string;
  cardId: string;
  by: string;
  saveId: string;
  at: string;
}

export interface CollectionCreated {
  type: 'collection-created';
  collectionId: string;
  authorId: string;
  name: string;
  description?: string;
  access: 'OPEN' | 'CLOSED';
  collaboratorIds: readonly string[];
  createdAt: string;
  /** When it was told. */
  at: string;
}

export type CollectionFact =
  | CollectionCreated
  | CardCollected
  | { type: 'card-uncollected'; collectionId: string; cardId: string; by: string; at: string }
  | {
      type: 'collection-edited';
      collectionId: string;
      name: string;
      description?: string;
      access: 'OPEN' | 'CLOSED';
      by: string;
      at: string;
    }
  | {
      type: 'collaborator-added' | 'collaborator-removed';
      collectionId: string;
      collaboratorId: string;
      by: string;
      at: string;
    }
  | { type: 'collection-deleted'; collectionId: string; cardCount: number; by: string; at: string };

/** One side of a connection. */
export interface End {
  url: string;
  metadata: WorkMetadata;
  card?: { cardId: string; curatorId: string };
  collection?: { collectionId: string; authorId: string };
}

export interface ConnectionDrawn {
  type: 'connection-drawn';
  connectionId: string;
  curatorId: string;
  source: End;
  target: End;
  connectionType: string;
  note?: string;
  at: string;
}

export type ConnectionFact =
  | ConnectionDrawn
  | {
      type: 'connection-edited';
      connectionId: string;
      connectionType: string;
      note?: string;
      by: string;
      at: string;
    }
  | { type: 'connection-swapped' | 'connection-removed'; connectionId: string; by: string; at: string };

export type FollowFact =
  | { type: 'followed'; followId: string; followerId: string; target: FollowTarget; at: string }
  | { type: 'unfollowed'; followId: string; at: string };

/** A bell on a user's cards or connections or on a collection's cards, a mute, a type that is turned off. */
export type ChoiceKind =
  | 'CARDS_OF_USER'
  | 'CONNECTIONS_OF_USER'
  | 'CARDS_OF_COLLECTION'
  | 'MUTED_USER'
  | 'MUTED_COLLECTION'
  | 'TYPE_OFF';

export type ChoiceFact =
  | {
      type: 'choice-made';
      choiceId: string;
      personId: string;
      kind: ChoiceKind;
      subject: string;
      at: string;
    }
  | { type: 'choice-revoked'; choiceId: string; at: string };

/** Where a notification stands in its recipient's list. */
export interface Place {
  occurredAt: string;
  actId: string;
}

/** What a recipient did with their list. */
export type InboxFact =
  | {
      type: 'notifications-read';
      recipientId: string;
      marks: readonly (Place & { notificationId: string })[];
      at: string;
    }
  | { type: 'notifications-seen'; recipientId: string; upTo: Place; at: string };

export type Fact = CardFact | CollectionFact | ConnectionFact | FollowFact | ChoiceFact | InboxFact;

/** What a command needs and nobody but the system can know: the names it gave, and its clock. */
export interface Given {
  /** For the aggregate that the command makes, if it makes one. */
  newId: string;
  saveId: string;
  at: string;
  /** When it was told, where others are told of that. */
  toldAt?: string | undefined;
  /** Of a command on many cards: for the one on this URL, and the save of this card. */
  cardIdOf?(url: string): string | undefined;
  saveIdOf?(cardId: string): string | undefined;
  /** Of a command on several choices: for the one of this kind. */
  choiceIdOf?(kind: ChoiceKind): string | undefined;
}
