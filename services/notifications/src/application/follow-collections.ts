import type { CollectionChangedV1, CollectionCreatedV2, CollectionDeletedV1 } from '#contracts';
import { isNews, type UnitOfWork } from '#eventing';
import { emptyCollections, putCollections } from '../infrastructure/collection-copy.js';
import { recordWithdrawals } from '../infrastructure/live-changes.js';
import { withdrawReasonsOf } from '../infrastructure/reason-store.js';

/** A collection can be subscribed to, or muted, once it is known here. */
export async function followCreatedCollections(
  uow: UnitOfWork,
  events: readonly CollectionCreatedV2[],
): Promise<void> {
  await putCollections(uow.sql, events);
}

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
  const collectionIds = events.map(({ collectionId }) => collectionId);
  const emptied = await emptyCollections(uow.sql, collectionIds);
  const withdrawn = await withdrawReasonsOf(uow.sql, collectionIds);
  const lately = new Set(
    events.filter(({ deletedAt }) => isNews(deletedAt)).map(({ collectionId }) => collectionId),
  );
  await recordWithdrawals(uow.sql, [...emptied, ...withdrawn], lately);
}
