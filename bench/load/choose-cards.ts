import type { CardIntent, FileRecord } from './intents.ts';
import type { KnownCard, KnownHighlight, Person } from './people.ts';
import { collectionToFill, type Setting, someText } from './setting.ts';

export function cardIntent(
  kind: CardIntent['kind'],
  person: Person,
  setting: Setting,
): CardIntent | undefined {
  const { random } = setting;
  const { did } = person;
  switch (kind) {
    case 'save':
      return saveOf(person, setting);
    case 'import':
      return { kind, did, records: recordsOf(setting) };
    case 'remove': {
      const card = random.pick<KnownHighlight | KnownCard>(
        random.chance(0.7) ? person.cards.items : person.highlights.items,
      );
      return card && { kind, did, cardId: card.id };
    }
    case 'write-note':
    case 'remove-note': {
      const card = random.pick<KnownHighlight | KnownCard>(
        random.chance(0.8) ? person.cards.items : person.highlights.items,
      );
      if (card === undefined) return undefined;
      if (kind === 'remove-note') return { kind, did, cardId: card.id };
      return { kind, did, cardId: card.id, note: someText(random, 'Read this,') };
    }
    case 'highlight': {
      const card = random.pick(person.cards.items);
      const note = random.chance(0.3) ? { note: someText(random, 'Mark this,') } : {};
      return card && { kind, did, cardId: card.id, ...somePassage(setting), ...note };
    }
    case 'move-highlight': {
      const highlight = random.pick(person.highlights.items);
      return highlight && { kind, did, cardId: highlight.id, ...somePassage(setting) };
    }
  }
}

function saveOf({ did }: Person, setting: Setting): CardIntent {
  const { random, people } = setting;
  const via = random.chance(0.35) ? random.pick(people.cards.items) : undefined;
  const found = random.chance(0.15)
    ? [collectionToFill(did, setting), collectionToFill(did, setting)].flatMap((each) => each?.id ?? [])
    : [];
  return {
    kind: 'save',
    did,
    ...(via === undefined || via.owner === did ? { url: people.work(random) } : { viaCardId: via.id }),
    ...(random.chance(0.1) ? { note: someText(random, 'Read this,') } : {}),
    ...(found.length === 0 ? {} : { collectionIds: [...new Set(found)] }),
  };
}

/** A few places of a work, so that now and then two highlights meet. */
function somePassage({ random }: Setting): { quote: string; selector: string } {
  return {
    quote: someText(random, 'What it says,'),
    selector: `text=passage%20${String(random.between(1, 6))}`,
  };
}

function recordsOf({ random, people }: Setting): FileRecord[] {
  return Array.from({ length: random.between(1, 6) }, () => {
    const url = people.work(random);
    const type = random.chance(0.5) ? 'book' : 'article-magazine';
    return { url, type, title: `On ${url.split('/').at(-1) ?? ''}` };
  });
}
