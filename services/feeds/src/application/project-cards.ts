import type { CardAddedToLibraryV1, CardRemovedFromLibraryV1 } from '#contracts';
import type { UnitOfWork } from '#eventing';
import { addedToLibrary, mergeEntries } from '../domain/activity.js';
import {
  buryCards,
  removeFromSources,
  saveActivityCards,
  saveCards,
  saveEntries,
} from '../infrastructure/activity-store.js';

/** Saves become activities, and the records of an import cards of its one activity. */
export async function projectCardsAdded(
  uow: UnitOfWork,
  events: readonly CardAddedToLibraryV1[],
): Promise<void> {
  const contributions = events.map((event) =>
    addedToLibrary({
      actorId: event.curatorId,
      cardId: event.cardId,
      saveId: event.saveId,
      importId: event.importId,
      at: event.addedAt,
    }),
  );
  await saveCards(
    uow.sql,
    events.map(({ cardId, curatorId, url, metadata }) => ({ cardId, curatorId, url, metadata })),
  );
  await saveActivityCards(
    uow.sql,
    contributions.map(({ card }) => ({ ...card, copy: null })),
  );
  await saveEntries(uow.sql, mergeEntries(contributions.map(({ entry }) => entry)));
}

/** A card that is gone takes its activities along, and leaves a tombstone for what comes of it later. */
export async function projectCardsRemoved(
  uow: UnitOfWork,
  events: readonly CardRemovedFromLibraryV1[],
): Promise<void> {
  await buryCards(
    uow.sql,
    events.map(({ cardId, curatorId, url }) => ({ cardId, curatorId, url })),
  );
  await removeFromSources(
    uow.sql,
    events.map(({ cardId }) => ({ cardId, sourceId: cardId })),
  );
}
