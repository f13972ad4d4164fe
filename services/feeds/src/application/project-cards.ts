import type {
  CardAddedToLibraryV1,
  CardContentChangedV1,
  CardRemovedFromLibraryV1,
  UrlMetadataResolvedV1,
} from '#contracts';
import { isNews, type UnitOfWork } from '#eventing';
import { addedToLibrary, mergeEntries } from '../domain/activity.js';
import { removeFromSources, saveActivityCards, saveEntries } from '../infrastructure/activity-store.js';
import { buryCards, saveCardContents, saveCards, saveMetadata } from '../infrastructure/card-copy.js';
import { recordAdded, recordCardContents, recordCardsLeaving } from '../infrastructure/live-changes.js';

/** Saves become activities, and the records of an import cards of its one activity. */
export async function projectCardsAdded(
  uow: UnitOfWork,
  events: readonly CardAddedToLibraryV1[],
): Promise<void> {
  const contributions = events.map((event) =>
    addedToLibrary({
      actorId: event.curatorId,
      cardId: event.cardId,
      url: event.url,
      saveId: event.saveId,
      importId: event.importId,
      at: event.addedAt,
    }),
  );
  // Statements that do not need each other's answers go out together.
  await Promise.all([
    saveCards(
      uow.sql,
      events.map(({ cardId, curatorId, url, metadata, note = null }) => ({
        cardId,
        curatorId,
        url,
        metadata,
        note,
      })),
    ),
    saveActivityCards(
      uow.sql,
      contributions.map(({ card }) => ({ ...card, copy: null })),
    ),
    saveEntries(uow.sql, mergeEntries(contributions.map(({ entry }) => entry))),
    recordAdded(
      uow.sql,
      contributions.map(({ entry }) => entry),
      contributions.map(({ card }) => card),
    ),
  ]);
}

/** The card's own note, or a note or highlight that is a card on another: shown as it is now, and no activity. */
export async function projectCardContents(
  uow: UnitOfWork,
  events: readonly CardContentChangedV1[],
): Promise<void> {
  await saveCardContents(
    uow.sql,
    events.map((event) => {
      const { cardId, curatorId, url, cardType } = event;
      const { parentCardId = null, note = null, quote = null, selector = null } = event;
      return { cardId, curatorId, url, cardType, parentCardId, note, quote, selector };
    }),
  );
  const lately = events.filter(({ changedAt }) => isNews(changedAt));
  await recordCardContents(
    uow.sql,
    lately.map(({ cardId, parentCardId }) => parentCardId ?? cardId),
  );
}

/** The newest of what is known of a work. */
export async function projectMetadata(
  uow: UnitOfWork,
  events: readonly UrlMetadataResolvedV1[],
): Promise<void> {
  await saveMetadata(
    uow.sql,
    events.map(({ cardId, curatorId, url, metadata }) => ({ cardId, curatorId, url, metadata })),
  );
  const lately = events.filter(({ resolvedAt }) => isNews(resolvedAt));
  await recordCardContents(
    uow.sql,
    lately.map(({ cardId }) => cardId),
  );
}

/** A card that is gone takes its activities along, and leaves a tombstone for what comes of it later. */
export async function projectCardsRemoved(
  uow: UnitOfWork,
  events: readonly CardRemovedFromLibraryV1[],
): Promise<void> {
  const lately = events.filter(({ removedAt }) => isNews(removedAt));
  await Promise.all([
    recordCardsLeaving(
      uow.sql,
      lately.map(({ cardId }) => cardId),
    ),
    buryCards(
      uow.sql,
      events.map(({ cardId, curatorId, url }) => ({ cardId, curatorId, url })),
    ),
    removeFromSources(
      uow.sql,
      events.map(({ cardId }) => ({ cardId, sourceId: cardId })),
    ),
  ]);
}
