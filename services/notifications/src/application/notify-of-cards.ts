import type {
  CardAddedToCollectionV1,
  CardAddedToLibraryV1,
  CardRemovedFromCollectionV1,
  CardRemovedFromLibraryV1,
  UrlMetadata,
} from '#contracts';
import type { UnitOfWork } from '#eventing';
import { type CardFact, reasonsOfCollecting, reasonsOfSave } from '../domain/reason.js';
import { addReasons, buryCards, withdrawCardReasons } from '../infrastructure/reason-store.js';

/** An import notifies nobody card by card. */
const byHand = (event: { importId?: string }): boolean => event.importId === undefined;

export async function notifyOfSaves(uow: UnitOfWork, events: readonly CardAddedToLibraryV1[]): Promise<void> {
  const reasons = events.filter(byHand).flatMap((event) => {
    const act = { actId: event.saveId, actorId: event.curatorId, at: event.addedAt };
    return reasonsOfSave(act, cardFact(event), event.via);
  });
  await addReasons(uow.sql, reasons);
}

/** A card that is gone takes back all that it gave reason for, and what collections may yet say of it. */
export async function withdrawRemovedCards(
  uow: UnitOfWork,
  events: readonly CardRemovedFromLibraryV1[],
): Promise<void> {
  const cardIds = events.map(({ cardId }) => cardId);
  await buryCards(uow.sql, cardIds);
  await withdrawCardReasons(
    uow.sql,
    cardIds.map((cardId) => ({ cardId, sourceId: cardId })),
  );
}

export async function notifyOfCollecting(
  uow: UnitOfWork,
  events: readonly CardAddedToCollectionV1[],
): Promise<void> {
  const reasons = events.filter(byHand).flatMap((event) => {
    const act = { actId: event.saveId, actorId: event.addedBy, at: event.addedAt };
    const { collectionId, collectionName: name, authorId, collaboratorIds } = event;
    return reasonsOfCollecting(act, cardFact(event), { collectionId, name, authorId, collaboratorIds });
  });
  await addReasons(uow.sql, reasons);
}

export async function withdrawFromCollections(
  uow: UnitOfWork,
  events: readonly CardRemovedFromCollectionV1[],
): Promise<void> {
  await withdrawCardReasons(
    uow.sql,
    events.map(({ cardId, collectionId }) => ({ cardId, sourceId: collectionId })),
  );
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
