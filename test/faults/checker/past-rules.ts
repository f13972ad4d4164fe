/** Histories and the past are what the event store says. */
import { DomainModel } from '../../model/domain.ts';
import { canonical, same } from './compare.ts';
import { cardOf } from './expected/cards.ts';
import type { HistoryView, Observation, PastView, StoredEvent } from './observation.ts';
import type { Violation } from './rules.ts';
import { factOf } from './stored-facts.ts';
import type { ShownCard } from './shown.ts';

const ACTS: Readonly<Record<string, string>> = {
  CardAddedToLibrary: 'added-to-library',
  CardNoteChanged: 'note-changed',
  HighlightAdded: 'highlighted',
  HighlightMoved: 'highlight-moved',
  CardRemovedFromLibrary: 'removed-from-library',
  CollectionCreated: 'created',
  CardAddedToCollection: 'card-added',
  CardRemovedFromCollection: 'card-removed',
  CollectionEdited: 'edited',
  CollaboratorAdded: 'collaborator-added',
  CollaboratorRemoved: 'collaborator-removed',
  CollectionDeleted: 'deleted',
  ConnectionCreated: 'created',
  ConnectionEdited: 'edited',
  ConnectionSwapped: 'swapped',
  ConnectionRemoved: 'removed',
};

/** Fields of events that say who did it. */
const DOERS = ['addedBy', 'removedBy', 'editedBy', 'deletedBy', 'curatorId', 'authorId'];

export function historyViolations({ histories, eventStores }: Observation): Violation[] {
  const events = Map.groupBy(eventStores.cards, ({ aggregateId }) => aggregateId);
  return histories.flatMap(({ id, entries }) => {
    const expected = (events.get(id) ?? []).toSorted((a, b) => b.version - a.version).map(entryOf);
    if (canonical(expected) === canonical(entries)) return [];
    return [...same('history', `The history of ${id}`, expected, entries), misordered(id)].slice(0, 1);
  });
}

function misordered(id: string): Violation {
  return { rule: 'history', detail: `The history of ${id} is in the wrong order` };
}

function entryOf({ version, type, data, occurredAt }: StoredEvent): HistoryView['entries'][number] {
  const doer = DOERS.find((field) => typeof data[field] === 'string') ?? '';
  const { cardId, collaboratorId } = data as { cardId?: string; collaboratorId?: string };
  const ofCollection = 'collectionId' in data;
  return {
    version,
    act: ACTS[type] ?? type,
    by: String(data[doer]),
    at: occurredAt,
    ...(ofCollection && cardId !== undefined ? { cardId } : {}),
    ...(collaboratorId === undefined ? {} : { collaboratorId }),
  };
}

/** @param today the model after everything that happened */
export function pastViolations(today: DomainModel, { past, eventStores }: Observation): Violation[] {
  if (past === undefined) return [];
  const then = new DomainModel();
  const events = eventStores.cards
    .toSorted((a, b) => a.position - b.position)
    .filter(({ occurredAt }) => occurredAt <= past.at);
  then.apply(events.flatMap((event) => factOf(event) ?? []));
  return [
    ...past.libraries.flatMap(({ did, own, others }) => {
      const name = `The library of ${did} as of ${past.at}`;
      const cards = then.library.cards.of(did).map(cardOf).toSorted(lastAddedFirst);
      const visible = cards.flatMap((card) => visibleToOthers(today, card));
      return [...same('past', name, cards, own), ...same('past', `${name}, to others,`, visible, others)];
    }),
    ...same('past', `The collections as of ${past.at}`, collectionsThen(then, today), past.collections),
  ];
}

/** Not what was taken back since. */
function visibleToOthers(today: DomainModel, { note, ...card }: ShownCard): ShownCard[] {
  const now = today.library.cards.get(card.id);
  if (now === undefined) return [];
  return [{ ...card, ...(note === undefined || note !== now.note ? {} : { note }) }];
}

/** Those that are there still, as their authors see them: without cards of others that were removed since. */
function collectionsThen(then: DomainModel, today: DomainModel): PastView['collections'] {
  return then.library.collections
    .all()
    .filter(({ collectionId }) => today.library.collections.get(collectionId) !== undefined)
    .map(({ collectionId: id, authorId, name, description }) => ({
      id,
      name,
      ...(description === undefined ? {} : { description }),
      cardIds: then.library.collections
        .linksIn(id)
        .filter(({ cardId, by }) => by === authorId || today.library.cards.get(cardId) !== undefined)
        .map(({ cardId }) => cardId)
        .sort(),
    }));
}

function lastAddedFirst(a: ShownCard, b: ShownCard): number {
  return a.addedAt < b.addedAt ? 1 : -1;
}
