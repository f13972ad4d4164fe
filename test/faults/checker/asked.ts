/** What a request must have done, by the model as it was then. */
import type { Attempt } from '../../../bench/load/history.ts';
import type {
  ChoiceIntent,
  CollectionIntent,
  ConnectionIntent,
  InboxIntent,
  Intent,
  NamedEnd,
  Seen,
  Target,
} from '../../../bench/load/intents.ts';
import { collectionUrl } from '../../../bench/load/routes.ts';
import type { Wanted } from '../../model/choices.ts';
import type { DomainModel } from '../../model/domain.ts';
import type { End, Fact, Given, Place, WorkMetadata } from '../../model/facts.ts';
import { isBehind } from '../../model/inbox.ts';
import type { ImportRecord } from '../../model/library.ts';
import { canonical } from './compare.ts';

/** Whether a card can have been there, or gone, while the request was under way. */
export type Presence = (cardId: string, isThere: boolean) => boolean;

type ImportIntent = Extract<Intent, { kind: 'import' }>;

/** Kinds of works, as CSL-JSON and as cards call them. */
const KINDS = { book: 'book', 'article-magazine': 'article' } as const;

/** @param facts what it did: names and times are taken from there, and what readers may have found older than it was */
export function askedOf(
  model: DomainModel,
  { intent }: Attempt,
  facts: readonly Fact[],
  presence: Presence,
): Fact[] {
  const given = givenOf(facts);
  const { library, follows } = model;
  const by = intent.did;
  switch (intent.kind) {
    case 'save':
      return library.save({ ...intent, by }, given);
    case 'import':
      return library.import({ by, records: recordsOf(model, intent, facts, presence) }, given);
    case 'write-note':
      return library.cards.writeNote({ ...intent, by }, given);
    case 'remove-note':
      return library.cards.writeNote({ by, cardId: intent.cardId }, given);
    case 'highlight':
      return library.cards.highlight({ ...intent, by }, given);
    case 'move-highlight':
      return library.cards.moveHighlight(commandOf(intent), given);
    case 'remove':
      return library.remove(commandOf(intent), given);
    case 'create-collection':
    case 'edit-collection':
    case 'share':
    case 'unshare':
    case 'delete-collection':
    case 'collect':
    case 'uncollect':
    case 'change-cards':
    case 'change-collections':
      return ofCollection(model, intent, given);
    case 'draw-connection':
    case 'edit-connection':
    case 'swap-connection':
    case 'remove-connection':
      return ofConnection(model, intent, given, facts, presence);
    case 'follow':
      return follows.follow({ ...intent, by }, given);
    case 'unfollow':
      return follows.unfollow({ ...intent, by }, given);
    case 'subscribe':
    case 'unsubscribe':
    case 'mute':
    case 'unmute':
    case 'prefer':
      return wantedOf(intent).flatMap((wanted) =>
        model.choices.change({ by, wanted: [wanted] }, { ...given, at: choiceTime(model, wanted, facts) }),
      );
    case 'mark-read':
    case 'mark-all-read':
    case 'see':
      return facts.filter((fact) => isOfInbox(model, intent, fact));
  }
}

/** A record may have been passed over for a card that was there then, and was removed before the import’s cards were written. */
function recordsOf(
  { library: { cards } }: DomainModel,
  { did, records }: ImportIntent,
  facts: readonly Fact[],
  presence: Presence,
): ImportRecord[] {
  const brought = new Set(facts.map((fact) => (fact.type === 'card-saved' ? fact.url : '')));
  return records
    .filter(
      ({ url }) => brought.has(url) || !cards.everOwn(did, url).some(({ cardId }) => presence(cardId, true)),
    )
    .map(({ url, title, type }) => ({ url, metadata: { title, kind: KINDS[type] } }));
}

/** What somebody chooses, one by one. */
export function wantedOf(intent: ChoiceIntent): Wanted[] {
  if (intent.kind === 'prefer') return [{ kind: 'TYPE_OFF', subject: intent.type, on: !intent.on }];
  const { type, id: subject }: Target = intent.target;
  if (intent.kind === 'mute' || intent.kind === 'unmute') {
    const kind = type === 'USER' ? 'MUTED_USER' : 'MUTED_COLLECTION';
    return [{ kind, subject, on: intent.kind === 'mute' }];
  }
  const scopes: readonly string[] = intent.kind === 'subscribe' ? intent.scopes : [];
  if (type === 'COLLECTION') {
    return [{ kind: 'CARDS_OF_COLLECTION', subject, on: intent.kind === 'subscribe' }];
  }
  return [
    { kind: 'CARDS_OF_USER', subject, on: scopes.includes('CARDS') },
    { kind: 'CONNECTIONS_OF_USER', subject, on: scopes.includes('CONNECTIONS') },
  ];
}

function ofCollection({ library }: DomainModel, intent: CollectionIntent, given: Given): Fact[] {
  const { collections } = library;
  switch (intent.kind) {
    case 'create-collection': {
      const { kind: _kind, did: authorId, ...details } = intent;
      return collections.create({ authorId, ...details }, given);
    }
    case 'edit-collection':
      return collections.edit(commandOf(intent), given);
    case 'share':
      return collections.share(commandOf(intent), given);
    case 'unshare':
      return collections.unshare(commandOf(intent), given);
    case 'delete-collection':
      return collections.delete(commandOf(intent), given);
    case 'collect':
      return library.collect(commandOf(intent), given);
    case 'uncollect':
      return library.uncollect(commandOf(intent), given);
    case 'change-cards':
      return library.changeCards(commandOf(intent), given);
    case 'change-collections':
      return library.changeCollections(commandOf(intent), given);
  }
}

function ofConnection(
  model: DomainModel,
  intent: ConnectionIntent,
  given: Given,
  facts: readonly Fact[],
  presence: Presence,
): Fact[] {
  const { connections } = model;
  switch (intent.kind) {
    case 'draw-connection': {
      const { did: by, connectionType, note } = intent;
      const drawn = facts.find((fact) => fact.type === 'connection-drawn');
      const source = endOf(model, by, intent.source, drawn?.source, presence);
      const target = endOf(model, by, intent.target, drawn?.target, presence);
      return connections.draw({ by, source, target, connectionType, note }, given);
    }
    case 'edit-connection':
      return connections.edit(commandOf(intent), given);
    case 'swap-connection':
      return connections.swap(commandOf(intent), given);
    case 'remove-connection':
      return connections.remove(commandOf(intent), given);
  }
}

/** What was drawn, where it can have been found so. */
function endOf(
  model: DomainModel,
  by: string,
  named: NamedEnd,
  drawn: End | undefined,
  presence: Presence,
): End {
  const [expected, ...others] = endsOf(model, by, named, presence);
  const found = others.find((end) => canonical(end) === canonical(drawn));
  return found ?? expected;
}

/** As it is now, and as it can have been read. */
function endsOf(model: DomainModel, by: string, named: NamedEnd, presence: Presence): [End, ...End[]] {
  const { cards, collections } = model.library;
  if ('cardId' in named) {
    const { cardId, curatorId = '', url = '', metadata = {} } = { ...cards.known(named.cardId), ...named };
    return [{ url, metadata, card: { cardId, curatorId } }];
  }
  if ('collectionId' in named) {
    const { collectionId } = named;
    const { authorId = '', name = '', names = [] } = collections.known(collectionId) ?? {};
    const end = (title: string): End => ({
      url: collectionUrl(collectionId),
      metadata: { title },
      collection: { collectionId, authorId },
    });
    return [end(name), ...names.map(end)];
  }
  const { url } = named;
  const end = (metadata: WorkMetadata): End => ({ url, metadata });
  const own = cards.own(by, url);
  const gone = cards.everOwn(by, url).filter(({ cardId }) => presence(cardId, true));
  const mayBeUnknown = own === undefined || presence(own.cardId, false);
  return [
    end(own?.metadata ?? {}),
    ...gone.map(({ metadata }) => end(metadata)),
    ...(mayBeUnknown ? [end({})] : []),
  ];
}

/** Somebody reads and sees what is theirs, no further than they said. */
function isOfInbox({ inbox }: DomainModel, intent: InboxIntent, fact: Fact): boolean {
  if (!('recipientId' in fact) || fact.recipientId !== intent.did) return false;
  switch (intent.kind) {
    case 'mark-read': {
      const { notificationId } = intent.seen;
      if (fact.type !== 'notifications-read') return false;
      return fact.marks.length === 1 && fact.marks[0]?.notificationId === notificationId;
    }
    case 'mark-all-read':
      return fact.type === 'notifications-read' && fact.marks.every((mark) => isUpTo(mark, intent.seen[0]));
    case 'see': {
      const before = inbox.seenUpTo(intent.did);
      if (fact.type !== 'notifications-seen' || !isUpTo(fact.upTo, intent.seen)) return false;
      return before === undefined || isBehind(before, fact.upTo);
    }
  }
}

function isUpTo(place: Place, seen: Seen | undefined): boolean {
  return seen !== undefined && !isBehind({ occurredAt: seen.createdAt, actId: seen.actId }, place);
}

/** Two choices of one request may begin at two times: each goes on from where it was left. */
function choiceTime({ choices }: DomainModel, { kind }: Wanted, facts: readonly Fact[]): string {
  const fact = facts.find(
    (each) =>
      (each.type === 'choice-made' && each.kind === kind) ||
      (each.type === 'choice-revoked' && choices.byId(each.choiceId)?.kind === kind),
  );
  return fact?.at ?? '';
}

/** The names and the time that the system gave. */
function givenOf(facts: readonly Fact[]): Given {
  const saved = new Map<string, string>();
  const saves = new Map<string, string>();
  const choices = new Map<string, string>();
  const given: Given = {
    newId: '',
    saveId: '',
    at: facts[0]?.at ?? '',
    cardIdOf: (url) => saved.get(url),
    saveIdOf: (cardId) => saves.get(cardId),
    choiceIdOf: (kind) => choices.get(kind),
  };
  for (const fact of facts) {
    if (fact.type === 'card-saved') saved.set(fact.url, (given.newId = fact.cardId));
    if (fact.type === 'highlighted') given.newId = fact.cardId;
    if (fact.type === 'connection-drawn') given.newId = fact.connectionId;
    if (fact.type === 'followed') given.newId = fact.followId;
    if (fact.type === 'choice-made') choices.set(fact.kind, fact.choiceId);
    if (fact.type === 'collection-created') {
      given.newId = fact.collectionId;
      [given.at, given.toldAt] = [fact.createdAt, fact.at];
    }
    if (fact.type === 'card-saved' || fact.type === 'card-collected') {
      saves.set(fact.cardId, fact.saveId);
      given.saveId = fact.saveId;
    }
  }
  return given;
}

/** As the model is asked. */
function commandOf<T extends Intent>({ kind: _kind, did: by, ...command }: T) {
  return { by, ...command };
}
