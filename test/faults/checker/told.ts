/** Whether what clients were told can be so, where nothing happened: done already, or rightly refused. */
import type { Attempt } from '../../../bench/load/history.ts';
import type { CardIntent, CollectionIntent, Intent, Target } from '../../../bench/load/intents.ts';
import { connectionKey } from '../../model/connections.ts';
import type { DomainModel } from '../../model/domain.ts';
import { wantedOf } from './asked.ts';
import { choiceName, type CollectionNote, type ConnectionNote, followName } from './notes.ts';
import { ABSENT, type State, type Timeline, type Window } from './timeline.ts';

/** All that is known of the run once it is over. */
export interface Hindsight {
  model: DomainModel;
  timeline: Timeline;
}

/** The moments of a request, and for an import all after it too: it is worked through in the background. */
export function windowOf({ startedAt, endedAt, outcome, intent }: Attempt): Window {
  const isOver = outcome === 'acknowledged' && intent.kind !== 'import';
  return { from: startedAt, to: isOver ? endedAt : Infinity };
}

/** Done already, or undone already, at some moment while it was asked for. */
export function mayHaveDoneNothing(attempt: Attempt, hindsight: Hindsight): boolean {
  const { intent, answeredId = '' } = attempt;
  const { timeline } = hindsight;
  const window = windowOf(attempt);
  const was = (thing: string, isSo: (state: State) => boolean): boolean =>
    timeline.canHaveBeen(thing, isSo, window);
  switch (intent.kind) {
    case 'save':
    case 'import':
    case 'write-note':
    case 'remove-note':
    case 'highlight':
    case 'move-highlight':
    case 'remove':
      return cardWasSo(intent, answeredId, hindsight, was);
    case 'create-collection':
    case 'edit-collection':
    case 'share':
    case 'unshare':
    case 'delete-collection':
    case 'collect':
    case 'uncollect':
    case 'change-cards':
    case 'change-collections':
      return collectionWasSo(intent, answeredId, hindsight, was);
    case 'draw-connection':
      return was(`connection ${answeredId}`, isThere);
    case 'edit-connection':
      return was(`connection ${intent.connectionId}`, (state) => {
        const { connectionType, note = '' } = read<ConnectionNote>(state);
        return (intent.connectionType ?? connectionType) === connectionType && (intent.note ?? note) === note;
      });
    case 'swap-connection':
      return was(
        `connection ${intent.connectionId}`,
        (state) => read<ConnectionNote>(state).source === intent.source,
      );
    case 'remove-connection':
      return false;
    case 'follow':
      return was(followName(intent.did, intent.target), isThere);
    case 'unfollow':
      return was(followName(intent.did, intent.target), isAbsent);
    case 'subscribe':
    case 'unsubscribe':
    case 'mute':
    case 'unmute':
    case 'prefer':
      return wantedOf(intent).every((each) =>
        was(choiceName(intent.did, each), each.on ? isThere : isAbsent),
      );
    case 'mark-read':
    case 'mark-all-read':
    case 'see':
      return true;
  }
}

type Was = (thing: string, isSo: (state: State) => boolean) => boolean;

function cardWasSo(intent: CardIntent, answeredId: string, { model }: Hindsight, was: Was): boolean {
  switch (intent.kind) {
    case 'save':
      return (
        was(`card ${answeredId}`, isThere) &&
        (intent.collectionIds ?? []).every((id) => was(`link ${id} ${answeredId}`, isThere))
      );
    case 'import':
      return intent.records.every(({ url }) =>
        model.library.cards.everOwn(intent.did, url).some(({ cardId }) => was(`card ${cardId}`, isThere)),
      );
    case 'write-note':
      return was(`note ${intent.cardId}`, (state) => state === intent.note);
    case 'remove-note':
      return was(`note ${intent.cardId}`, isAbsent);
    case 'highlight':
      return was(`place ${intent.cardId} ${intent.selector}`, (state) => state === answeredId);
    case 'move-highlight': {
      const passage = `${intent.selector} ${intent.quote}`;
      return was(`passage ${intent.cardId}`, (state) => state === passage);
    }
    case 'remove':
      return false;
  }
}

function collectionWasSo(
  intent: CollectionIntent,
  answeredId: string,
  { model }: Hindsight,
  was: Was,
): boolean {
  const { cards, collections } = model.library;
  /** One's own card on the work of another is in. */
  const isIn = (collectionId: string, cardId: string): boolean =>
    cards
      .everOwn(intent.did, cards.known(cardId)?.url ?? '')
      .some((own) => was(`link ${collectionId} ${own.cardId}`, isThere));
  switch (intent.kind) {
    case 'create-collection':
    case 'delete-collection':
      return false;
    case 'edit-collection':
      return was(`settings ${intent.collectionId}`, (state) => {
        const { name, description = '', access } = read<CollectionNote>(state);
        return (
          (intent.name ?? name) === name &&
          (intent.description ?? description) === description &&
          (intent.access ?? access) === access
        );
      });
    case 'share': {
      const { collectionId, collaboratorId } = intent;
      const isAuthor = collections.known(collectionId)?.authorId === collaboratorId;
      return isAuthor || was(`member ${collectionId} ${collaboratorId}`, isThere);
    }
    case 'unshare':
      return was(`member ${intent.collectionId} ${intent.collaboratorId}`, isAbsent);
    case 'collect':
      return was(`link ${intent.collectionId} ${answeredId}`, isThere);
    case 'uncollect':
      return was(`link ${intent.collectionId} ${intent.cardId}`, isAbsent);
    case 'change-cards': {
      const { collectionId, add, remove } = intent;
      return (
        add.every((cardId) => isIn(collectionId, cardId)) &&
        remove.every((cardId) => was(`link ${collectionId} ${cardId}`, isAbsent))
      );
    }
    case 'change-collections': {
      const { cardId, add, remove } = intent;
      return (
        add.every((collectionId) => isIn(collectionId, cardId)) &&
        remove.every((collectionId) => was(`link ${collectionId} ${cardId}`, isAbsent))
      );
    }
  }
}

/** Whether a refusal's reason can have been so at some moment while it was asked for. */
export function mayHaveBeenRefused(attempt: Attempt, { model, timeline }: Hindsight): boolean {
  const { intent, code, startedAt: from, endedAt: to } = attempt;
  const { did } = intent;
  const { cardIds, collectionIds, connectionId } = namedIn(intent);
  const was: Was = (thing, isSo) => timeline.canHaveBeen(thing, isSo, { from, to });
  const authorOf = (id: string) => model.library.collections.known(id)?.authorId;
  switch (code) {
    case 'card-not-found':
      return cardIds.some((id) => was(`card ${id}`, isAbsent));
    case 'collection-not-found':
      // Others hear of a collection, and of its end, a moment later.
      return targetOf(intent) !== undefined || collectionIds.some((id) => was(`collection ${id}`, isAbsent));
    case 'connection-not-found':
      return was(`connection ${connectionId}`, isAbsent);
    case 'not-your-card':
      return cardIds.some((id) => ownerOf(model, id) !== did);
    case 'not-your-collection':
      return collectionIds.some((id) => authorOf(id) !== did);
    case 'not-your-connection':
      return model.connections.known(connectionId)?.curatorId !== did;
    case 'not-your-link':
      return collectionIds.some((id) => authorOf(id) !== did);
    case 'not-a-contributor':
      return collectionIds.some(
        (id) => authorOf(id) !== did && was(`open ${id}`, isAbsent) && was(`member ${id} ${did}`, isAbsent),
      );
    case 'highlight-exists':
      return isPlaceTaken(intent, model, was);
    case 'connection-exists':
      return isPairTaken(intent, model, was);
    case 'self-follow':
    case 'self-subscription':
    case 'self-mute':
      return targetOf(intent)?.id === did;
    case 'own-collection':
      return authorOf(targetOf(intent)?.id ?? '') === did;
    // Withdrawn by now; too many at once; lost races again and again.
    case 'notification-not-found':
    case 'too-many-imports':
    case 'concurrency-conflict':
      return true;
    default:
      return false;
  }
}

/** What of feeds and notifications an intent is about: those know collections from hearsay. */
function targetOf(intent: Intent): Target | undefined {
  return 'target' in intent && intent.kind !== 'draw-connection' ? intent.target : undefined;
}

interface Named {
  cardIds: readonly string[];
  collectionIds: readonly string[];
  connectionId: string;
}

function namedIn(intent: Intent): Named {
  const cardIds = 'cardId' in intent ? [intent.cardId] : [];
  const collectionIds = 'collectionId' in intent ? [intent.collectionId] : [];
  const connectionId = 'connectionId' in intent ? intent.connectionId : '';
  switch (intent.kind) {
    case 'save': {
      const via = intent.viaCardId === undefined ? [] : [intent.viaCardId];
      return { cardIds: via, collectionIds: intent.collectionIds ?? [], connectionId };
    }
    case 'change-cards':
      return { cardIds: [...intent.add, ...intent.remove], collectionIds, connectionId };
    case 'change-collections':
      return { cardIds, collectionIds: [...intent.add, ...intent.remove], connectionId };
    case 'draw-connection': {
      const ends = [intent.source, intent.target];
      return {
        cardIds: ends.flatMap((end) => ('cardId' in end ? [end.cardId] : [])),
        collectionIds: ends.flatMap((end) => ('collectionId' in end ? [end.collectionId] : [])),
        connectionId,
      };
    }
    default:
      return { cardIds, collectionIds, connectionId };
  }
}

function ownerOf({ library: { cards } }: DomainModel, cardId: string): string | undefined {
  return (cards.known(cardId) ?? cards.knownHighlight(cardId))?.curatorId;
}

function isPlaceTaken(intent: Intent, { library }: DomainModel, was: Was): boolean {
  if (intent.kind !== 'move-highlight') return false;
  const { cardId, selector } = intent;
  const parentCardId = library.cards.knownHighlight(cardId)?.parentCardId ?? '';
  return was(`place ${parentCardId} ${selector}`, (state) => state !== ABSENT && state !== cardId);
}

function isPairTaken(intent: Intent, { connections }: DomainModel, was: Was): boolean {
  if (intent.kind !== 'edit-connection' && intent.kind !== 'swap-connection') return false;
  const { connectionId } = intent;
  const known = connections.known(connectionId);
  if (known === undefined) return false;
  const { curatorId, source, target } = known;
  const asked = intent.kind === 'edit-connection' ? intent.connectionType : undefined;
  const wanted = asked === undefined ? known.types : [asked];
  const isOther = (state: State): boolean => state !== ABSENT && state !== connectionId;
  return wanted.some((connectionType) =>
    [
      { curatorId, source, target, connectionType },
      { curatorId, source: target, target: source, connectionType },
    ].some((pair) => was(`pair ${connectionKey(pair)}`, isOther)),
  );
}

function isThere(state: State): boolean {
  return state !== ABSENT;
}

function isAbsent(state: State): boolean {
  return state === ABSENT;
}

/** Nothing of what is not there. */
function read<T extends object>(state: State): Partial<T> {
  return typeof state === 'string' ? (JSON.parse(state) as T) : {};
}
