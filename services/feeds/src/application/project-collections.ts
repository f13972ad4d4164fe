import type { CardAddedToCollectionV1, CardRemovedFromCollectionV1, CollectionCreatedV2 } from '#contracts';
import type { EventEnvelope, UnitOfWork } from '#eventing';
import { addedToCollection, collectionCreated, mergeEntries } from '../domain/activity.js';
import {
  removeFromSources,
  saveActivityCards,
  saveCollections,
  saveEntries,
  saveNewCollections,
} from '../infrastructure/activity-store.js';

export async function projectCollectionsCreated(
  uow: UnitOfWork,
  events: readonly EventEnvelope<CollectionCreatedV2>[],
): Promise<void> {
  await saveNewCollections(
    uow.sql,
    events.map(({ data: { collectionId, authorId, name, description = null, access } }) => ({
      collectionId,
      authorId,
      name,
      description,
      access,
    })),
  );
  const entries = events.map(({ data: { collectionId, authorId }, time }) =>
    collectionCreated({ collectionId, authorId, at: time }),
  );
  await saveEntries(uow.sql, mergeEntries(entries));
}

/** The collection joins the activity of the save that it belongs to, or begins it. */
export async function projectCardsAddedToCollections(
  uow: UnitOfWork,
  events: readonly CardAddedToCollectionV1[],
): Promise<void> {
  const rows = events.map((event) => {
    const { cardId, saveId, importId, addedBy, addedAt, collectionId } = event;
    const act = { actorId: addedBy, cardId, saveId, importId, at: addedAt };
    const copy = { cardId, curatorId: event.cardCuratorId, url: event.url, metadata: event.metadata };
    const { entry, card } = addedToCollection(act, collectionId);
    return { entry, card: { ...card, copy } };
  });
  await saveCollections(
    uow.sql,
    events.map(({ collectionId, authorId, collectionName }) => ({
      collectionId,
      authorId,
      name: collectionName,
    })),
  );
  await saveActivityCards(
    uow.sql,
    rows.map(({ card }) => card),
  );
  await saveEntries(uow.sql, mergeEntries(rows.map(({ entry }) => entry)));
}

/** Takes just that collection off. */
export async function projectCardsRemovedFromCollections(
  uow: UnitOfWork,
  events: readonly CardRemovedFromCollectionV1[],
): Promise<void> {
  await removeFromSources(
    uow.sql,
    events.map(({ cardId, collectionId }) => ({ cardId, sourceId: collectionId })),
  );
}
