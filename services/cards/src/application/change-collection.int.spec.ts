import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody, somePage } from '../../test/some.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

const CHANGED = 'events.cards.collection-changed.v1';
const DELETED = 'events.cards.collection-deleted.v1';

const made = async (authorId: string, more: object = {}): Promise<string> =>
  (await world.createCollection.execute({ authorId, name: 'Papers', ...more })).id;

describe('changing a collection', () => {
  it('is told as it is then, each time it changes', async () => {
    const [by, cy, dan] = [somebody(), somebody(), somebody()];
    const collectionId = await made(by, { description: 'Old' });
    for (let n = 0; n < 2; n += 1) {
      await world.changeCollection.edit({ collectionId, by, name: 'Books', access: 'OPEN' });
      await world.changeCollection.edit({ collectionId, by, description: '' });
      await world.changeCollection.addCollaborator({ collectionId, by, collaboratorId: cy });
    }
    await world.changeCollection.addCollaborator({ collectionId, by, collaboratorId: dan });
    await world.changeCollection.removeCollaborator({ collectionId, by: cy, collaboratorId: cy });
    const now = { name: 'Books', access: 'OPEN', authorId: by };
    const events = (await world.published(collectionId)).slice(2);
    expect(events.map(({ type, sequence }) => [type, sequence])).toEqual(
      [3, 4, 5, 6, 7].map((sequence) => [CHANGED, sequence]),
    );
    expect(events.map(({ data }) => data)).toMatchObject([
      { ...now, description: 'Old', collaboratorIds: [] },
      { ...now, collaboratorIds: [] },
      { ...now, collaboratorIds: [cy] },
      { ...now, collaboratorIds: [cy, dan] },
      { ...now, collaboratorIds: [dan] },
    ]);
    expect(events[1]?.data).not.toHaveProperty('description');
    expect(await world.getCollection.execute({ id: collectionId, limit: 1 })).toMatchObject({
      collection: { name: 'Books', description: null, access: 'OPEN' },
      collaboratorIds: [dan],
    });
  });

  it('is stored as its history says', async () => {
    const [by, cy] = [somebody(), somebody()];
    const collectionId = await made(by, { description: 'Old', collaboratorIds: [somebody()] });
    await world.changeCollection.addCollaborator({ collectionId, by, collaboratorId: cy });
    await world.saveToLibrary.execute({ curatorId: cy, url: somePage(), collectionIds: [collectionId] });
    await world.changeCollection.edit({ collectionId, by, description: 'New', access: 'OPEN' });
    const { collection, collaboratorIds, cards } = await world.getCollection.execute({
      id: collectionId,
      limit: 10,
    });
    const recorded = await world.recordedCollection(collectionId);
    expect(recorded).toMatchObject({
      name: collection.name,
      description: collection.description,
      access: collection.access,
      createdAt: collection.createdAt.toISOString(),
      updatedAt: collection.updatedAt.toISOString(),
    });
    expect(recorded?.collaboratorIds.toSorted()).toEqual(collaboratorIds);
    expect([...(recorded?.links.keys() ?? [])]).toEqual(cards.items.map(({ card }) => card.id));
  });

  it('by many at once loses nothing', async () => {
    const by = somebody();
    const collectionId = await made(by);
    const invited = await Promise.allSettled(
      Array.from({ length: 6 }, async () => {
        const collaboratorId = somebody();
        await world.changeCollection.addCollaborator({ collectionId, by, collaboratorId });
        return collaboratorId;
      }),
    );
    const won = invited.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const { collaboratorIds } = await world.getCollection.execute({ id: collectionId, limit: 1 });
    expect(collaboratorIds).toEqual(won.toSorted());
  });
});

describe('deleting a collection', () => {
  it('leaves its cards in their libraries, and is told with their number', async () => {
    const [by, cy] = [somebody(), somebody()];
    const collectionId = await made(by, { collaboratorIds: [cy] });
    for (const curatorId of [by, cy]) {
      await world.saveToLibrary.execute({ curatorId, url: somePage(), collectionIds: [collectionId] });
    }
    await world.deleteCollection.execute({ by, collectionId });
    expect((await world.published(collectionId)).at(-1)).toMatchObject({
      type: DELETED,
      sequence: 5,
      data: { authorId: by, name: 'Papers', collaboratorIds: [cy], cardCount: 2 },
    });
    for (const curatorId of [by, cy]) {
      const { items } = await world.listLibrary.execute({ curatorId, limit: 10 });
      expect(items).toHaveLength(1);
      await world.removeFromLibrary.execute({ by: curatorId, cardId: items[0]?.id ?? '' });
    }
    expect(await world.recordedCollection(collectionId)).toBeUndefined();
    await expect(world.deleteCollection.execute({ by, collectionId })).rejects.toMatchObject({
      code: 'collection-not-found',
    });
  });

  it('while cards come in counts those that were in, or comes before them', async () => {
    const by = somebody();
    const collectionId = await made(by, { access: 'OPEN' });
    const adds = Array.from({ length: 5 }, () =>
      world.saveToLibrary.execute({ curatorId: somebody(), url: somePage(), collectionIds: [collectionId] }),
    );
    const outcomes = Promise.allSettled(adds);
    const deletion = world.deleteCollection.execute({ by, collectionId }).catch(() => undefined);
    await outcomes;
    await deletion;
    // It may have lost its races; nobody else is at it now.
    await world.deleteCollection.execute({ by, collectionId }).catch(() => undefined);
    const events = await world.published(collectionId);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ type: DELETED, data: { cardCount: events.length - 3 } });
  });
});
