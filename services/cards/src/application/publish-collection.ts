import {
  CardAddedToCollectionV1,
  CardRemovedFromCollectionV1,
  CollectionChangedV1,
  CollectionCreatedV1,
  CollectionCreatedV2,
  CollectionDeletedV1,
  eventOf,
  UrlMetadata,
  Via,
} from '#contracts';
import { type AggregateChange, together } from '#eventing';
import type { Card } from '../domain/card.js';
import type { Collection } from '../domain/collection.js';
import type { CollectionEvent } from '../domain/collection-events.js';
import { recordedChange } from './recorded-change.js';

/**
 * A collection's change, with its domain events translated for the other services.
 *
 * @param cards the cards that the change adds: consumers are told all about them, so that they need not ask
 */
export function collectionChange(collection: Collection, ...cards: readonly Card[]): AggregateChange {
  const known = new Map(cards.map((card) => [card.id, card]));
  return recordedChange('Collection', collection, (event) => published(collection, known, event));
}

function published(
  collection: Collection,
  cards: ReadonlyMap<string, Card>,
  event: CollectionEvent,
): readonly object[] {
  switch (event.type) {
    case 'CollectionCreated': {
      const { collectionId, authorId, name, description, access } = event.data;
      return together(
        eventOf(CollectionCreatedV1, { collectionId, authorId, name }),
        eventOf(CollectionCreatedV2, {
          collectionId,
          authorId,
          name,
          access,
          ...(description === undefined ? {} : { description }),
        }),
      );
    }
    case 'CardAddedToCollection': {
      const { collectionId, cardId, addedBy, saveId, importId, addedAt } = event.data;
      const card = cards.get(cardId);
      if (card === undefined)
        throw new TypeError(`Card ${cardId} was added, but is not at hand to be published`);
      const added = eventOf(CardAddedToCollectionV1, {
        collectionId,
        collectionName: collection.name,
        authorId: collection.authorId,
        collaboratorIds: [...collection.collaboratorIds],
        cardId,
        cardCuratorId: card.curatorId,
        url: card.content.url,
        metadata: Object.assign(new UrlMetadata(), card.metadata),
        addedBy,
        ...(card.via === undefined ? {} : { via: Object.assign(new Via(), card.via) }),
        saveId,
        ...(importId === undefined ? {} : { importId }),
        addedAt,
      });
      return [added];
    }
    case 'CardRemovedFromCollection':
      return [eventOf(CardRemovedFromCollectionV1, event.data)];
    case 'CollectionEdited':
    case 'CollaboratorAdded':
    case 'CollaboratorRemoved': {
      const { name, description, access, authorId, collaboratorIds } = collection;
      const changed = eventOf(CollectionChangedV1, {
        collectionId: collection.id,
        authorId,
        name,
        ...(description === undefined ? {} : { description }),
        access,
        collaboratorIds: [...collaboratorIds],
        changedAt: event.data.changedAt,
      });
      return [changed];
    }
    case 'CollectionDeleted': {
      const { name, authorId, collaboratorIds } = collection;
      const { collectionId, cardCount, deletedAt } = event.data;
      return [
        eventOf(CollectionDeletedV1, {
          collectionId,
          authorId,
          name,
          collaboratorIds: [...collaboratorIds],
          cardCount,
          deletedAt,
        }),
      ];
    }
  }
}
