import type { CollectionAccess } from './collection-access.js';

export interface CollectionCreated {
  type: 'CollectionCreated';
  data: {
    collectionId: string;
    authorId: string;
    name: string;
    description?: string;
    access: CollectionAccess;
    collaboratorIds: string[];
    createdAt: string;
  };
}

export interface CardAddedToCollection {
  type: 'CardAddedToCollection';
  data: {
    collectionId: string;
    cardId: string;
    addedBy: string;
    viaCardId?: string;
    /** The save that this belongs to. */
    saveId: string;
    importId?: string;
    addedAt: string;
  };
}

export interface CardRemovedFromCollection {
  type: 'CardRemovedFromCollection';
  data: { collectionId: string; cardId: string; removedBy: string; removedAt: string };
}

/** Everything that happens to a collection, in this service's own words. */
export type CollectionEvent = CollectionCreated | CardAddedToCollection | CardRemovedFromCollection;
