import type {
  CardAddedToCollectionV1,
  CardRemovedFromCollectionV1,
  CollectionChangedV1,
  CollectionCreatedV2,
  CollectionDeletedV1,
} from '#contracts';
import { type EventEnvelope, isNews, type UnitOfWork } from '#eventing';
import { addedToCollection, collectionCreated, mergeEntries } from '../domain/activity.js';
import {
  removeCollections,
  removeFromSources,
  saveActivityCards,
  saveEntries,
} from '../infrastructure/activity-store.js';
import {
  buryCollections,
  type DescribedCollection,
  describeCollections,
  saveCollections,
} from '../infrastructure/collection-copy.js';
import {
  recordAdded,
  recordCardsLeavingCollections,
  recordCollectionsLeaving,
} from '../infrastructure/live-changes.js';

export async function projectCollectionsCreated(
  uow: UnitOfWork,
  events: readonly EventEnvelope<CollectionCreatedV2>[],
): Promise<void> {
  await describeCollections(
    uow.sql,
    events.map(({ data }) => described(data)),
  );
  const entries = events.map(({ data: { collectionId, authorId }, time }) =>
    collectionCreated({ collectionId, authorId, at: time }),
  );
  await saveEntries(uow.sql, mergeEntries(entries));
  await recordAdded(uow.sql, entries);
}

/** The collection joins the activity of the save that it belongs to, or begins it. */
export async function projectCardsAddedToCollections(
  uow: UnitOfWork,
  events: readonly CardAddedToCollectionV1[],
): Promise<void> {
  const rows = events.map((event) => {
    const { cardId, url, saveId, importId, addedBy, addedAt, collectionId } = event;
    const act = { actorId: addedBy, cardId, url, saveId, importId, at: addedAt };
    const copy = { cardId, curatorId: event.cardCuratorId, url, metadata: event.metadata };
    const { entry, card } = addedToCollection(act, collectionId);
    return { entry, card: { ...card, copy } };
  });
  // Statements that do not need each other's answers go out together.
  await Promise.all([
    saveCollections(
      uow.sql,
      events.map(({ collectionId, authorId, collectionName }) => ({
        collectionId,
        authorId,
        name: collectionName,
      })),
    ),
    saveActivityCards(
      uow.sql,
      rows.map(({ card }) => card),
    ),
    saveEntries(uow.sql, mergeEntries(rows.map(({ entry }) => entry))),
    recordAdded(
      uow.sql,
      rows.map(({ entry }) => entry),
      rows.map(({ card }) => card),
    ),
  ]);
}

/** Takes just that collection off. */
export async function projectCardsRemovedFromCollections(
  uow: UnitOfWork,
  events: readonly CardRemovedFromCollectionV1[],
): Promise<void> {
  const lately = events.filter(({ removedAt }) => isNews(removedAt));
  await recordCardsLeavingCollections(uow.sql, lately);
  await removeFromSources(
    uow.sql,
    events.map(({ cardId, collectionId }) => ({ cardId, sourceId: collectionId })),
  );
}

/** Collections are shown as they are now, wherever they are shown. */
export async function projectCollectionsChanged(
  uow: UnitOfWork,
  events: readonly CollectionChangedV1[],
): Promise<void> {
  await describeCollections(uow.sql, events.map(described));
}

/** A deleted collection leaves the activities; the ones of nothing but it go with it. */
export async function projectCollectionsDeleted(
  uow: UnitOfWork,
  events: readonly CollectionDeletedV1[],
): Promise<void> {
  const lately = events.filter(({ deletedAt }) => isNews(deletedAt));
  await recordCollectionsLeaving(
    uow.sql,
    lately.map(({ collectionId }) => collectionId),
  );
  await buryCollections(
    uow.sql,
    events.map(({ collectionId, authorId, name }) => ({ collectionId, authorId, name })),
  );
  await removeCollections(
    uow.sql,
    events.map(({ collectionId }) => collectionId),
  );
}

function described(event: CollectionCreatedV2 | CollectionChangedV1): DescribedCollection {
  const { collectionId, authorId, name, description = null, access } = event;
  return { collectionId, authorId, name, description, access };
}
