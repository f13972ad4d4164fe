import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody, somePage } from '../../test/some.js';
import { LIBRARY_SORTS, type LibrarySort } from './list-library.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

describe('a library', () => {
  /** Ids, page by page, as a client reads them. */
  async function readBy(curatorId: string, sort?: LibrarySort, limit = 3): Promise<string[]> {
    const read: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.listLibrary.execute({ curatorId, limit, cursor, sort });
      read.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return read;
  }

  const saved = async (curatorId: string, url = somePage()): Promise<string> =>
    (await world.saveToLibrary.execute({ curatorId, url })).card.id;

  it('is read page by page, the last added first, without gap or repeat', async () => {
    const curatorId = somebody();
    const added: string[] = [];
    for (let n = 0; n < 7; n += 1) added.unshift(await saved(curatorId));
    expect(await readBy(curatorId)).toEqual(added);
  });

  it('is read the last changed first', async () => {
    const by = somebody();
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(await saved(by));
    const [a = '', b = '', c = '', d = '', e = ''] = ids;
    for (const cardId of [c, a]) await world.changeCard.writeNote({ cardId, by, note: 'Now' });
    expect(await readBy(by, 'updated', 2)).toEqual([a, c, e, d, b]);
  });

  it('is read the most saved first', async () => {
    const curatorId = somebody();
    const pages = [somePage(), somePage(), somePage(), somePage()];
    const ids: string[] = [];
    for (const [others, url] of pages.entries()) {
      ids.unshift(await saved(curatorId, url));
      for (let n = 0; n < others; n += 1) await saved(somebody(), url);
    }
    expect(await readBy(curatorId, 'saves', 1)).toEqual(ids);
  });

  it('goes on in its own order only', async () => {
    const curatorId = somebody();
    for (let n = 0; n < 2; n += 1) await saved(curatorId);
    const { next } = await world.listLibrary.execute({ curatorId, limit: 1, sort: 'updated' });
    await expect(
      world.listLibrary.execute({ curatorId, limit: 1, sort: 'saves', cursor: next ?? '' }),
    ).rejects.toMatchObject({ code: 'invalid-cursor' });
  });

  it('has works, and highlights where they are asked for, found by their quotes', async () => {
    const by = somebody();
    const parentCardId = await saved(by);
    const { card } = await world.addHighlight.execute({
      parentCardId,
      by,
      quote: 'The heart of it',
      selector: 'text=The%20heart',
    });
    const ids = async (query: object) =>
      (await world.listLibrary.execute({ curatorId: by, limit: 10, ...query })).items.map(({ id }) => id);
    expect(await ids({})).toEqual([parentCardId]);
    for (const sort of LIBRARY_SORTS) {
      expect(await ids({ type: 'HIGHLIGHT', text: 'heart', sort })).toEqual([card.id]);
    }
    expect(await ids({ type: 'HIGHLIGHT', text: 'elsewhere' })).toEqual([]);
  });

  it('is searched by text, in which no character is special', async () => {
    const curatorId = somebody();
    await world.saveToLibrary.execute({ curatorId, url: 'https://example.com/one', note: '100% of Ünits' });
    await world.saveToLibrary.execute({ curatorId, url: 'https://example.com/two' });
    const urls = async (text: string) =>
      (await world.listLibrary.execute({ curatorId, limit: 10, text })).items.map((card) => card.content.url);
    expect(await urls('0% OF ü')).toEqual(['https://example.com/one']);
    expect(await urls('o%e')).toEqual([]);
    expect(await urls('EXAMPLE.com/t')).toEqual(['https://example.com/two']);
  });

  it.each([
    'nonsense',
    'e30',
    Buffer.from('{"at":"+275760-09-13T00:00:00.000Z","id":"x"}').toString('base64url'),
  ])('refuses the cursor %s', async (cursor) => {
    await expect(
      world.listLibrary.execute({ curatorId: somebody(), limit: 10, cursor }),
    ).rejects.toMatchObject({
      code: 'invalid-cursor',
    });
  });

  it("lists its owner's collections with the count of their cards", async () => {
    const authorId = somebody();
    const { id } = await world.createCollection.execute({ authorId, name: 'Counted' });
    await world.createCollection.execute({ authorId, name: 'Empty' });
    await world.saveToLibrary.execute({ curatorId: authorId, url: somePage(), collectionIds: [id] });
    expect((await world.listCollections.execute({ authorId, limit: 10 })).items).toMatchObject([
      { name: 'Empty', cardCount: 0 },
      { name: 'Counted', cardCount: 1 },
    ]);
  });
});
