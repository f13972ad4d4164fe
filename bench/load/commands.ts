import type { Attempt, Intent } from './history.ts';
import type { People, Person } from './people.ts';
import type { Random } from './random.ts';

export interface Route {
  service: 'cards' | 'feeds' | 'notifications';
  method: string;
  path: string;
  body?: object;
}

/** A collection is followed by others once they may have heard of it. */
const HEARD_AFTER_MS = 5_000;

/** What people do, and how often each. */
const MIX: readonly (readonly [Intent['kind'], number])[] = [
  ['save', 34],
  ['mark-read', 16],
  ['follow', 15],
  ['collect', 11],
  ['unfollow', 8],
  ['remove', 5],
  ['uncollect', 4],
  ['mark-all-read', 4],
  ['create-collection', 3],
];

/** Where an intent is sent. */
export function routeOf(intent: Intent): Route {
  switch (intent.kind) {
    case 'save': {
      const { url, viaCardId, note, collectionIds } = intent;
      return {
        service: 'cards',
        method: 'POST',
        path: '/cards',
        body: { url, viaCardId, note, collectionIds },
      };
    }
    case 'remove':
      return { service: 'cards', method: 'DELETE', path: `/cards/${intent.cardId}` };
    case 'create-collection': {
      const { name, access, collaboratorIds } = intent;
      return {
        service: 'cards',
        method: 'POST',
        path: '/collections',
        body: { name, access, collaboratorIds },
      };
    }
    case 'collect':
      return {
        service: 'cards',
        method: 'POST',
        path: `/collections/${intent.collectionId}/cards`,
        body: { cardId: intent.cardId },
      };
    case 'uncollect':
      return {
        service: 'cards',
        method: 'DELETE',
        path: `/collections/${intent.collectionId}/cards/${intent.cardId}`,
      };
    case 'follow':
    case 'unfollow': {
      const { type, id } = intent.target;
      const method = intent.kind === 'follow' ? 'PUT' : 'DELETE';
      return {
        service: 'feeds',
        method,
        path: `/follows/${type === 'USER' ? 'users' : 'collections'}/${id}`,
      };
    }
    case 'mark-read':
      return {
        service: 'notifications',
        method: 'POST',
        path: `/notifications/${intent.seen.notificationId}/read`,
      };
    case 'mark-all-read':
      return {
        service: 'notifications',
        method: 'POST',
        path: '/notifications/read-all',
        body: { upTo: intent.upTo },
      };
  }
}

/** Whether doing it twice comes to the same: then, and only then, it is repeated when nobody knows whether it was done. */
export function isIdempotent(intent: Intent): boolean {
  return intent.kind !== 'create-collection';
}

/** Chooses what somebody does next, among what makes sense by all that is known. */
export function nextIntent(random: Random, people: People, now: number): Intent {
  for (;;) {
    const intent = intentOf(kindOf(random), people.person(random), { random, people, now });
    if (intent !== undefined) return intent;
  }
}

function kindOf(random: Random): Intent['kind'] {
  let rest = random.next() * MIX.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [kind, weight] of MIX) {
    rest -= weight;
    if (rest < 0) return kind;
  }
  return 'save';
}

interface Setting {
  random: Random;
  people: People;
  now: number;
}

function intentOf(
  kind: Intent['kind'],
  person: Person,
  { random, people, now }: Setting,
): Intent | undefined {
  const { did } = person;
  switch (kind) {
    case 'save': {
      const via = random.chance(0.35) ? random.pick(people.cards.items) : undefined;
      const collectionIds = random.chance(0.15) ? ownCollections(did, random, people) : [];
      return {
        kind,
        did,
        ...(via === undefined || via.owner === did ? { url: people.work(random) } : { viaCardId: via.id }),
        ...(random.chance(0.1) ? { note: `Read this, ${String(random.between(1, 1_000))}` } : {}),
        ...(collectionIds.length === 0 ? {} : { collectionIds }),
      };
    }
    case 'remove': {
      const card = random.pick(person.cards.items);
      return card && { kind, did, cardId: card.id };
    }
    case 'create-collection': {
      const others = [people.person(random).did, people.person(random).did];
      return {
        kind,
        did,
        name: `Collection ${String(random.between(1, 1_000_000))}`,
        access: random.chance(0.5) ? 'OPEN' : 'CLOSED',
        collaboratorIds: [...new Set(others)].filter((other) => other !== did),
      };
    }
    case 'collect': {
      const collection = random.pick(people.collections.items);
      const card = random.pick(random.chance(0.7) ? person.cards.items : people.cards.items);
      if (collection === undefined || card === undefined) return undefined;
      const may = collection.open || collection.author === did || collection.collaborators.includes(did);
      return may ? { kind, did, cardId: card.id, collectionId: collection.id } : undefined;
    }
    case 'uncollect': {
      const link = random.pick(people.links.items);
      return link && { kind, did: link.by, cardId: link.cardId, collectionId: link.collectionId };
    }
    case 'follow': {
      if (random.chance(0.6)) {
        const other = people.person(random);
        return other === person ? undefined : { kind, did, target: { type: 'USER', id: other.did } };
      }
      const collection = random.pick(people.collections.items);
      if (collection === undefined || collection.author === did || now - collection.at < HEARD_AFTER_MS)
        return undefined;
      return { kind, did, target: { type: 'COLLECTION', id: collection.id } };
    }
    case 'unfollow': {
      const target = random.pick(person.follows.items);
      return target && { kind, did, target };
    }
    case 'mark-read': {
      const unread = random.pick(person.unread);
      return unread && { kind, did, seen: unread.seen };
    }
    case 'mark-all-read': {
      const [newest] = person.unread;
      return newest && { kind, did, upTo: newest.cursor, seen: person.unread.map(({ seen }) => seen) };
    }
  }
}

function ownCollections(did: string, random: Random, people: People): string[] {
  const found = [random.pick(people.collections.items), random.pick(people.collections.items)];
  return [
    ...new Set(
      found.flatMap((each) =>
        each !== undefined && (each.open || each.author === did || each.collaborators.includes(did))
          ? [each.id]
          : [],
      ),
    ),
  ];
}

/** Takes in what an acknowledged request did. */
export function learn(people: People, { intent, answeredId, endedAt }: Attempt): void {
  const person = people.all.find(({ did }) => did === intent.did);
  if (person === undefined) return;
  const known = (cardId: string): void => {
    const card = { id: cardId, owner: intent.did };
    people.cards.add(cardId, card);
    person.cards.add(cardId, card);
  };
  const linked = (cardId: string, collectionId: string): void => {
    people.links.add(`${cardId}/${collectionId}`, { cardId, collectionId, by: intent.did });
  };
  switch (intent.kind) {
    case 'save':
      if (answeredId === undefined) return;
      known(answeredId);
      for (const id of intent.collectionIds ?? []) linked(answeredId, id);
      return;
    case 'collect':
      if (answeredId === undefined) return;
      known(answeredId);
      linked(answeredId, intent.collectionId);
      return;
    case 'remove':
      forgetCard(people, intent.cardId);
      return;
    case 'uncollect':
      people.links.delete(`${intent.cardId}/${intent.collectionId}`);
      return;
    case 'create-collection':
      if (answeredId === undefined) return;
      people.collections.add(answeredId, {
        id: answeredId,
        author: intent.did,
        open: intent.access === 'OPEN',
        collaborators: intent.collaboratorIds,
        at: endedAt,
      });
      return;
    case 'follow':
      person.follows.add(intent.target.id, intent.target);
      return;
    case 'unfollow':
      person.follows.delete(intent.target.id);
      return;
    case 'mark-read':
      person.unread = person.unread.filter(({ seen }) => seen.notificationId !== intent.seen.notificationId);
      return;
    case 'mark-all-read':
      person.unread = [];
  }
}

/** A card that is asked to be removed, or is found gone, is nothing to act upon. */
export function forgetCard(people: People, cardId: string): void {
  people.cards.delete(cardId);
  for (const person of people.all) person.cards.delete(cardId);
  for (const link of people.links.items.filter((each) => each.cardId === cardId)) {
    people.links.delete(`${link.cardId}/${link.collectionId}`);
  }
}
