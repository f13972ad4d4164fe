import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody, somePage } from '../../test/some.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

const NOBODY = '0190c0de-0000-7000-8000-000000000000';
const ADDED = 'events.cards.card-added-to-library.v1';
const COLLECTED = 'events.cards.card-added-to-collection.v1';

const saved = async (curatorId: string, url = somePage(), ...collectionIds: string[]): Promise<string> =>
  (await world.saveToLibrary.execute({ curatorId, url, collectionIds })).card.id;
const made = async (authorId: string, access: 'OPEN' | 'CLOSED' = 'CLOSED'): Promise<string> =>
  (await world.createCollection.execute({ authorId, name: 'Papers', access })).id;
const cardsIn = async (id: string): Promise<string[]> =>
  (await world.getCollection.execute({ id, limit: 100 })).cards.items.map(({ card }) => card.id).toSorted();

describe('several cards of one collection', () => {
  it('go in and out by one command, which tells of each', async () => {
    const [by, cy] = [somebody(), somebody()];
    const collectionId = await made(by);
    const out = await saved(by, somePage(), collectionId);
    const [own, hers] = [await saved(by), await saved(cy)];
    const { cards: added } = await world.changeCardsOfCollection.execute({
      by,
      collectionId,
      add: [hers, own],
      remove: [out, NOBODY],
    });
    expect(added).toMatchObject([
      { curatorId: by, via: { cardId: hers, curatorId: cy } },
      { id: own, curatorId: by },
    ]);
    expect(await cardsIn(collectionId)).toEqual(added.map(({ id }) => id).toSorted());
    const events = await world.published(collectionId, ...added.map(({ id }) => id));
    const told = events
      .filter(({ type, subject }) => type === COLLECTED && subject === collectionId)
      .slice(-2);
    expect(told.map(({ data }) => data['cardId'])).toEqual(added.map(({ id }) => id));
    // Each card is a save of its own, which its first collections share.
    const save = events.find(({ type, subject }) => type === ADDED && subject === added[0]?.id);
    expect(told[0]?.data['saveId']).toBe(save?.data['saveId']);
    expect(new Set(told.map(({ data }) => data['saveId'])).size).toBe(2);
  });

  it('change nothing the second time', async () => {
    const by = somebody();
    const collectionId = await made(by);
    const command = { by, collectionId, add: [await saved(by), await saved(by)], remove: [] };
    await world.changeCardsOfCollection.execute(command);
    const before = await world.published(collectionId);
    const { cards } = await world.changeCardsOfCollection.execute(command);
    expect(cards.map(({ id }) => id)).toEqual(command.add);
    expect(await world.published(collectionId)).toEqual(before);
  });

  it('of one work are one card of one’s own', async () => {
    const [by, cy, dan] = [somebody(), somebody(), somebody()];
    const url = somePage();
    const collectionId = await made(by);
    const add = [await saved(cy, url), await saved(dan, url)];
    const { cards } = await world.changeCardsOfCollection.execute({ by, collectionId, add, remove: [] });
    expect(cards).toHaveLength(1);
    expect(await cardsIn(collectionId)).toHaveLength(1);
  });

  it.each([
    ['a card is not there', async () => ({ add: [NOBODY] }), 'card-not-found', 'add'],
    [
      'one is another’s to take out',
      async (collectionId: string, author: string) => ({
        remove: [await saved(author, somePage(), collectionId)],
      }),
      'not-your-link',
      undefined,
    ],
  ] as const)('stay as they are where %s', async (_case, more, code, field) => {
    const [author, by] = [somebody(), somebody()];
    const collectionId = await made(author, 'OPEN');
    const hers = await saved(author);
    const { add = [], remove = [] }: { add?: readonly string[]; remove?: readonly string[] } = await more(
      collectionId,
      author,
    );
    const before = await world.published(collectionId);
    await expect(
      world.changeCardsOfCollection.execute({ by, collectionId, add: [hers, ...add], remove }),
    ).rejects.toMatchObject({ code, ...(field === undefined ? {} : { field }) });
    expect(await world.published(collectionId)).toEqual(before);
    expect((await world.listLibrary.execute({ curatorId: by, limit: 10 })).items).toEqual([]);
  });

  it('are not both added and removed, under whichever id', async () => {
    const [by, cy] = [somebody(), somebody()];
    const url = somePage();
    const collectionId = await made(by);
    const [own, hers] = [await saved(by, url, collectionId), await saved(cy, url)];
    await expect(
      world.changeCardsOfCollection.execute({ by, collectionId, add: [hers], remove: [own] }),
    ).rejects.toMatchObject({ code: 'added-and-removed', field: 'remove' });
  });
});

describe('several collections of one card', () => {
  it('get it and lose it by one command, in one save', async () => {
    const [by, cy] = [somebody(), somebody()];
    const [a, b, c] = [await made(by), await made(by), await made(by)];
    const hers = await saved(cy);
    const card = await world.changeCollectionsOfCard.execute({ by, cardId: hers, add: [a, b], remove: [] });
    expect(card).toMatchObject({ curatorId: by, via: { cardId: hers } });
    const events = await world.published(card.id, a, b);
    const saves = events.flatMap(({ data }) => (data['saveId'] === undefined ? [] : [data['saveId']]));
    expect([saves.length, new Set(saves).size]).toEqual([3, 1]);
    await world.changeCollectionsOfCard.execute({ by, cardId: card.id, add: [c, b], remove: [a] });
    expect([await cardsIn(a), await cardsIn(b), await cardsIn(c)]).toEqual([[], [card.id], [card.id]]);
  });

  it('lose another’s card by their author’s hand, who does not save it for that', async () => {
    const [by, cy] = [somebody(), somebody()];
    const open = await made(by, 'OPEN');
    const hers = await saved(cy, somePage(), open);
    const card = await world.changeCollectionsOfCard.execute({ by, cardId: hers, add: [], remove: [open] });
    expect([card.id, await cardsIn(open)]).toEqual([hers, []]);
    expect((await world.listLibrary.execute({ curatorId: by, limit: 10 })).items).toEqual([]);
  });

  it('stay as they are where one does not let it in, or is not there', async () => {
    const [by, cy] = [somebody(), somebody()];
    const [own, closed] = [await made(by), await made(cy)];
    const cardId = await saved(by);
    await expect(
      world.changeCollectionsOfCard.execute({ by, cardId, add: [own, closed], remove: [] }),
    ).rejects.toMatchObject({ code: 'not-a-contributor' });
    await expect(
      world.changeCollectionsOfCard.execute({ by, cardId, add: [own], remove: [NOBODY] }),
    ).rejects.toMatchObject({ code: 'collection-not-found', field: 'remove' });
    await expect(
      world.changeCollectionsOfCard.execute({ by, cardId, add: [own], remove: [own] }),
    ).rejects.toMatchObject({ code: 'added-and-removed' });
    expect(await cardsIn(own)).toEqual([]);
  });
});
