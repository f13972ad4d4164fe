import 'reflect-metadata';
import { CardAddedToLibraryV1, CollectionCreatedV2, CollectionDeletedV1, eventOf } from '#contracts';
import { ServiceKit } from '../../../../test/kit/service-kit.js';
import { historyViolations } from '../../test/history-check.js';
import { ADA, BOB, EVE, id } from '../../test/story.js';
import { NOTIFICATION_TYPES } from '../domain/reason.js';
import { notificationsService } from '../service.js';

const TIDES = id(21);
const DELETED = id(22);

describe('choices over HTTP', () => {
  let service: ServiceKit;
  let saves = 0;

  beforeAll(async () => {
    service = await ServiceKit.start(notificationsService);
    for (const collectionId of [TIDES, DELETED]) {
      const collection = { collectionId, authorId: BOB, name: 'Tides' };
      const createdAt = new Date().toISOString();
      await service.publish(
        'cards',
        collectionId,
        eventOf(CollectionCreatedV2, { ...collection, access: 'OPEN' }),
      );
      if (collectionId === DELETED) {
        const deleted = { ...collection, collaboratorIds: [], cardCount: 0, deletedAt: createdAt };
        await service.publish('cards', collectionId, eventOf(CollectionDeletedV1, deleted));
      }
    }
    await service.untilSettled();
  }, 60_000);

  afterAll(async () => {
    expect(await historyViolations(service.sql)).toEqual([]);
    await service.stop();
  });

  const as = (user: string) => ({
    get: async (path: string) => (await service.request('GET', path, { as: user })).body,
    put: (path: string, body?: object) =>
      service.request('PUT', path, { as: user, ...(body === undefined ? {} : { body }) }),
    remove: (path: string) => service.request('DELETE', path, { as: user }),
  });
  const told = async (user: string) =>
    ((await as(user).get('/notifications')) as { items: { card: { cardId: string } }[] }).items.map(
      ({ card }) => card.cardId,
    );
  /** Ada saves a card at this moment; its event comes later. */
  const save = () => {
    saves += 1;
    const cardId = id(100 + saves);
    const addedAt = new Date().toISOString();
    // What is chosen next falls on a later millisecond.
    while (new Date().toISOString() === addedAt);
    const event = eventOf(CardAddedToLibraryV1, {
      cardId,
      curatorId: ADA,
      url: `https://example.org/${String(saves)}`,
      metadata: {},
      saveId: id(200 + saves),
      addedAt,
    });
    return { cardId, comes: () => service.publish('cards', cardId, event) };
  };

  it('puts bells on users and collections, changes and lists them, and takes them off', async () => {
    const eve = as(EVE);
    const onAda = await eve.put(`/subscriptions/users/${ADA}`, {});
    expect(onAda).toMatchObject({
      status: 200,
      body: { targetType: 'USER', targetId: ADA, collectionName: null, scopes: ['CARDS', 'CONNECTIONS'] },
    });
    expect(await eve.put(`/subscriptions/users/${ADA}`, {})).toEqual(onAda);
    const onTides = await eve.put(`/subscriptions/collections/${TIDES.toUpperCase()}`);
    expect(onTides).toMatchObject({
      status: 200,
      body: { targetType: 'COLLECTION', targetId: TIDES, collectionName: 'Tides', scopes: ['CARDS'] },
    });
    const cardsOnly = await eve.put(`/subscriptions/users/${ADA}`, { scopes: ['CARDS'] });
    expect(cardsOnly.body).toEqual({ ...(onAda.body as object), scopes: ['CARDS'] });
    expect(await eve.get('/subscriptions')).toEqual({ items: [onTides.body, cardsOnly.body], next: null });

    const page = (await eve.get('/subscriptions?limit=1')) as { items: unknown[]; next: string };
    expect(page.items).toEqual([onTides.body]);
    expect(await eve.get(`/subscriptions?limit=1&cursor=${page.next}`)).toEqual({
      items: [cardsOnly.body],
      next: null,
    });
    for (const path of [`/subscriptions/users/${ADA}`, `/subscriptions/collections/${TIDES}`]) {
      expect((await eve.remove(path)).status).toBe(204);
      expect((await eve.remove(path)).status).toBe(204);
    }
    expect(await eve.get('/subscriptions')).toEqual({ items: [], next: null });
  });

  it('tells of what happened while there was a bell and no mute, whenever the news comes', async () => {
    const bob = as(BOB);
    const before = save();
    await bob.put(`/subscriptions/users/${ADA}`, {});
    const heard = save();
    const mute = await bob.put(`/mutes/users/${ADA}`);
    expect(mute).toMatchObject({ status: 200, body: { targetType: 'USER', targetId: ADA } });
    const muted = save();
    expect(await bob.put(`/mutes/users/${ADA}`)).toEqual(mute);
    expect(await bob.get('/mutes')).toEqual({ items: [mute.body], next: null });
    expect((await bob.remove(`/mutes/users/${ADA}`)).status).toBe(204);
    const heardAgain = save();
    await bob.put('/preferences/SUBSCRIBED_USER_ADDED_CARD', { on: false });
    const off = save();
    await bob.put('/preferences/SUBSCRIBED_USER_ADDED_CARD', { on: true });
    await bob.remove(`/subscriptions/users/${ADA}`);
    const after = save();
    for (const { comes } of [after, off, heardAgain, muted, heard, before]) await comes();
    await service.untilSettled();
    expect(await told(BOB)).toEqual([heardAgain.cardId, heard.cardId]);
    expect(await bob.get('/mutes')).toEqual({ items: [], next: null });
  });

  it('mutes collections', async () => {
    const mute = await as(EVE).put(`/mutes/collections/${TIDES}`);
    expect(mute).toMatchObject({
      status: 200,
      body: { targetType: 'COLLECTION', targetId: TIDES, collectionName: 'Tides' },
    });
    expect(await as(EVE).get('/mutes')).toEqual({ items: [mute.body], next: null });
    expect((await as(EVE).remove(`/mutes/collections/${TIDES}`)).status).toBe(204);
    expect(await as(EVE).get('/mutes')).toEqual({ items: [], next: null });
  });

  it('turns types off and on', async () => {
    const answer = await as(EVE).put('/preferences/USER_FOLLOWED_YOU', { on: false });
    expect(answer).toEqual({ status: 200, body: { type: 'USER_FOLLOWED_YOU', on: false } });
    expect(await as(EVE).get('/preferences')).toEqual({
      items: NOTIFICATION_TYPES.map((type) => ({ type, on: type !== 'USER_FOLLOWED_YOU' })),
    });
    await as(EVE).put('/preferences/USER_FOLLOWED_YOU', { on: true });
    expect(await as(EVE).get('/preferences')).toEqual({
      items: NOTIFICATION_TYPES.map((type) => ({ type, on: true })),
    });
  });

  it.each([
    [`/subscriptions/users/${BOB}`, {}, 422, 'self-subscription', undefined],
    ['/subscriptions/users/bob', {}, 400, 'invalid-request', 'did'],
    [`/subscriptions/users/${ADA}`, { scopes: [] }, 400, 'invalid-request', 'scopes'],
    [`/subscriptions/users/${ADA}`, { scopes: ['NOTES'] }, 400, 'invalid-request', 'scopes'],
    [`/subscriptions/collections/${TIDES}`, undefined, 422, 'own-collection', undefined],
    [`/subscriptions/collections/${DELETED}`, undefined, 404, 'collection-not-found', undefined],
    [`/subscriptions/collections/${id(23)}`, undefined, 404, 'collection-not-found', undefined],
    ['/subscriptions/collections/tides', undefined, 400, 'invalid-request', 'id'],
    [`/mutes/users/${BOB}`, undefined, 422, 'self-mute', undefined],
    [`/mutes/collections/${id(23)}`, undefined, 404, 'collection-not-found', undefined],
    ['/preferences/EVERYTHING', { on: true }, 400, 'invalid-request', 'type'],
    ['/preferences/USER_FOLLOWED_YOU', {}, 400, 'invalid-request', 'on'],
  ])('refuses PUT %s with %j', async (path, body, status, code, field) => {
    const answer = await as(BOB).put(path, body);
    expect(answer).toMatchObject({
      status,
      body: { code, ...(field === undefined ? {} : { errors: [{ field }] }) },
    });
  });
});
