import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody, somePage } from '../../test/some.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

describe('a library', () => {
  it('is read page by page, the last added first, without gap or repeat', async () => {
    const curatorId = somebody();
    const added: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      added.unshift((await world.saveToLibrary.execute({ curatorId, url: somePage() })).card.id);
    }
    const read: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.listLibrary.execute({ curatorId, limit: 3, cursor });
      read.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(read).toEqual(added);
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
