import type { CollectionIntent } from './intents.ts';
import type { KnownCard, Person } from './people.ts';
import { collectionToFill, type Setting, someText } from './setting.ts';

type Kind = CollectionIntent['kind'];

export function collectionIntent(kind: Kind, person: Person, setting: Setting): CollectionIntent | undefined {
  const { random, people } = setting;
  const { did } = person;
  switch (kind) {
    case 'create-collection': {
      const others = [people.person(random).did, people.person(random).did];
      return {
        kind,
        did,
        name: someText(random, 'Collection'),
        ...(random.chance(0.4) ? { description: someText(random, 'All about') } : {}),
        access: random.chance(0.5) ? 'OPEN' : 'CLOSED',
        collaboratorIds: [...new Set(others)].filter((other) => other !== did),
      };
    }
    case 'collect': {
      const collection = collectionToFill(did, setting);
      const card = someCard(person, setting);
      if (collection === undefined || card === undefined) return undefined;
      return { kind, did, cardId: card.id, collectionId: collection.id };
    }
    case 'uncollect': {
      const link = random.pick(people.links.items);
      return link && { kind, did: link.by, cardId: link.cardId, collectionId: link.collectionId };
    }
    case 'change-cards':
      return changeOfCards(person, setting);
    case 'change-collections':
      return changeOfCollections(person, setting);
    case 'edit-collection':
    case 'share':
    case 'unshare':
    case 'delete-collection':
      return changeOfCollection(kind, setting);
  }
}

/** By its author, whoever that is. */
function changeOfCollection(
  kind: Extract<Kind, 'edit-collection' | 'share' | 'unshare' | 'delete-collection'>,
  { random, people }: Setting,
): CollectionIntent | undefined {
  const collection = random.pick(people.collections.items);
  if (collection === undefined) return undefined;
  const { id: collectionId, author: did, collaborators } = collection;
  switch (kind) {
    case 'edit-collection':
      return {
        kind,
        did,
        collectionId,
        ...(random.chance(0.5) ? { name: someText(random, 'Collection') } : {}),
        ...(random.chance(0.5)
          ? { description: random.chance(0.3) ? '' : someText(random, 'All about') }
          : {}),
        ...(random.chance(0.3) ? { access: random.chance(0.5) ? 'OPEN' : 'CLOSED' } : {}),
      };
    case 'share':
      return { kind, did, collectionId, collaboratorId: people.person(random).did };
    case 'unshare': {
      const collaboratorId = random.pick(collaborators);
      return collaboratorId === undefined ? undefined : { kind, did, collectionId, collaboratorId };
    }
    case 'delete-collection':
      return { kind, did, collectionId };
  }
}

/** Cards in, and one's own out. */
function changeOfCards(person: Person, setting: Setting): CollectionIntent | undefined {
  const { random, people } = setting;
  const { did } = person;
  const collection = collectionToFill(did, setting);
  if (collection === undefined) return undefined;
  const { id: collectionId } = collection;
  const links = people.links.items.filter((link) => link.collectionId === collectionId && link.by === did);
  const remove = random.shuffled(links.map(({ cardId }) => cardId)).slice(0, random.between(0, 2));
  const gone = new Set(remove.map((id) => people.cards.get(id)?.url));
  const cards = Array.from({ length: random.between(1, 4) }, () => someCard(person, setting));
  // What is on the same work as a card that goes out would be that very card.
  const add = cards.filter((card) => card !== undefined && !gone.has(card.url)).map((card) => card?.id ?? '');
  return { kind: 'change-cards', did, collectionId, add: [...new Set(add)], remove };
}

/** A card of one's own, into collections and out of others. */
function changeOfCollections(person: Person, setting: Setting): CollectionIntent | undefined {
  const { random, people } = setting;
  const { did } = person;
  const card = random.pick(person.cards.items);
  if (card === undefined) return undefined;
  const links = people.links.items.filter(({ cardId, by }) => cardId === card.id && by === did);
  const remove = random.shuffled(links.map(({ collectionId }) => collectionId)).slice(0, 1);
  const found = [collectionToFill(did, setting), collectionToFill(did, setting)];
  const add = [...new Set(found.flatMap((each) => each?.id ?? []))].filter((id) => !remove.includes(id));
  return { kind: 'change-collections', did, cardId: card.id, add, remove };
}

/** One's own, or another's. */
function someCard(person: Person, { random, people }: Setting): KnownCard | undefined {
  return random.pick(random.chance(0.7) ? person.cards.items : people.cards.items);
}
