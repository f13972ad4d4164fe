/** What people know once they were answered. */
import type { Attempt } from './history.ts';
import type { CollectionIntent, ConnectionIntent, Intent, NamedEnd, Target } from './intents.ts';
import type { KnownCollection, People } from './people.ts';
import { collectionUrl } from './routes.ts';

/** Takes in what an acknowledged request did. */
export function learn(people: People, { intent, answeredId, endedAt }: Attempt): void {
  const person = people.of(intent.did);
  switch (intent.kind) {
    case 'save':
    case 'collect':
      if (answeredId !== undefined) learnCard(people, intent, answeredId);
      return;
    case 'highlight':
      if (answeredId === undefined) return;
      person.highlights.add(answeredId, { id: answeredId, owner: intent.did, cardId: intent.cardId });
      return;
    case 'remove':
      forgetCard(people, intent.cardId);
      return;
    case 'create-collection':
    case 'edit-collection':
    case 'share':
    case 'unshare':
    case 'delete-collection':
    case 'uncollect':
    case 'change-cards':
    case 'change-collections':
      learnCollection(people, intent, answeredId, endedAt);
      return;
    case 'draw-connection':
    case 'remove-connection':
      learnConnection(people, intent, answeredId);
      return;
    case 'follow':
      person.follows.add(keyOf(intent.target), intent.target);
      return;
    case 'unfollow':
      person.follows.delete(keyOf(intent.target));
      return;
    case 'subscribe':
      person.bells.add(keyOf(intent.target), intent.target);
      return;
    case 'unsubscribe':
      person.bells.delete(keyOf(intent.target));
      return;
    case 'mute':
      person.mutes.add(keyOf(intent.target), intent.target);
      return;
    case 'unmute':
      person.mutes.delete(keyOf(intent.target));
      return;
    case 'mark-read':
      person.unread = person.unread.filter(({ seen }) => seen.notificationId !== intent.seen.notificationId);
      return;
    case 'mark-all-read':
      person.unread = [];
      return;
    default:
  }
}

/** What is asked to be removed, or is found gone, is nothing to act upon. */
export function forget(people: People, intent: Intent): void {
  if (intent.kind === 'remove') forgetCard(people, intent.cardId);
  else if (intent.kind === 'delete-collection') forgetCollection(people, intent.collectionId);
  else if (intent.kind === 'remove-connection') people.of(intent.did).connections.delete(intent.connectionId);
}

export function forgetCard(people: People, cardId: string): void {
  people.cards.delete(cardId);
  for (const person of people.all) {
    person.cards.delete(cardId);
    person.highlights.delete(cardId);
    for (const highlight of person.highlights.items.filter((each) => each.cardId === cardId))
      person.highlights.delete(highlight.id);
  }
  for (const link of people.links.items.filter((each) => each.cardId === cardId)) unlink(people, link);
}

export function forgetCollection(people: People, collectionId: string): void {
  people.collections.delete(collectionId);
  for (const link of people.links.items.filter((each) => each.collectionId === collectionId))
    unlink(people, link);
}

function learnCard(people: People, intent: Extract<Intent, { kind: 'save' | 'collect' }>, id: string): void {
  const { did: owner } = intent;
  const via = intent.kind === 'save' ? intent.viaCardId : intent.cardId;
  const url = (intent.kind === 'save' ? intent.url : undefined) ?? people.cards.get(via ?? '')?.url;
  // Without its URL nobody could say what it is connected with: its card may be gone by now.
  if (url === undefined) return;
  const card = { id, owner, url };
  people.cards.add(id, card);
  people.of(owner).cards.add(id, card);
  const collectionIds = intent.kind === 'save' ? (intent.collectionIds ?? []) : [intent.collectionId];
  for (const collectionId of collectionIds) link(people, { cardId: id, collectionId, by: owner });
}

function learnCollection(
  people: People,
  intent: CollectionIntent,
  answeredId: string | undefined,
  at: number,
): void {
  switch (intent.kind) {
    case 'create-collection': {
      const { did: author, access, collaboratorIds: collaborators } = intent;
      if (answeredId === undefined) return;
      const made = { id: answeredId, author, open: access === 'OPEN', collaborators, at };
      people.collections.add(answeredId, made);
      return;
    }
    case 'edit-collection': {
      const { access } = intent;
      change(people, intent.collectionId, access === undefined ? {} : { open: access === 'OPEN' });
      return;
    }
    case 'share':
    case 'unshare': {
      const before = people.collections.get(intent.collectionId)?.collaborators ?? [];
      const others = before.filter((did) => did !== intent.collaboratorId);
      const collaborators = intent.kind === 'share' ? [...others, intent.collaboratorId] : others;
      change(people, intent.collectionId, { collaborators });
      return;
    }
    case 'delete-collection':
      forgetCollection(people, intent.collectionId);
      return;
    case 'uncollect':
      unlink(people, intent);
      return;
    case 'change-cards':
      for (const cardId of intent.remove) unlink(people, { ...intent, cardId });
      return;
    case 'change-collections': {
      const { cardId, did: by } = intent;
      for (const collectionId of intent.remove) unlink(people, { cardId, collectionId });
      for (const collectionId of intent.add) link(people, { cardId, collectionId, by });
      return;
    }
    case 'collect':
  }
}

function learnConnection(people: People, intent: ConnectionIntent, answeredId: string | undefined): void {
  const { connections } = people.of(intent.did);
  if (intent.kind === 'remove-connection') connections.delete(intent.connectionId);
  if (intent.kind !== 'draw-connection' || answeredId === undefined) return;
  const [source, target] = [urlOf(people, intent.source), urlOf(people, intent.target)];
  if (source === undefined || target === undefined) return;
  connections.add(answeredId, { id: answeredId, owner: intent.did, ends: [source, target] });
}

function urlOf(people: People, end: NamedEnd): string | undefined {
  if ('url' in end) return end.url;
  return 'cardId' in end ? people.cards.get(end.cardId)?.url : collectionUrl(end.collectionId);
}

function change(people: People, id: string, changes: Partial<KnownCollection>): void {
  const known = people.collections.get(id);
  if (known !== undefined) Object.assign(known, changes);
}

function link(
  people: People,
  { cardId, collectionId, by }: { cardId: string; collectionId: string; by: string },
) {
  people.links.add(`${cardId}/${collectionId}`, { cardId, collectionId, by });
}

function unlink(people: People, { cardId, collectionId }: { cardId: string; collectionId: string }): void {
  people.links.delete(`${cardId}/${collectionId}`);
}

function keyOf({ type, id }: Target): string {
  return `${type} ${id}`;
}
