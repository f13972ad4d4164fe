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

export interface CollectionEdited {
  type: 'CollectionEdited';
  /** As it is now; without a description, it has none. */
  data: {
    collectionId: string;
    name: string;
    description?: string;
    access: CollectionAccess;
    editedBy: string;
    changedAt: string;
  };
}

export interface CollaboratorAdded {
  type: 'CollaboratorAdded';
  data: { collectionId: string; collaboratorId: string; addedBy: string; changedAt: string };
}

export interface CollaboratorRemoved {
  type: 'CollaboratorRemoved';
  data: { collectionId: string; collaboratorId: string; removedBy: string; changedAt: string };
}

/** The last event of a collection. Its cards do not leave it one by one before. */
export interface CollectionDeleted {
  type: 'CollectionDeleted';
  data: { collectionId: string; cardCount: number; deletedBy: string; deletedAt: string };
}

/** Everything that happens to a collection, in this service's own words. */
export type CollectionEvent =
  | CollectionCreated
  | CardAddedToCollection
  | CardRemovedFromCollection
  | CollectionEdited
  | CollaboratorAdded
  | CollaboratorRemoved
  | CollectionDeleted;
