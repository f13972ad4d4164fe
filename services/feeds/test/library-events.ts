import 'reflect-metadata';
import {
  CardAddedToCollectionV1,
  CardAddedToLibraryV1,
  CardRemovedFromCollectionV1,
  CardRemovedFromLibraryV1,
  CollectionCreatedV2,
  eventOf,
} from '#contracts';
import type { EventEnvelope, UnitOfWork } from '#eventing';
import { projectCardsAdded, projectCardsRemoved } from '../src/application/project-cards.js';
import {
  projectCardsAddedToCollections,
  projectCardsRemovedFromCollections,
  projectCollectionsCreated,
} from '../src/application/project-collections.js';

export const ADA = 'did:plc:ada';
export const BOB = 'did:plc:bob';
export const NOON = Date.UTC(2026, 0, 1, 12);

/** A UUID that is readable in a failure. */
export const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const at = (seconds: number): string => new Date(NOON + seconds * 1_000).toISOString();

export interface Save {
  cardId: string;
  saveId?: string;
  curatorId?: string;
  importId?: string;
  title?: string;
  addedAt?: string;
}

type Handler = (uow: UnitOfWork) => Promise<void>;

const url = 'https://example.org/';

function saved({
  cardId,
  saveId = cardId,
  curatorId = ADA,
  importId,
  title = 'Tides',
  addedAt = at(0),
}: Save) {
  return { cardId, saveId, curatorId, title, addedAt, ...(importId === undefined ? {} : { importId }) };
}

/** Cards come into libraries, in one batch. */
export const added = (...saves: Save[]): Handler => {
  const events = saves
    .map(saved)
    .map(({ title, ...save }) => eventOf(CardAddedToLibraryV1, { ...save, url, metadata: { title } }));
  return (uow) => projectCardsAdded(uow, events);
};

export const removed = (...cardIds: string[]): Handler => {
  const events = cardIds.map((cardId) =>
    eventOf(CardRemovedFromLibraryV1, { cardId, curatorId: ADA, url, removedAt: at(60) }),
  );
  return (uow) => projectCardsRemoved(uow, events);
};

/** Cards come into a collection, put there by their curators unless said otherwise, in one batch. */
export const collected = (collectionId: string, ...saves: (Save & { addedBy?: string })[]): Handler => {
  const events = saves.map((save) => {
    const { title, curatorId, ...rest } = saved(save);
    return eventOf(CardAddedToCollectionV1, {
      ...rest,
      collectionId,
      collectionName: `Collection ${collectionId.slice(-2)}`,
      authorId: BOB,
      collaboratorIds: [],
      cardCuratorId: curatorId,
      url,
      metadata: { title },
      addedBy: save.addedBy ?? curatorId,
    });
  });
  return (uow) => projectCardsAddedToCollections(uow, events);
};

export const uncollected = (collectionId: string, ...cardIds: string[]): Handler => {
  const events = cardIds.map((cardId) =>
    eventOf(CardRemovedFromCollectionV1, { collectionId, cardId, removedBy: ADA, removedAt: at(60) }),
  );
  return (uow) => projectCardsRemovedFromCollections(uow, events);
};

export const created = (collectionId: string, authorId = BOB, time = at(0)): Handler => {
  const name = `Collection ${collectionId.slice(-2)}`;
  const envelope: EventEnvelope<CollectionCreatedV2> = {
    id: id(999),
    source: '/services/cards',
    type: CollectionCreatedV2.type,
    subject: collectionId,
    time,
    sequence: 1,
    correlationId: 'test',
    causationId: 'test',
    data: eventOf(CollectionCreatedV2, { collectionId, authorId, name, access: 'CLOSED' }),
  };
  return (uow) => projectCollectionsCreated(uow, [envelope]);
};
