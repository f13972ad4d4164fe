import 'reflect-metadata';
import { CardAddedToLibraryV1, CollectionCreatedV2, eventOf } from '#contracts';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { eventually } from '../../../test/support/eventually.js';
import { historyViolations } from '../test/history-check.js';
import { ADA, at, BOB, id } from '../test/library-events.js';
import { feedsService } from './service.js';

const READER = 'did:plc:reader';

describe('the feeds service', () => {
  let feeds: ServiceKit;

  beforeAll(async () => {
    feeds = await ServiceKit.start(feedsService);
    const collection = eventOf(CollectionCreatedV2, {
      collectionId: id(21),
      authorId: BOB,
      name: 'Tides',
      access: 'CLOSED',
    });
    await feeds.publish('cards', id(21), collection);
    for (const number of [1, 2]) {
      await feeds.publish(
        'cards',
        id(number),
        eventOf(CardAddedToLibraryV1, {
          cardId: id(number),
          curatorId: ADA,
          url: `https://example.org/${number}`,
          metadata: { title: 'Tides', authors: ['Pytheas'] },
          saveId: id(number + 10),
          importId: id(50),
          addedAt: at(number),
        }),
      );
    }
  }, 60_000);

  afterAll(async () => {
    expect(await historyViolations(feeds.sql)).toEqual([]);
    await feeds.stop();
  });

  it('makes a feed of events that it is sent', async () => {
    await feeds.untilSettled();
    const { body } = await feeds.request('GET', '/feeds/global?type=CARD_COLLECTED');
    const { items } = body as { items: { activityId: string }[] };
    expect(items).toMatchObject([{ cardCount: 2, actorId: ADA, importId: id(50), occurredAt: at(1) }]);
    const cards = await feeds.request('GET', `/activities/${items[0]!.activityId}/cards?limit=1`);
    expect(cards).toMatchObject({
      status: 200,
      body: {
        items: [
          { cardId: id(1), curatorId: ADA, url: 'https://example.org/1', metadata: { authors: ['Pytheas'] } },
        ],
        next: expect.any(String),
      },
    });
  });

  it('has feeds of a user, a collection and a URL, for everybody', async () => {
    const first = async (path: string) => {
      const { status, body } = await feeds.request('GET', path);
      expect(status).toBe(200);
      return (body as { items: unknown[] }).items[0];
    };
    const imported = { actorId: ADA, importId: id(50) };
    await eventually(async () => {
      expect(await first(`/feeds/users/${ADA}?type=CARD_COLLECTED`)).toMatchObject(imported);
      expect(await first(`/feeds/url?url=${encodeURIComponent('https://example.org/2')}`)).toMatchObject(
        imported,
      );
      expect(await first(`/feeds/collections/${id(21)}`)).toMatchObject({ type: 'COLLECTION_CREATED' });
    });
  });

  it('lets a reader follow, read what is followed, and stop', async () => {
    const user = `/follows/users/${ADA}`;
    expect(await feeds.request('PUT', user, { as: READER })).toMatchObject({
      status: 200,
      body: { targetType: 'USER', targetId: ADA },
    });
    await eventually(async () => {
      const { body } = await feeds.request('GET', '/feeds/following', { as: READER });
      expect(body).toMatchObject({ items: [{ actorId: ADA }], next: null });
    });
    await eventually(async () => {
      const { status } = await feeds.request('PUT', `/follows/collections/${id(21)}`, { as: READER });
      expect(status).toBe(200);
    });
    expect(await feeds.request('GET', '/follows', { as: READER })).toMatchObject({
      body: { items: [{ targetId: id(21), collectionName: 'Tides' }, { targetId: ADA }] },
    });
    expect((await feeds.request('DELETE', user, { as: READER })).status).toBe(204);
    expect((await feeds.request('DELETE', `/follows/collections/${id(21)}`, { as: READER })).status).toBe(
      204,
    );
    expect((await feeds.request('GET', '/follows', { as: READER })).body).toEqual({ items: [], next: null });
  });

  it.each([
    ['PUT', `/follows/users/${READER}`, 422, 'self-follow'],
    ['PUT', `/follows/collections/${id(99)}`, 404, 'collection-not-found'],
    ['PUT', '/follows/users/nobody', 400, 'invalid-request'],
    ['DELETE', '/follows/collections/nothing', 400, 'invalid-request'],
    ['GET', '/feeds/global?type=OTHER', 400, 'invalid-request'],
    ['GET', '/feeds/global?limit=1000', 400, 'invalid-request'],
    ['GET', '/feeds/global?kind=hologram', 400, 'invalid-request'],
    ['GET', '/feeds/global?actor=nobody', 400, 'invalid-request'],
    ['GET', '/feeds/following?followed=URL', 400, 'invalid-request'],
    ['GET', `/feeds/users/${ADA}?actor=${BOB}`, 400, 'invalid-request'],
    ['GET', '/feeds/url', 400, 'invalid-request'],
    ['GET', `/feeds/collections/${id(99)}`, 404, 'collection-not-found'],
    ['GET', '/feeds/following?cursor=e30', 400, 'invalid-cursor'],
    ['GET', '/feeds/global/stream?cursor=e30', 400, 'invalid-request'],
    ['GET', '/feeds/following/stream?limit=1', 400, 'invalid-request'],
    ['GET', '/feeds/users/nobody/stream', 400, 'invalid-request'],
    ['GET', '/feeds/url/stream', 400, 'invalid-request'],
    ['GET', `/feeds/collections/${id(99)}/stream`, 404, 'collection-not-found'],
    ['GET', `/activities/${id(99)}/cards`, 404, 'activity-not-found'],
  ])('refuses %s %s', async (method, path, status, code) => {
    expect(await feeds.request(method, path, { as: READER })).toMatchObject({
      status,
      body: { status, code },
    });
  });

  it('needs an identity for what is one’s own, and none for the global feed', async () => {
    expect((await feeds.request('GET', '/feeds/following')).status).toBe(401);
    expect((await feeds.request('GET', '/feeds/following/stream')).status).toBe(401);
    expect((await feeds.request('PUT', `/follows/users/${ADA}`)).status).toBe(401);
    expect((await feeds.request('GET', '/feeds/global')).status).toBe(200);
  });

  it('describes itself', async () => {
    const { body } = await feeds.request('GET', '/openapi.json');
    const { paths } = body as { paths: Record<string, object> };
    expect(Object.keys(paths).sort()).toEqual([
      '/activities/{id}/cards',
      '/feeds/collections/{id}',
      '/feeds/collections/{id}/atom',
      '/feeds/collections/{id}/stream',
      '/feeds/following',
      '/feeds/following/stream',
      '/feeds/global',
      '/feeds/global/atom',
      '/feeds/global/stream',
      '/feeds/url',
      '/feeds/url/stream',
      '/feeds/users/{did}',
      '/feeds/users/{did}/atom',
      '/feeds/users/{did}/stream',
      '/follows',
      '/follows/collections/{id}',
      '/follows/users/{did}',
    ]);
  });
});
