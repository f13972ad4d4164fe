import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody, somePage } from '../../test/some.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

const REMOVED = 'events.cards.card-removed-from-library.v1';
const COLLECTED = 'events.cards.card-added-to-collection.v1';
const UNCOLLECTED = 'events.cards.card-removed-from-collection.v1';

describe('collecting', () => {
  it("saves another's card as one's own first", async () => {
    const [ada, bob] = [somebody(), somebody()];
    const original = await world.saveToLibrary.execute({ curatorId: ada, url: somePage() });
    const { id } = await world.createCollection.execute({ authorId: bob, name: 'Mine' });
    const { card } = await world.addCard.execute({ by: bob, cardId: original.card.id, collectionId: id });
    expect(card.curatorId).toBe(bob);
    expect(await world.published(id)).toMatchObject([
      { sequence: 1 },
      { sequence: 2 },
      {
        sequence: 3,
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
      [2, 'events.cards.collection-created.v2'],
      [3, COLLECTED],
      [4, UNCOLLECTED],
      [5, COLLECTED],
    ]);
    expect(await world.progress('collections', id)).toEqual({ version: 4, sequence: 5 });
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
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
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
        [UNCOLLECTED, own.id, 4],
        [UNCOLLECTED, open.id, 4],
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
