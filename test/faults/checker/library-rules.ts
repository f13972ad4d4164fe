/** Libraries, collections and connections are what the model says, all of it and nothing else. */
import type { DomainModel } from '../../model/domain.ts';
import { neighbourhood } from '../../model/graph.ts';
import { count, inOrder, same } from './compare.ts';
import { collectionOf, collectionsOf, connectionsOf, librariesOf, savesOf } from './expected/cards.ts';
import type { PersonView, WorkView } from './observation.ts';
import type { Violation } from './rules.ts';
import { LIBRARY_QUERIES } from './shown.ts';

export function libraryViolations(model: DomainModel, did: string, view: PersonView): Violation[] {
  const libraries = librariesOf(model, did);
  return [
    ...LIBRARY_QUERIES.flatMap((query) => {
      const name = `The library of ${did} (${query})`;
      const [expected, actual] = [libraries[query], view.libraries[query]];
      return [
        ...same('library', name, expected, actual),
        ...inOrder('library-order', name, idsOf(expected), idsOf(actual)),
      ];
    }),
    ...collectionViolations(model, did, view),
    ...listViolations(
      `The connections of ${did}`,
      connectionsOf(model.connections.of(did)),
      view.connections,
    ),
  ];
}

function collectionViolations(model: DomainModel, did: string, view: PersonView): Violation[] {
  const expected = collectionsOf(model.library.collections.of(did)).map((each) => collectionOf(model, each));
  const name = `The collections of ${did}`;
  const cardsOf = (collections: readonly { id: string; cards: { cardId: string }[] }[]) =>
    new Map(collections.map(({ id, cards }) => [id, cards.map(({ cardId }) => cardId)]));
  const wanted = cardsOf(expected);
  return [
    ...same('collections', name, expected.map(detailsOf), view.collections.map(detailsOf)),
    ...inOrder('collections-order', name, idsOf(expected), idsOf(view.collections)),
    ...same('contributors', name, expected.map(contributorsOf), view.collections.map(contributorsOf)),
    ...[...cardsOf(view.collections)].flatMap(([id, cardIds]) =>
      inOrder('collections-order', `Collection ${id}`, wanted.get(id) ?? [], cardIds),
    ),
    ...view.collections.flatMap(({ id, cardCount, cards }) =>
      count('card-count', `Collection ${id}`, cards.length, cardCount),
    ),
  ];
}

type Collection = Omit<PersonView['collections'][number], 'feed'>;

function detailsOf({
  id,
  authorId,
  name,
  description,
  access,
  createdAt,
  collaboratorIds,
  cards,
}: Collection) {
  const sorted = cards.toSorted((a, b) => (a.cardId < b.cardId ? -1 : 1));
  return { id, authorId, name, description, access, createdAt, collaboratorIds, cards: sorted };
}

function contributorsOf({ id, contributors }: Collection) {
  return { id, contributors };
}

function listViolations(
  name: string,
  expected: readonly { id: string }[],
  actual: readonly { id: string }[],
): Violation[] {
  return [
    ...same('connections', name, expected, actual),
    ...inOrder('connections-order', name, idsOf(expected), idsOf(actual)),
  ];
}

export function workViolations(model: DomainModel, view: WorkView): Violation[] {
  const { url } = view;
  const saves = savesOf(model, url);
  const holding = model.library.collections
    .all()
    .filter(({ collectionId }) => saves.some((card) => model.library.collections.has(collectionId, card.id)));
  return [
    ...same('works', `Who saved ${url}`, saves, view.saves),
    ...inOrder('works', `Who saved ${url}`, idsOf(saves), idsOf(view.saves)),
    ...count('works', `Who saved ${url}`, saves.length, view.saveCount),
    ...same('works', `What holds ${url}`, holding.map(named), view.collectionIds.map(byId)),
    ...view.statuses.flatMap(({ did, ...shown }) =>
      same('works', `${url} of ${did}`, [statusOf(model, did, url)], [shown]),
    ),
    ...listViolations(
      `The connections of ${url}`,
      connectionsOf(model.connections.at(url)),
      view.connections,
    ),
    ...view.neighbourhoods.flatMap((shown, index) => graphViolations(model, url, index + 1, shown)),
  ];
}

function statusOf({ library }: DomainModel, did: string, url: string) {
  const cardId = library.cards.own(did, url)?.cardId ?? null;
  const links = cardId === null ? [] : library.collections.linksOf(cardId);
  return { cardId, collectionIds: links.map(({ collectionId }) => collectionId).sort() };
}

/** Where something was left out, what is shown is part of what there is, and there is more. */
function graphViolations(
  model: DomainModel,
  url: string,
  depth: number,
  shown: WorkView['neighbourhoods'][number],
): Violation[] {
  const { distances, connections } = neighbourhood(model.connections, url, depth);
  const name = `The neighbourhood of ${url}, ${String(depth)} deep`;
  const works = [...distances].map(([work, distance]) => ({ url: work, distance }));
  const ids = connections.map(({ connectionId }) => connectionId);
  if (shown.cut.length === 0) {
    return [
      ...same('graph', name, works, shown.works),
      ...same('graph', name, ids.map(byId), shown.connectionIds.map(byId)),
    ];
  }
  const strange = [
    ...shown.works.filter((work) => (distances.get(work.url) ?? Infinity) > work.distance),
    ...shown.connectionIds.filter((id) => !ids.includes(id)).map(byId),
  ];
  const isWhole = shown.works.length === works.length && shown.connectionIds.length === ids.length;
  return [
    ...same('graph', `${name}, as far as it goes,`, [], strange),
    ...(isWhole ? [{ rule: 'graph' as const, detail: `${name} says it is cut, and is whole` }] : []),
  ];
}

function named({ collectionId: id }: { collectionId: string }) {
  return { id };
}

function byId(id: string) {
  return { id };
}

function idsOf(items: readonly { id: string }[]): string[] {
  return items.map(({ id }) => id);
}
