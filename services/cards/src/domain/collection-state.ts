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
  }
}
