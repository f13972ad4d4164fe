import type { CollectionLink, CollectionState } from './collection.js';
import type { CollectionEvent } from './collection-events.js';
import { defined } from './defined.js';

export interface RecordedLink extends CollectionLink {
  viaCardId?: string;
  addedAt: string;
}

/** All that a collection's history says of it. */
export interface RecordedCollection extends CollectionState {
  updatedAt: string;
  /** By the card's id. */
  links: Map<string, RecordedLink>;
}

/**
 * The collection after one more event of its history.
 *
 * @param state undefined before the first event. It is used up: thousands of links are not copied for one more.
 * @returns undefined once it is deleted
 * @throws TypeError when the event can not follow
 */
export function afterCollectionEvent(
  state: RecordedCollection | undefined,
  event: CollectionEvent,
): RecordedCollection | undefined {
  if (event.type === 'CollectionCreated') {
    const { collectionId: id, ...rest } = event.data;
    return { id, ...rest, updatedAt: rest.createdAt, links: new Map() };
  }
  if (state === undefined) throw new TypeError(`${event.type} of a collection that is not there`);
  const { links } = state;
  switch (event.type) {
    case 'CardAddedToCollection': {
      const { cardId, addedBy, viaCardId, addedAt } = event.data;
      links.set(cardId, defined({ cardId, addedBy, viaCardId, addedAt }));
      break;
    }
    case 'CardRemovedFromCollection':
      links.delete(event.data.cardId);
      break;
    case 'CollectionEdited': {
      const { name, description, access, changedAt } = event.data;
      const { description: _before, ...rest } = state;
      return { ...rest, name, ...defined({ description }), access, updatedAt: changedAt };
    }
    case 'CollaboratorAdded': {
      const { collaboratorId, changedAt } = event.data;
      const collaboratorIds = [...state.collaboratorIds, collaboratorId];
      return { ...state, collaboratorIds, updatedAt: changedAt };
    }
    case 'CollaboratorRemoved': {
      const { collaboratorId, changedAt } = event.data;
      const collaboratorIds = state.collaboratorIds.filter((did) => did !== collaboratorId);
      return { ...state, collaboratorIds, updatedAt: changedAt };
    }
    case 'CollectionDeleted':
      return undefined;
  }
  return { ...state, updatedAt: happenedAt(event) };
}

/** When an event of a collection happened. */
export function happenedAt({ type, data }: CollectionEvent): string {
  switch (type) {
    case 'CollectionCreated':
      return data.createdAt;
    case 'CardAddedToCollection':
      return data.addedAt;
    case 'CardRemovedFromCollection':
      return data.removedAt;
    case 'CollectionEdited':
    case 'CollaboratorAdded':
    case 'CollaboratorRemoved':
      return data.changedAt;
    case 'CollectionDeleted':
      return data.deletedAt;
  }
}
