import 'reflect-metadata';
import {
  CardAddedToLibraryV1,
  CardRemovedFromLibraryV1,
  eventOf,
  NotificationCreatedV1,
  TargetFollowedV1,
} from '#contracts';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { eventually } from '../../../test/support/eventually.js';
import { historyViolations } from '../test/history-check.js';
import { ADA, at, BOB, EVE, id } from '../test/story.js';
import { notificationsService } from './service.js';

const CY = 'did:plc:cy';
const url = 'https://example.org/';

interface Listed {
  items: { notificationId: string; type: string; read: boolean; cursor: string }[];
}

describe('the notifications service', () => {
  let service: ServiceKit;

  beforeAll(async () => {
    service = await ServiceKit.start(notificationsService);
  }, 60_000);

  afterAll(async () => {
    expect(await historyViolations(service.sql)).toEqual([]);
    await service.stop();
  });

  const list = async (as: string) => (await service.request('GET', '/notifications', { as })).body as Listed;
  const unread = async (as: string) =>
    (await service.request('GET', '/notifications/unread-count', { as })).body;

  it('tells of events that it is sent, lets them be read, and takes back what is undone', async () => {
    const save = {
      cardId: id(1),
      curatorId: ADA,
      url,
      metadata: { title: 'Tides' },
      saveId: id(11),
      addedAt: at(0),
    };
    const via = { cardId: id(90), curatorId: BOB };
    const follow = {
      followId: id(70),
      followerId: ADA,
      targetType: 'USER',
      targetId: BOB,
      followedAt: at(1),
    } as const;
    await service.publish('cards', id(1), eventOf(CardAddedToLibraryV1, { ...save, via }));
    await service.publish('feeds', id(70), eventOf(TargetFollowedV1, follow));
    await service.untilSettled();
    const listed = await list(BOB);
    const { items } = listed;
    expect(listed).toMatchObject({
      items: [
        { type: 'USER_FOLLOWED_YOU', actorId: ADA, read: false, card: null },
        {
          type: 'USER_ADDED_YOUR_CARD',
          actorId: ADA,
          card: { cardId: id(1), url, title: 'Tides' },
          viaCardId: id(90),
        },
      ],
      next: null,
    });
    expect(await unread(BOB)).toMatchObject({ unread: 2 });

    const read = `/notifications/${items[1]!.notificationId}/read`;
    expect(await service.request('POST', read, { as: ADA })).toMatchObject({
      status: 404,
      body: { code: 'notification-not-found' },
    });
    expect((await service.request('POST', read, { as: BOB })).status).toBe(204);
    expect(await unread(BOB)).toMatchObject({ unread: 1 });
    expect(await service.request('POST', '/notifications/read-all', { as: BOB })).toEqual({
      status: 200,
      body: { marked: 1 },
    });

    const removed = eventOf(CardRemovedFromLibraryV1, {
      cardId: id(1),
      curatorId: ADA,
      url,
      removedAt: at(2),
    });
    await service.publish('cards', id(1), removed);
    await service.untilSettled();
    expect(await list(BOB)).toMatchObject({ items: [{ type: 'USER_FOLLOWED_YOU', read: true }] });
    expect(await unread(BOB)).toMatchObject({ unread: 0 });
  });

  it('groups what several did, and knows what was seen', async () => {
    for (const [index, curatorId] of [ADA, EVE].entries()) {
      const cardId = id(30 + index);
      const save = { cardId, curatorId, url, metadata: {}, saveId: id(40 + index), addedAt: at(10 + index) };
      const via = { cardId: id(91), curatorId: CY };
      await service.publish('cards', cardId, eventOf(CardAddedToLibraryV1, { ...save, via }));
    }
    await service.untilSettled();
    expect(await unread(CY)).toEqual({ unread: 2, unseen: 2 });
    const groups = async () => (await service.request('GET', '/notifications/groups', { as: CY })).body;
    expect(await groups()).toMatchObject({
      items: [
        { type: 'USER_ADDED_YOUR_CARD', count: 2, unseen: 2, actorIds: [EVE, ADA], latest: { actorId: EVE } },
      ],
      next: null,
    });
    const { items } = await list(CY);
    const seen = { as: CY, body: { upTo: items[1]!.cursor } };
    expect((await service.request('POST', '/notifications/seen', seen)).status).toBe(204);
    expect(await unread(CY)).toEqual({ unread: 2, unseen: 1 });
    expect(await groups()).toMatchObject({ items: [{ unread: 2, unseen: 1 }] });
    expect((await list(CY)).items).toMatchObject([{ seen: false }, { seen: true }]);

    expect((await service.request('GET', '/digests?day=2026-01-01', { as: CY })).body).toMatchObject({
      day: '2026-01-01',
      count: 2,
      groups: [{ type: 'USER_ADDED_YOUR_CARD', count: 2 }],
    });
    const digest = { as: CY, body: { day: '2026-01-01' } };
    expect((await service.request('POST', '/digests', digest)).status).toBe(204);
    expect((await service.request('POST', '/digests', digest)).status).toBe(204);
  });

  it('announces what it heard of before it was restarted, once', async () => {
    const follow = {
      followId: id(71),
      followerId: ADA,
      targetType: 'USER',
      targetId: EVE,
      followedAt: at(1),
    } as const;
    const event = await service.publish('feeds', id(71), eventOf(TargetFollowedV1, follow));
    await service.untilSettled();
    await service.restart();
    await service.publishAgain(event);
    const announced = await eventually(
      async () => {
        const rows = await service.sql<{ body: string }[]>`
          select body from outbox where type = ${NotificationCreatedV1.type} and body like ${`%"recipientId":"${EVE}"%`}`;
        expect(rows).not.toEqual([]);
        return rows.map(({ body }) => (JSON.parse(body) as { data: unknown }).data);
      },
      { deadlineMs: 20_000 },
    );
    expect(announced).toMatchObject([
      { recipientId: EVE, notificationType: 'USER_FOLLOWED_YOU', actorId: ADA, actId: id(71) },
    ]);
  }, 40_000);

  it.each([
    ['POST', '/notifications/nothing/read', undefined, 400, 'invalid-request'],
    ['POST', `/notifications/${id(99)}/read`, undefined, 404, 'notification-not-found'],
    ['POST', '/notifications/read-all', { upTo: 'yesterday' }, 400, 'invalid-cursor'],
    ['GET', '/digests?day=2026-02-30', undefined, 400, 'invalid-request'],
    ['GET', '/digests', undefined, 400, 'invalid-request'],
    ['POST', '/digests', { day: '2026-W01-1' }, 400, 'invalid-request'],
    ['POST', '/digests', { day: '9999-12-31' }, 422, 'day-not-over'],
    ['POST', '/notifications/seen', { upTo: 'yesterday' }, 400, 'invalid-cursor'],
    ['GET', '/notifications/groups?cursor=e30', undefined, 400, 'invalid-cursor'],
    ['POST', '/notifications/read-all', { before: at(0) }, 400, 'invalid-request'],
    ['GET', '/notifications?cursor=e30', undefined, 400, 'invalid-cursor'],
  ])('refuses %s %s with %j', async (method, path, body, status, code) => {
    const answer = await service.request(method, path, { as: BOB, ...(body === undefined ? {} : { body }) });
    expect(answer).toMatchObject({ status, body: { status, code } });
  });

  it.each([
    ['/notifications/read-all', { upTo: 'yesterday' }, 'upTo'],
    ['/notifications/seen', { upTo: 'yesterday' }, 'upTo'],
    ['/notifications/seen', { toString: 1 }, 'toString'],
  ])('refuses POST %s with %j by the field %s', async (path, body, field) => {
    const answer = await service.request('POST', path, { as: BOB, body });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });

  it('needs an identity', async () => {
    expect((await service.request('GET', '/notifications')).status).toBe(401);
  });

  it('describes itself', async () => {
    const { body } = await service.request('GET', '/openapi.json');
    const { paths } = body as { paths: Record<string, object> };
    expect(Object.keys(paths).sort()).toEqual([
      '/digests',
      '/mutes',
      '/mutes/collections/{id}',
      '/mutes/users/{did}',
      '/notifications',
      '/notifications/groups',
      '/notifications/read-all',
      '/notifications/seen',
      '/notifications/stream',
      '/notifications/unread-count',
      '/notifications/{id}/read',
      '/preferences',
      '/preferences/{type}',
      '/subscriptions',
      '/subscriptions/collections/{id}',
      '/subscriptions/users/{did}',
    ]);
  });
});
