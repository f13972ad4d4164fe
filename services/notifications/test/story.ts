/** What happened, as events tell it: each act makes the handler of its event, to be run in a spec's transactions. */
import {
  CardAddedToCollectionV1,
  CardAddedToLibraryV1,
  CardRemovedFromCollectionV1,
  CardRemovedFromLibraryV1,
  CollectionChangedV1,
  CollectionDeletedV1,
  ConnectionChangedV1,
  ConnectionCreatedV1,
  ConnectionRemovedV1,
  eventOf,
  UrlMetadataResolvedV1,
} from '#contracts';
import type { UnitOfWork } from '#eventing';
import {
  followChangedCollections,
  withdrawDeletedCollections,
} from '../src/application/follow-collections.js';
import {
  followResolvedMetadata,
  notifyOfCollecting,
  notifyOfSaves,
  withdrawFromCollections,
  withdrawRemovedCards,
} from '../src/application/notify-of-cards.js';
import {
  followChangedConnections,
  notifyOfConnections,
  withdrawConnections,
} from '../src/application/notify-of-connections.js';

export type Handler = (uow: UnitOfWork) => Promise<void>;

export const ADA = 'did:plc:ada';
export const BOB = 'did:plc:bob';
export const EVE = 'did:plc:eve';

export const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const at = (seconds: number): string =>
  new Date(Date.UTC(2026, 0, 1, 12) + seconds * 1_000).toISOString();
/** The card's work, unless said otherwise. */
export const urlOf = (card: number): string => `https://example.org/${String(card)}`;

export interface CardAct {
  card: number;
  curator: string;
  url?: string;
  /** Whose card led to it, and which. */
  via?: { card: number; curator: string };
  /** The number of its save; that of the card unless said otherwise. */
  save?: number;
  imported?: boolean;
  seconds?: number;
}

const saveOf = ({ card, save = card, imported, seconds = 0 }: CardAct) => ({
  saveId: id(1_000 + save),
  addedAt: at(seconds),
  ...(imported === true ? { importId: id(500) } : {}),
});

export function saves(act: CardAct): Handler {
  const { card, curator, url = urlOf(card), via } = act;
  const event = eventOf(CardAddedToLibraryV1, {
    cardId: id(card),
    curatorId: curator,
    url,
    metadata: { title: `Work ${String(card)}` },
    ...(via === undefined ? {} : { via: { cardId: id(via.card), curatorId: via.curator } }),
    ...saveOf(act),
  });
  return (uow) => notifyOfSaves(uow, [event]);
}

export function removes({ card, curator, url = urlOf(card) }: CardAct): Handler {
  const event = eventOf(CardRemovedFromLibraryV1, {
    cardId: id(card),
    curatorId: curator,
    url,
    removedAt: at(60),
  });
  return (uow) => withdrawRemovedCards(uow, [event]);
}

export function learns({ card, curator, url = urlOf(card) }: CardAct, title: string): Handler {
  const event = eventOf(UrlMetadataResolvedV1, {
    cardId: id(card),
    curatorId: curator,
    url,
    metadata: { title },
    resolvedAt: at(60),
  });
  return (uow) => followResolvedMetadata(uow, [event]);
}

export interface Collection {
  collection: number;
  author: string;
  collaborators?: string[];
  name?: string;
}

const nameOf = ({ collection, name = `Collection ${String(collection)}` }: Collection): string => name;

/** The card's curator puts it into a collection. */
export function collects(act: CardAct, collection: Collection): Handler {
  const { card, curator, url = urlOf(card) } = act;
  const event = eventOf(CardAddedToCollectionV1, {
    collectionId: id(collection.collection),
    collectionName: nameOf(collection),
    authorId: collection.author,
    collaboratorIds: collection.collaborators ?? [],
    cardId: id(card),
    cardCuratorId: curator,
    url,
    metadata: { title: `Work ${String(card)}` },
    addedBy: curator,
    ...saveOf(act),
  });
  return (uow) => notifyOfCollecting(uow, [event]);
}

export function takesOut({ card, curator }: CardAct, { collection }: Collection): Handler {
  const event = eventOf(CardRemovedFromCollectionV1, {
    collectionId: id(collection),
    cardId: id(card),
    removedBy: curator,
    removedAt: at(60),
  });
  return (uow) => withdrawFromCollections(uow, [event]);
}

export function changes(collection: Collection): Handler {
  const event = eventOf(CollectionChangedV1, {
    collectionId: id(collection.collection),
    authorId: collection.author,
    name: nameOf(collection),
    access: 'CLOSED',
    collaboratorIds: collection.collaborators ?? [],
    changedAt: at(60),
  });
  return (uow) => followChangedCollections(uow, [event]);
}

export function deletes(collection: Collection): Handler {
  const event = eventOf(CollectionDeletedV1, {
    collectionId: id(collection.collection),
    authorId: collection.author,
    name: nameOf(collection),
    collaboratorIds: collection.collaborators ?? [],
    cardCount: 0,
    deletedAt: at(61),
  });
  return (uow) => withdrawDeletedCollections(uow, [event]);
}

export interface Connection {
  connection: number;
  curator: string;
  /** Works by URL; a collection's is the collection. */
  source: string | Collection;
  target: string | Collection;
  seconds?: number;
}

const endOf = (end: string | Collection) =>
  typeof end === 'string'
    ? { url: end, metadata: { title: `The work at ${end}` } }
    : {
        url: `https://example.org/collections/${id(end.collection)}`,
        metadata: { title: nameOf(end) },
        collectionId: id(end.collection),
        collectionAuthorId: end.author,
      };

const connectionOf = ({ connection, curator, source, target }: Connection) => ({
  connectionId: id(connection),
  curatorId: curator,
  source: endOf(source),
  target: endOf(target),
});

export function connects(act: Connection): Handler {
  const event = eventOf(ConnectionCreatedV1, {
    ...connectionOf(act),
    connectionType: 'RELATED',
    createdAt: at(act.seconds ?? 0),
  });
  return (uow) => notifyOfConnections(uow, [event]);
}

/** Turns it round, and makes it a support. */
export function turns(act: Connection): Handler {
  const { source, target } = act;
  const event = eventOf(ConnectionChangedV1, {
    ...connectionOf({ ...act, source: target, target: source }),
    connectionType: 'SUPPORTS',
    changedAt: at(60),
  });
  return (uow) => followChangedConnections(uow, [event]);
}

export function disconnects({ connection, curator, source, target }: Connection): Handler {
  const event = eventOf(ConnectionRemovedV1, {
    connectionId: id(connection),
    curatorId: curator,
    sourceUrl: endOf(source).url,
    targetUrl: endOf(target).url,
    removedAt: at(61),
  });
  return (uow) => withdrawConnections(uow, [event]);
}
