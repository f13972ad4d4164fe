import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody, somePage } from '../../test/some.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

const ADDED = 'events.cards.card-added-to-library.v1';
const COLLECTED = 'events.cards.card-added-to-collection.v1';

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
      collections: [],
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
      expect(await world.progress('collections', id)).toEqual({ version: 2, sequence: 3 });
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
