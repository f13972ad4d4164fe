import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

let people = 0;
const somebody = (): string => `did:plc:person${String((people += 1))}`;
let pages = 0;
const somePage = (): string => `https://example.com/page-${String((pages += 1))}`;

const ADDED = 'events.cards.card-added-to-library.v1';
const REMOVED = 'events.cards.card-removed-from-library.v1';
const COLLECTED = 'events.cards.card-added-to-collection.v1';
const UNCOLLECTED = 'events.cards.card-removed-from-collection.v1';

describe('saving a URL', () => {
  it('makes a card, stores what happened and publishes it', async () => {
    const curatorId = somebody();
    const { card, created } = await world.saveToLibrary.execute({
      curatorId,
      url: 'HTTPS://Example.com/paper?utm_source=x',
      note: 'Read it',
    });
    expect(created).toBe(true);
    expect(await world.history(card.id)).toEqual([{ version: 1, type: 'CardAddedToLibrary' }]);
    expect(await world.published(card.id)).toMatchObject([
      {
        type: ADDED,
        sequence: 1,
        data: { cardId: card.id, curatorId, url: 'https://example.com/paper', note: 'Read it', metadata: {} },
      },
    ]);
    expect(await world.progress('cards', card.id)).toEqual({ version: 1, sequence: 1 });
  });

  it('again changes nothing', async () => {
    const curatorId = somebody();
    const url = somePage();
    const first = await world.saveToLibrary.execute({ curatorId, url, note: 'first' });
    const second = await world.saveToLibrary.execute({ curatorId, url: `${url}#part`, note: 'second' });
    expect(second).toEqual({
      card: expect.objectContaining({ id: first.card.id, note: 'first' }) as unknown,
      created: false,
    });
    expect(await world.published(first.card.id)).toHaveLength(1);
  });

  it('many times at once makes one card', async () => {
    const curatorId = somebody();
    const url = somePage();
    const saved = await Promise.all(
      Array.from({ length: 12 }, () => world.saveToLibrary.execute({ curatorId, url })),
    );
    expect(new Set(saved.map(({ card }) => card.id)).size).toBe(1);
    expect(saved.filter(({ created }) => created)).toHaveLength(1);
  });

  it('takes a URL longer than an index entry can be', async () => {
    const curatorId = somebody();
    const url = `https://example.com/${Array.from({ length: 800 }, (_, n) => (n * 7919).toString(36)).join('')}`;
    expect(url.length).toBeGreaterThan(2_704);
    const { card } = await world.saveToLibrary.execute({ curatorId, url });
    expect((await world.saveToLibrary.execute({ curatorId, url })).card.id).toBe(card.id);
  });

  it('puts the card into collections in the same save', async () => {
    const curatorId = somebody();
    const collections = await Promise.all(
      ['A', 'B'].map((name) => world.createCollection.execute({ authorId: curatorId, name })),
    );
    const collectionIds = collections.map(({ id }) => id);
    const { card } = await world.saveToLibrary.execute({ curatorId, url: somePage(), collectionIds });
    const events = await world.published(card.id, ...collectionIds);
    const saves = events.filter(({ type }) => type === ADDED || type === COLLECTED);
    expect(saves.map(({ type }) => type).toSorted()).toEqual([COLLECTED, COLLECTED, ADDED]);
    expect(new Set(saves.map(({ data }) => data['saveId'])).size).toBe(1);
    for (const id of collectionIds) {
      expect(await world.progress('collections', id)).toEqual({ version: 2, sequence: 2 });
    }
  });

  it('puts a card that is there already into further collections', async () => {
    const curatorId = somebody();
    const url = somePage();
    const { card } = await world.saveToLibrary.execute({ curatorId, url });
    const { id } = await world.createCollection.execute({ authorId: curatorId, name: 'Later' });
    expect(await world.saveToLibrary.execute({ curatorId, url, collectionIds: [id] })).toMatchObject({
      card: { id: card.id },
      created: false,
    });
    expect(
      (await world.getCollection.execute({ id, limit: 10 })).cards.items.map((link) => link.card.id),
    ).toEqual([card.id]);
  });

  it('saves nothing where a collection does not let the card in', async () => {
    const curatorId = somebody();
    const { id } = await world.createCollection.execute({ authorId: somebody(), name: 'Closed' });
    await expect(
      world.saveToLibrary.execute({ curatorId, url: somePage(), collectionIds: [id] }),
    ).rejects.toMatchObject({ code: 'not-a-contributor' });
    expect((await world.listLibrary.execute({ curatorId, limit: 10 })).items).toEqual([]);
  });

  it.each([
    [{}, 'nothing-to-save'],
    [{ url: 'nonsense' }, 'invalid-url'],
    [{ viaCardId: '0190c0de-0000-7000-8000-000000000000' }, 'card-not-found'],
    [
      { url: 'https://x.example/', collectionIds: ['0190c0de-0000-7000-8000-000000000000'] },
      'collection-not-found',
    ],
  ])('is refused for %j', async (command, code) => {
    await expect(world.saveToLibrary.execute({ curatorId: somebody(), ...command })).rejects.toMatchObject({
      code,
    });
  });
});

describe("saving another's card", () => {
  it('makes a card of its own with the same URL, and the way it was found', async () => {
    const [ada, bob] = [somebody(), somebody()];
    const original = await world.saveToLibrary.execute({ curatorId: ada, url: somePage() });
    const via = { cardId: original.card.id, curatorId: ada };
    const { card, created } = await world.saveToLibrary.execute({
      curatorId: bob,
      viaCardId: original.card.id,
    });
    expect(created).toBe(true);
    expect(card).toMatchObject({ curatorId: bob, content: original.card.content, via });
    expect(await world.published(card.id)).toMatchObject([{ data: { via } }]);
  });

  it('of a URL that is saved already changes nothing', async () => {
    const [ada, bob] = [somebody(), somebody()];
    const url = somePage();
    const original = await world.saveToLibrary.execute({ curatorId: ada, url });
    const own = await world.saveToLibrary.execute({ curatorId: bob, url });
    expect(await world.saveToLibrary.execute({ curatorId: bob, viaCardId: original.card.id })).toMatchObject({
      card: { id: own.card.id },
      created: false,
    });
  });

  it('is refused where it is on another URL than the one given', async () => {
    const original = await world.saveToLibrary.execute({ curatorId: somebody(), url: somePage() });
    await expect(
      world.saveToLibrary.execute({ curatorId: somebody(), url: somePage(), viaCardId: original.card.id }),
    ).rejects.toMatchObject({ code: 'via-other-url' });
  });
});

describe('collecting', () => {
  it("saves another's card as one's own first", async () => {
    const [ada, bob] = [somebody(), somebody()];
    const original = await world.saveToLibrary.execute({ curatorId: ada, url: somePage() });
    const { id } = await world.createCollection.execute({ authorId: bob, name: 'Mine' });
    const card = await world.addCard.execute({ by: bob, cardId: original.card.id, collectionId: id });
    expect(card.curatorId).toBe(bob);
    expect(await world.published(id)).toMatchObject([
      { sequence: 1 },
      {
        sequence: 2,
        type: COLLECTED,
        data: { cardId: card.id, cardCuratorId: bob, via: { curatorId: ada } },
      },
    ]);
  });

  it('twice publishes once, and removing twice too', async () => {
    const ada = somebody();
    const { card } = await world.saveToLibrary.execute({ curatorId: ada, url: somePage() });
    const { id } = await world.createCollection.execute({ authorId: ada, name: 'Mine' });
    for (let n = 0; n < 2; n += 1)
      await world.addCard.execute({ by: ada, cardId: card.id, collectionId: id });
    for (let n = 0; n < 2; n += 1)
      await world.removeCard.execute({ by: ada, cardId: card.id, collectionId: id });
    await world.addCard.execute({ by: ada, cardId: card.id, collectionId: id });
    expect((await world.published(id)).map(({ type, sequence }) => [sequence, type])).toEqual([
      [1, 'events.cards.collection-created.v1'],
      [2, COLLECTED],
      [3, UNCOLLECTED],
      [4, COLLECTED],
    ]);
    expect(await world.progress('collections', id)).toEqual({ version: 4, sequence: 4 });
  });

  it('into one collection by many at once loses nothing and leaves no gap', async () => {
    const ada = somebody();
    const { id } = await world.createCollection.execute({ authorId: ada, name: 'Open', access: 'OPEN' });
    // Who loses its race three times over is told so, and asks again, as a client would.
    const save = async (curatorId: string): Promise<void> => {
      for (;;) {
        try {
          await world.saveToLibrary.execute({ curatorId, url: somePage(), collectionIds: [id] });
          return;
        } catch (error) {
          if ((error as { code?: string }).code !== 'concurrency-conflict') throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, () => save(somebody())));
    const events = await world.published(id);
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((await world.getCollection.execute({ id, limit: 20 })).cards.items).toHaveLength(8);
  });
});

describe('removing a card from the library', () => {
  it('takes it out of every collection, and is told for each', async () => {
    const [ada, bob] = [somebody(), somebody()];
    const own = await world.createCollection.execute({ authorId: ada, name: 'Own' });
    const open = await world.createCollection.execute({ authorId: bob, name: 'Open', access: 'OPEN' });
    const { card } = await world.saveToLibrary.execute({
      curatorId: ada,
      url: somePage(),
      collectionIds: [own.id, open.id],
    });
    await world.removeFromLibrary.execute({ by: ada, cardId: card.id });
    const last = (await world.published(card.id, own.id, open.id)).slice(-3);
    expect(last.map(({ type, subject, sequence }) => [type, subject, sequence])).toEqual(
      expect.arrayContaining([
        [UNCOLLECTED, own.id, 3],
        [UNCOLLECTED, open.id, 3],
        [REMOVED, card.id, 2],
      ]),
    );
    expect((await world.getCollection.execute({ id: open.id, limit: 10 })).cards.items).toEqual([]);
    await expect(world.removeFromLibrary.execute({ by: ada, cardId: card.id })).rejects.toMatchObject({
      code: 'card-not-found',
    });
  });

  it("is refused for another's card", async () => {
    const { card } = await world.saveToLibrary.execute({ curatorId: somebody(), url: somePage() });
    await expect(world.removeFromLibrary.execute({ by: somebody(), cardId: card.id })).rejects.toMatchObject({
      code: 'not-your-card',
    });
  });

  it('leaves room for the URL to be saved anew', async () => {
    const ada = somebody();
    const url = somePage();
    const { card } = await world.saveToLibrary.execute({ curatorId: ada, url });
    await world.removeFromLibrary.execute({ by: ada, cardId: card.id });
    const again = await world.saveToLibrary.execute({ curatorId: ada, url });
    expect(again.created).toBe(true);
    expect(again.card.id).not.toBe(card.id);
  });
});

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
