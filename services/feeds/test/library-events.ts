import 'reflect-metadata';
import {
  CardAddedToCollectionV1,
  CardAddedToLibraryV1,
  CardContentChangedV1,
  CardRemovedFromCollectionV1,
  CardRemovedFromLibraryV1,
  CollectionChangedV1,
  CollectionCreatedV2,
  CollectionDeletedV1,
  ConnectionChangedV1,
  ConnectionCreatedV1,
  type ConnectionEnd,
  ConnectionRemovedV1,
  eventOf,
  UrlMetadataResolvedV1,
} from '#contracts';
import type { EventEnvelope, UnitOfWork } from '#eventing';
import {
  projectCardContents,
  projectCardsAdded,
  projectCardsRemoved,
  projectMetadata,
} from '../src/application/project-cards.js';
import {
  projectCardsAddedToCollections,
  projectCardsRemovedFromCollections,
  projectCollectionsChanged,
  projectCollectionsCreated,
  projectCollectionsDeleted,
} from '../src/application/project-collections.js';
import {
  projectConnectionsChanged,
  projectConnectionsCreated,
  projectConnectionsRemoved,
} from '../src/application/project-connections.js';

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
  note?: string;
  addedAt?: string;
}

export type Handler = (uow: UnitOfWork) => Promise<void>;

const url = 'https://example.org/';

function saved({
  cardId,
  saveId = cardId,
  curatorId = ADA,
  importId,
  title = 'Tides',
  note,
  addedAt = at(0),
}: Save) {
  const noted = note === undefined ? {} : { note };
  return {
    cardId,
    saveId,
    curatorId,
    title,
    addedAt,
    ...noted,
    ...(importId === undefined ? {} : { importId }),
  };
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
    const { title, curatorId, note: _, ...rest } = saved({ ...save });
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

/** What a card says now: its own note, or with a parent a highlight. */
export const saying = (
  cardId: string,
  content: { note?: string; quote?: string; parentCardId?: string; cardType?: 'NOTE' | 'HIGHLIGHT' },
): Handler => {
  const event = eventOf(CardContentChangedV1, {
    cardType: content.parentCardId === undefined ? 'URL' : 'HIGHLIGHT',
    ...content,
    cardId,
    curatorId: ADA,
    url,
    ...(content.quote === undefined ? {} : { selector: 'text=tides' }),
    changedAt: at(30),
  });
  return (uow) => projectCardContents(uow, [event]);
};

export const resolved = (cardId: string, title: string): Handler => {
  const event = eventOf(UrlMetadataResolvedV1, {
    cardId,
    curatorId: ADA,
    url,
    metadata: { title, kind: 'research' },
    resolvedAt: at(30),
  });
  return (uow) => projectMetadata(uow, [event]);
};

export const changed = (collectionId: string, name: string): Handler => {
  const event = eventOf(CollectionChangedV1, {
    collectionId,
    authorId: BOB,
    name,
    access: 'OPEN',
    collaboratorIds: [],
    changedAt: at(30),
  });
  return (uow) => projectCollectionsChanged(uow, [event]);
};

export const deleted = (collectionId: string): Handler => {
  const event = eventOf(CollectionDeletedV1, {
    collectionId,
    authorId: BOB,
    name: 'Collection',
    collaboratorIds: [],
    cardCount: 1,
    deletedAt: at(60),
  });
  return (uow) => projectCollectionsDeleted(uow, [event]);
};

export interface Connection {
  curatorId?: string;
  source?: ConnectionEnd;
  target?: ConnectionEnd;
  note?: string;
  createdAt?: string;
}

function drawn({ curatorId = ADA, source, target, note }: Connection) {
  return {
    curatorId,
    source: source ?? { url, metadata: { title: 'As drawn' } },
    target: target ?? { url: 'https://example.org/moon', metadata: { title: 'The Moon' } },
    ...(note === undefined ? {} : { note }),
  };
}

export const connected = (connectionId: string, connection: Connection = {}): Handler => {
  const event = eventOf(ConnectionCreatedV1, {
    connectionId,
    ...drawn(connection),
    connectionType: 'SUPPORTS',
    createdAt: connection.createdAt ?? at(0),
  });
  return (uow) => projectConnectionsCreated(uow, [event]);
};

export const reconnected = (connectionId: string, connection: Connection = {}): Handler => {
  const event = eventOf(ConnectionChangedV1, {
    connectionId,
    ...drawn(connection),
    connectionType: 'OPPOSES',
    changedAt: at(40),
  });
  return (uow) => projectConnectionsChanged(uow, [event]);
};

export const disconnected = (connectionId: string): Handler => {
  const event = eventOf(ConnectionRemovedV1, {
    connectionId,
    curatorId: ADA,
    sourceUrl: url,
    targetUrl: 'https://example.org/moon',
    removedAt: at(60),
  });
  return (uow) => projectConnectionsRemoved(uow, [event]);
};
