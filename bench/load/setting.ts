import type { Target } from './intents.ts';
import type { KnownCollection, People, Person } from './people.ts';
import type { Random } from './random.ts';

/** What a choice is made in. */
export interface Setting {
  random: Random;
  people: People;
  /** By the generator's clock. */
  now: number;
  /** A collection is followed, muted and listened to by others once they may have heard of it. */
  heardAfterMs: number;
}

/** A few texts, so that now and then somebody writes what is there already. */
export function someText(random: Random, about: string): string {
  return `${about} ${String(random.between(1, 40))}`;
}

export function mayAdd({ open, author, collaborators }: KnownCollection, did: string): boolean {
  return open || author === did || collaborators.includes(did);
}

/** One of the collections that somebody may put cards into. */
export function collectionToFill(did: string, { random, people }: Setting): KnownCollection | undefined {
  const collection = random.pick(people.collections.items);
  return collection !== undefined && mayAdd(collection, did) ? collection : undefined;
}

/** Another user, or another's collection. */
export function someTarget(
  person: Person,
  { random, people, now, heardAfterMs }: Setting,
): Target | undefined {
  if (random.chance(0.6)) {
    const other = people.person(random);
    return other === person ? undefined : { type: 'USER', id: other.did };
  }
  const collection = random.pick(people.collections.items);
  if (collection === undefined || collection.author === person.did) return undefined;
  return now - collection.at < heardAfterMs ? undefined : { type: 'COLLECTION', id: collection.id };
}
