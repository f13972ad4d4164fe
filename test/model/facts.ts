/** What can have happened, in the model's own words. Times are ISO 8601, as the service that decided wrote them. */

export interface FollowTarget {
  type: 'USER' | 'COLLECTION';
  id: string;
}

export interface CardSaved {
  type: 'card-saved';
  cardId: string;
  curatorId: string;
  url: string;
  note?: string;
  via?: { cardId: string; curatorId: string };
  saveId: string;
  at: string;
}

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
  access: 'OPEN' | 'CLOSED';
  collaboratorIds: readonly string[];
  at: string;
}

export type Fact =
  | CardSaved
  | { type: 'card-removed'; cardId: string; by: string; at: string }
  | CollectionCreated
  | CardCollected
  | { type: 'card-uncollected'; collectionId: string; cardId: string; by: string; at: string }
  | { type: 'followed'; followId: string; followerId: string; target: FollowTarget; at: string }
  | { type: 'unfollowed'; followId: string; at: string };

/** What a command needs and nobody but the system can know: the names it gave, and its clock. */
export interface Given {
  /** For the aggregate that the command makes, if it makes one. */
  newId: string;
  saveId: string;
  at: string;
}
