import type { CollectionChangedV1, CollectionDeletedV1 } from '#contracts';
import type { UnitOfWork } from '#eventing';
import { putCollections } from '../infrastructure/collection-copy.js';
import { withdrawReasonsOf } from '../infrastructure/reason-store.js';

/**
 * Notifications name a collection as it is called now. Each addition says itself who keeps the collection at that
 * time: new collaborators are told of what comes, former ones keep what they were told.
 */
export async function followChangedCollections(
  uow: UnitOfWork,
  events: readonly CollectionChangedV1[],
): Promise<void> {
  await putCollections(uow.sql, events);
}

/** A collection that is gone takes back what it gave reason for: what cards were added to. */
export async function withdrawDeletedCollections(
  uow: UnitOfWork,
  events: readonly CollectionDeletedV1[],
): Promise<void> {
  await putCollections(uow.sql, events, { deleted: true });
  await withdrawReasonsOf(
    uow.sql,
    events.map(({ collectionId }) => collectionId),
  );
}
