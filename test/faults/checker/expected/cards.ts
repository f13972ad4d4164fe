/** What people would be shown of a model's cards, collections and connections. */
import type { Card, Highlight } from '../../../model/cards.ts';
import type { Collection, Link } from '../../../model/collections.ts';
import type { Connection } from '../../../model/connections.ts';
import type { DomainModel } from '../../../model/domain.ts';
import {
  type LibraryQuery,
  SEARCHED,
  type ShownCard,
  type ShownCollection,
  type ShownConnection,
} from '../shown.ts';

export function cardOf(card: Card | Highlight): ShownCard {
  const { cardId: id, curatorId, url, note, at: addedAt, changedAt } = card;
  const common = { id, curatorId, url, ...(note === undefined ? {} : { note }) };
  const times = { addedAt, updatedAt: changedAt ?? addedAt };
  if (card.type === 'highlighted') {
    const { parentCardId, quote, selector } = card;
    return { ...common, type: 'HIGHLIGHT', metadata: {}, parentCardId, quote, selector, ...times };
  }
  const { metadata, via } = card;
  return { ...common, type: 'URL', metadata, ...(via === undefined ? {} : { via }), ...times };
}

/** Somebody's cards in each of a library's orders, and filtered. */
export function librariesOf(model: DomainModel, did: string): Record<LibraryQuery, ShownCard[]> {
  const { cards } = model.library;
  const own = cards.of(did).map(cardOf);
  const saves = new Map(own.map(({ url }) => [url, cards.on(url).length]));
  const added = own.toSorted((a, b) => latest(a.addedAt, a.id, b.addedAt, b.id));
  return {
    added,
    updated: own.toSorted((a, b) => latest(a.updatedAt, a.id, b.updatedAt, b.id)),
    saves: own.toSorted(
      (a, b) => (saves.get(b.url) ?? 0) - (saves.get(a.url) ?? 0) || latest('', a.id, '', b.id),
    ),
    highlights: cards
      .highlightsOf(did)
      .map(cardOf)
      .toSorted((a, b) => latest(a.addedAt, a.id, b.addedAt, b.id)),
    books: added.filter(({ metadata }) => metadata.kind === 'book'),
    found: added.filter(({ note, url, metadata }) =>
      [note, url, metadata.title].some((text) => text?.includes(SEARCHED) === true),
    ),
  };
}

export function collectionOf(model: DomainModel, collection: Collection): Omit<ShownCollection, 'feed'> {
  const { collectionId: id, authorId, name, description, access, createdAt, collaboratorIds } = collection;
  const links = model.library.collections
    .linksIn(id)
    .toSorted((a, b) => latest(a.at, a.cardId, b.at, b.cardId));
  return {
    id,
    authorId,
    name,
    ...(description === undefined ? {} : { description }),
    access,
    createdAt,
    collaboratorIds: collaboratorIds.toSorted(),
    cardCount: links.length,
    cards: links.map(({ cardId, by: addedBy, at: addedAt }) => ({ cardId, addedBy, addedAt })),
    contributors: contributorsOf(links),
  };
}

function contributorsOf(links: readonly Link[]): ShownCollection['contributors'] {
  return [...Map.groupBy(links, ({ by }) => by)]
    .map(([did, own]) => ({
      did,
      cardCount: own.length,
      lastAddedAt: own.map(({ at }) => at).reduce((a, b) => (a < b ? b : a)),
    }))
    .toSorted((a, b) => (a.did < b.did ? -1 : 1));
}

/** The last made first. */
export function collectionsOf(collections: readonly Collection[]): Collection[] {
  return collections.toSorted((a, b) => latest(a.createdAt, a.collectionId, b.createdAt, b.collectionId));
}

/** The last drawn first. */
export function connectionsOf(connections: readonly Connection[]): ShownConnection[] {
  return connections
    .map(({ connectionId: id, curatorId, source, target, connectionType: type, note, at, updatedAt }) => ({
      id,
      curatorId,
      source,
      target,
      type,
      ...(note === undefined ? {} : { note }),
      createdAt: at,
      updatedAt,
    }))
    .toSorted((a, b) => latest(a.createdAt, a.id, b.createdAt, b.id));
}

/** Everybody's cards on a work, the last saved first. */
export function savesOf(model: DomainModel, url: string): ShownCard[] {
  return model.library.cards
    .on(url)
    .map(cardOf)
    .toSorted((a, b) => latest(a.addedAt, a.id, b.addedAt, b.id));
}

function latest(at: string, id: string, otherAt: string, otherId: string): number {
  if (at !== otherAt) return at < otherAt ? 1 : -1;
  return id < otherId ? 1 : -1;
}
