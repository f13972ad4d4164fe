import type { UnitOfWork } from '#eventing';
import type { Card } from '../domain/card.js';
import type { Collection } from '../domain/collection.js';
import type { CollectionRepository } from '../infrastructure/collection-repository.js';
import { collectionChange } from './publish-collection.js';
import { progressAfter } from './recorded-change.js';

/**
 * Stores what a collection raised, with its events; nothing where it raised none.
 *
 * @param cards the cards that were added to it
 * @throws ConcurrencyConflict as `CollectionRepository.update` does
 */
export async function storeCollection(
  uow: UnitOfWork,
  collections: CollectionRepository,
  collection: Collection,
  ...cards: readonly Card[]
): Promise<void> {
  if (collection.raised.length === 0) return;
  const change = collectionChange(collection, ...cards);
  await collections.update(uow.sql, collection, progressAfter(change));
  uow.append(change);
}
