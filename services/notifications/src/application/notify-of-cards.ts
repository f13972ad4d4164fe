import type {
  CardAddedToCollectionV1,
  CardAddedToLibraryV1,
  CardRemovedFromCollectionV1,
  CardRemovedFromLibraryV1,
  UrlMetadata,
  UrlMetadataResolvedV1,
} from '#contracts';
import { isNews, recordChanges, type UnitOfWork } from '#eventing';
import type { Causes } from './causes.js';
import { type CardFact, reasonsOfCollecting, reasonsOfSave } from '../domain/reason.js';
import { scheduleAnnouncements } from '../infrastructure/announcements.js';
import {
  addCollectionCards,
  putCollections,
  removeCollectionCards,
} from '../infrastructure/collection-copy.js';
import {
  addLibraryCards,
  type LibraryCard,
  removeLibraryCards,
  retitleLibraryCards,
} from '../infrastructure/library-copy.js';
import { actsChanged, recordWithdrawals, workLeft } from '../infrastructure/live-changes.js';
import { addReasons, buryCards, withdrawCardReasons } from '../infrastructure/reason-store.js';

/** An import notifies nobody card by card. */
const byHand = (event: { importId?: string }): boolean => event.importId === undefined;

export async function notifyOfSaves(
  uow: UnitOfWork,
  events: readonly CardAddedToLibraryV1[],
  causes?: Causes,
): Promise<void> {
  const notable = events.filter(byHand);
  const reasons = notable.flatMap((event) => {
    const act = { actId: event.saveId, actorId: event.curatorId, at: event.addedAt };
    return reasonsOfSave(act, cardFact(event), event.via);
  });
  // Statements that do not need each other's answers go out together.
  await Promise.all([
    addLibraryCards(uow.sql, events.map(libraryCardOf)),
    addReasons(uow.sql, reasons),
    scheduleAnnouncements(
      uow.sql,
      notable.map((event) => ({ actId: event.saveId, sourceId: event.cardId, cause: causes?.get(event) })),
    ),
  ]);
}

/** Notifications of a card show it under what its title turned out to be. */
export async function followResolvedMetadata(
  uow: UnitOfWork,
  events: readonly UrlMetadataResolvedV1[],
): Promise<void> {
  await retitleLibraryCards(
    uow.sql,
    events.map(({ cardId, metadata }) => ({ cardId, title: metadata.title ?? null })),
  );
}

/** A card that is gone takes back all that it gave reason for, and what collections may yet say of it. */
export async function withdrawRemovedCards(
  uow: UnitOfWork,
  events: readonly CardRemovedFromLibraryV1[],
): Promise<void> {
  const cardIds = events.map(({ cardId }) => cardId);
  await buryCards(uow.sql, cardIds);
  const removed = await removeLibraryCards(uow.sql, cardIds);
  const withdrawn = await withdrawCardReasons(
    uow.sql,
    cardIds.map((cardId) => ({ cardId, sourceId: cardId })),
  );
  const lately = new Set(events.filter(({ removedAt }) => isNews(removedAt)).map(({ cardId }) => cardId));
  const gone = removed.filter(({ cardId }) => lately.has(cardId));
  const acts = [
    ...gone.flatMap(({ saveId }) => saveId ?? []),
    ...withdrawn.filter(({ sourceId }) => lately.has(sourceId)).map(({ actId }) => actId),
  ];
  await recordChanges(uow.sql, [
    ...actsChanged(acts),
    ...gone.map(({ urlKey, curatorId }) => workLeft(urlKey, curatorId)),
  ]);
}

export async function notifyOfCollecting(
  uow: UnitOfWork,
  events: readonly CardAddedToCollectionV1[],
  causes?: Causes,
): Promise<void> {
  const notable = events.filter(byHand);
  const reasons = notable.flatMap((event) => {
    const act = { actId: event.saveId, actorId: event.addedBy, at: event.addedAt };
    const { collectionId, collectionName: name, authorId, collaboratorIds } = event;
    return reasonsOfCollecting(act, cardFact(event), { collectionId, name, authorId, collaboratorIds });
  });
  await Promise.all([
    putCollections(
      uow.sql,
      events.map(({ collectionId, authorId, collectionName }) => ({
        collectionId,
        authorId,
        name: collectionName,
      })),
    ),
    addCollectionCards(
      uow.sql,
      notable.map((event) => {
        const { collectionId, addedBy, saveId, addedAt } = event;
        return { ...cardFact(event), collectionId, addedBy, saveId, addedAt };
      }),
    ),
    addReasons(uow.sql, reasons),
    scheduleAnnouncements(
      uow.sql,
      notable.map((event) => ({
        actId: event.saveId,
        sourceId: event.collectionId,
        cause: causes?.get(event),
      })),
    ),
  ]);
}

export async function withdrawFromCollections(
  uow: UnitOfWork,
  events: readonly CardRemovedFromCollectionV1[],
): Promise<void> {
  const removed = await removeCollectionCards(uow.sql, events);
  const withdrawn = await withdrawCardReasons(
    uow.sql,
    events.map(({ cardId, collectionId }) => ({ cardId, sourceId: collectionId })),
  );
  const lately = new Set(
    events.filter(({ removedAt }) => isNews(removedAt)).map(({ collectionId }) => collectionId),
  );
  await recordWithdrawals(uow.sql, [...removed, ...withdrawn], lately);
}

function libraryCardOf(event: CardAddedToLibraryV1): LibraryCard {
  const { curatorId, addedAt, saveId } = event;
  return { ...cardFact(event), curatorId, addedAt, saveId: byHand(event) ? saveId : null };
}

function cardFact({
  cardId,
  url,
  metadata,
}: {
  cardId: string;
  url: string;
  metadata: UrlMetadata;
}): CardFact {
  return { cardId, url, title: metadata.title ?? null };
}
