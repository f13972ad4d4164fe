import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody, somePage } from '../../test/some.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

const saved = async (curatorId: string, url: string, ...collectionIds: string[]): Promise<string> =>
  (await world.saveToLibrary.execute({ curatorId, url, collectionIds })).card.id;
const made = async (authorId: string, name: string): Promise<string> =>
  (await world.createCollection.execute({ authorId, name, access: 'OPEN' })).id;

/** Every item of a list, read two by two. */
async function all<T>(
  list: (page: {
    limit: number;
    cursor?: string | undefined;
  }) => Promise<{ items: T[]; next: string | null }>,
): Promise<T[]> {
  const read: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: 2, cursor });
    read.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return read;
}

describe('a work', () => {
  it('is saved by those whose cards are on it, the last first', async () => {
    const url = somePage();
    const cards: string[] = [];
    for (let n = 0; n < 5; n += 1) cards.unshift(await saved(somebody(), url));
    const by = somebody();
    const gone = await saved(by, url);
    await world.removeFromLibrary.execute({ by, cardId: gone });
    await saved(by, somePage());
    expect((await all((page) => world.listSaves.execute({ url, ...page }))).map(({ id }) => id)).toEqual(
      cards,
    );
    expect((await world.listSaves.execute({ url, limit: 1 })).saveCount).toBe(5);
  });

  it('counts by its saves, and not by their highlights', async () => {
    const [by, url] = [somebody(), somePage()];
    const parentCardId = await saved(by, url);
    await world.addHighlight.execute({ parentCardId, by, quote: 'a', selector: 'text=a' });
    expect(await world.listSaves.execute({ url, limit: 10 })).toMatchObject({
      items: [{ id: parentCardId }],
      saveCount: 1,
    });
  });

  it('is in my library, or is not', async () => {
    const [ada, bob, url] = [somebody(), somebody(), somePage()];
    const collection = await made(bob, 'Open');
    await saved(bob, url, await made(bob, 'His'));
    expect(await world.getLibraryStatus.execute({ curatorId: ada, url })).toEqual({
      card: undefined,
      collections: [],
      saveCount: 1,
    });
    const id = await saved(ada, url, collection);
    expect(await world.getLibraryStatus.execute({ curatorId: ada, url })).toMatchObject({
      card: { id },
      collections: [{ id: collection, name: 'Open', authorId: bob }],
      saveCount: 2,
    });
  });

  it('is in collections, each of them once', async () => {
    const [ada, bob, url] = [somebody(), somebody(), somePage()];
    const holding: string[] = [];
    for (const name of ['A', 'B', 'C']) holding.unshift(await made(ada, name));
    await made(ada, 'Empty');
    await saved(ada, url, ...holding);
    await saved(bob, url, ...holding.slice(1));
    const found = await all((page) => world.listCollections.execute({ url, ...page }));
    expect(found.map(({ id, cardCount }) => [id, cardCount])).toEqual([
      [holding[0], 1],
      [holding[1], 2],
      [holding[2], 2],
    ]);
  });
});

describe('a collection', () => {
  it('is filled by its contributors', async () => {
    const people = [somebody(), somebody(), somebody()];
    const id = await made(somebody(), 'Open');
    for (const [index, did] of people.entries()) {
      for (let n = 0; n <= index; n += 1) await saved(did, somePage(), id);
    }
    const contributors = await all((page) => world.listContributors.execute({ collectionId: id, ...page }));
    const { cards } = await world.getCollection.execute({ id, limit: 1 });
    expect(contributors.map(({ did, cardCount }) => [did, cardCount])).toEqual(
      people.map((did, index) => [did, index + 1]).toSorted(),
    );
    expect(contributors.find(({ did }) => did === people[2])?.lastAddedAt).toEqual(cards.items[0]?.addedAt);
  });

  it('that is not there has none', async () => {
    const collectionId = '0190c0de-0000-7000-8000-000000000000';
    await expect(world.listContributors.execute({ collectionId, limit: 1 })).rejects.toMatchObject({
      code: 'collection-not-found',
    });
  });

  it.each(['nonsense', 'e30', Buffer.from('{"did":"\\u0000"}').toString('base64url')])(
    'has no contributors behind the cursor %s',
    async (cursor) => {
      const collectionId = await made(somebody(), 'Open');
      await expect(world.listContributors.execute({ collectionId, limit: 1, cursor })).rejects.toMatchObject({
        code: 'invalid-cursor',
      });
    },
  );
});
