import fc from 'fast-check';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { instant } from '../../test/instant.js';
import { commands, Play } from '../../test/random-commands.js';
import { somebody, somePage } from '../../test/some.js';
import type { Card, CardState } from '../domain/card.js';
import { DomainError } from '../domain/domain-error.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

const save = async (curatorId: string, note?: string, collectionIds?: string[]): Promise<Card> =>
  (await world.saveToLibrary.execute({ curatorId, url: somePage(), note, collectionIds })).card;

function plain({ id, curatorId, content, note, via, addedAt }: Card | CardState): object {
  return { id, curatorId, content, note, via, addedAt };
}

const pastLibrary = async (curatorId: string, asOf: string, reader?: string) =>
  (await world.listLibraryAsOf.execute({ curatorId, asOf, reader, limit: 100 })).items.map(plain);

async function liveLibrary(curatorId: string): Promise<object[]> {
  return (await world.listLibrary.execute({ curatorId, limit: 100 })).items.map(plain);
}

async function liveCollection(id: string): Promise<object> {
  const { collection, collaboratorIds, cards } = await world.getCollection.execute({ id, limit: 100 });
  const { authorId, name, access } = collection;
  return { authorId, name, access, collaboratorIds, cards: cards.items.map(linked) };
}

async function pastCollection(id: string, asOf: string, reader: string): Promise<object> {
  const past = await world.getCollectionAsOf.execute({ id, asOf, reader, limit: 100 });
  const { authorId, name, access } = past.collection;
  const cards = past.cards.items.map(linked);
  return { authorId, name, access, collaboratorIds: past.collaboratorIds, cards };
}

const linked = ({ card, ...link }: { card: Card | CardState; addedBy: string; addedAt: Date }): object => ({
  ...link,
  card: plain(card),
});

describe('a library as of an instant', () => {
  it('has what was in it then, to its owner also what was removed since', async () => {
    const ada = somebody();
    const before = await instant();
    const first = await save(ada, 'Why');
    const withOne = await instant();
    const second = await save(ada);
    const withBoth = await instant();
    await world.removeFromLibrary.execute({ by: ada, cardId: first.id });
    const after = await instant();
    expect(await pastLibrary(ada, before, ada)).toEqual([]);
    expect(await pastLibrary(ada, withOne, ada)).toEqual([plain(first)]);
    expect(await pastLibrary(ada, withBoth, ada)).toEqual([plain(second), plain(first)]);
    expect(await pastLibrary(ada, after, ada)).toEqual([plain(second)]);
    for (const reader of [undefined, somebody()]) {
      expect(await pastLibrary(ada, withOne, reader)).toEqual([]);
      expect(await pastLibrary(ada, withBoth, reader)).toEqual([plain(second)]);
    }
  });

  it('comes page by page, whatever is saved and removed meanwhile', async () => {
    const ada = somebody();
    const cards = [];
    for (let n = 0; n < 5; n += 1) cards.unshift(await save(ada));
    const asOf = await instant();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.listLibraryAsOf.execute({
        curatorId: ada,
        reader: ada,
        asOf,
        limit: 2,
        cursor,
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
      await save(ada);
      await world.removeFromLibrary.execute({ by: ada, cardId: cards[seen.length - 1]?.id ?? '' });
    } while (cursor !== undefined);
    expect(seen).toEqual(cards.map(({ id }) => id));
  });

  it('shows a note that reads otherwise today to its owner only', async () => {
    const ada = somebody();
    const card = await save(ada, 'Then');
    const asOf = await instant();
    world.overwritten.add(card.id);
    await world.database.sql`update cards set note = 'Now' where id = ${card.id}`;
    expect(await pastLibrary(ada, asOf, ada)).toMatchObject([{ note: 'Then' }]);
    expect(await pastLibrary(ada, asOf, somebody())).toMatchObject([{ id: card.id, note: undefined }]);
  });

  it('can not be asked of the future', async () => {
    const asOf = new Date(Date.now() + 60_000).toISOString();
    await expect(pastLibrary(somebody(), asOf)).rejects.toMatchObject({
      code: 'instant-in-future',
      field: 'asOf',
    });
  });
});

describe('a collection as of an instant', () => {
  it('has what was in it then; the cards that others removed since are theirs alone', async () => {
    const [ada, bob] = [somebody(), somebody()];
    const before = await instant();
    const { id } = await world.createCollection.execute({ authorId: ada, name: 'Tides', access: 'OPEN' });
    const [own, other] = [await save(ada, undefined, [id]), await save(bob, undefined, [id])];
    const filled = await instant();
    await world.removeCard.execute({ by: ada, collectionId: id, cardId: own.id });
    await world.removeFromLibrary.execute({ by: bob, cardId: other.id });
    const after = await instant();
    const idsAt = async (asOf: string, reader?: string) =>
      (await world.getCollectionAsOf.execute({ id, asOf, reader, limit: 9 })).cards.items.map(
        ({ card }) => card.id,
      );
    expect(await idsAt(filled, bob)).toEqual([other.id, own.id]);
    expect(await idsAt(filled, ada)).toEqual([own.id]);
    expect(await idsAt(filled)).toEqual([own.id]);
    expect(await idsAt(after, bob)).toEqual([]);
    await expect(idsAt(before, ada)).rejects.toMatchObject({ code: 'collection-not-found' });
  });

  it('that is gone is its author’s alone', async () => {
    const ada = somebody();
    const { id } = await world.createCollection.execute({ authorId: ada, name: 'Gone' });
    const asOf = await instant();
    world.overwritten.add(id);
    await world.database.sql`delete from collections where id = ${id}`;
    expect(await pastCollection(id, asOf, ada)).toMatchObject({ name: 'Gone' });
    await expect(pastCollection(id, asOf, somebody())).rejects.toMatchObject({
      code: 'collection-not-found',
    });
  });

  it('is no card, and no other way round', async () => {
    const { id, curatorId } = await save(somebody());
    await expect(pastCollection(id, await instant(), curatorId)).rejects.toBeInstanceOf(DomainError);
  });
});

describe('the past', () => {
  it('is what was recorded at the time, whatever was done since', async () => {
    await fc.assert(
      fc.asyncProperty(commands(12), async (all) => {
        const play = await Play.begin(world);
        const { people, collections, cards } = play;
        const record = async () => ({
          libraries: await Promise.all(people.map(liveLibrary)),
          collections: await Promise.all(collections.map(liveCollection)),
          at: await instant(),
        });
        const recorded = [await record()];
        for (const one of all) {
          await play.run(one);
          recorded.push(await record());
        }
        const gone = await goneSince(cards);
        for (const { at, ...then } of recorded) {
          for (const [index, curatorId] of people.entries()) {
            const library = then.libraries[index] ?? [];
            expect(await pastLibrary(curatorId, at, curatorId)).toEqual(library);
            const left = library.filter((card) => !gone.has((card as CardState).id));
            expect(await pastLibrary(curatorId, at)).toEqual(left);
          }
          for (const [index, id] of collections.entries()) {
            const { cards: seen, ...rest } = then.collections[index] as { cards: { card: CardState }[] };
            for (const reader of people) {
              const visible = seen.filter(({ card }) => card.curatorId === reader || !gone.has(card.id));
              expect(await pastCollection(id, at, reader)).toEqual({ ...rest, cards: visible });
            }
          }
        }
      }),
      { numRuns: 10 },
    );
  }, 60_000);

  async function goneSince(cards: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await world.database.sql<{ id: string }[]>`select id from cards`;
    const live = new Set(rows.map(({ id }) => id));
    return new Set(cards.filter((id) => !live.has(id)));
  }
});
