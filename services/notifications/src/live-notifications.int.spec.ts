import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
  CardAddedToLibraryV1,
  CardRemovedFromLibraryV1,
  ConnectionCreatedV1,
  eventOf,
  TargetFollowedV1,
  TargetUnfollowedV1,
} from '#contracts';
import type { RunningService } from '#platform';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { eventually } from '../../../test/support/eventually.js';
import { LiveClient } from '../../../test/support/live-client.js';
import { historyViolations } from '../test/history-check.js';
import { ADA } from '../test/story.js';
import { notificationsService } from './service.js';

let service: ServiceKit;
let replica: RunningService;
const clients: LiveClient[] = [];

beforeAll(async () => {
  service = await ServiceKit.start(notificationsService);
  replica = await service.replica('notifications-other');
}, 60_000);

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

afterAll(async () => {
  expect(await historyViolations(service.sql)).toEqual([]);
  await service.stop();
});

const someone = () => `did:plc:${randomUUID()}`;
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

async function connect(
  as: string,
  { lastEventId, at = service.url }: { lastEventId?: string; at?: string } = {},
) {
  const url = new URL('/notifications/stream', at);
  const client = await LiveClient.open(url, { as, ...(lastEventId === undefined ? {} : { lastEventId }) });
  clients.push(client);
  return client;
}

/** Lets what was heard of be announced now. */
async function announce(): Promise<void> {
  await service.untilSettled();
  await eventually(async () => {
    await service.sql`update announcements_due set due_at = now()`;
    expect(await service.sql`select from announcements_due`).toEqual([]);
  });
}

async function follow(followerId: string, targetId: string, followedAt = minutesAgo(0)): Promise<string> {
  const followId = randomUUID();
  const event = eventOf(TargetFollowedV1, { followId, followerId, targetType: 'USER', targetId, followedAt });
  await service.publish('feeds', followId, event);
  return followId;
}

async function unfollow(
  followId: string,
  followerId: string,
  targetId: string,
  unfollowedAt = minutesAgo(0),
) {
  const event = eventOf(TargetUnfollowedV1, {
    followId,
    followerId,
    targetType: 'USER',
    targetId,
    unfollowedAt,
  });
  await service.publish('feeds', followId, event);
  await service.untilSettled();
}

const listed = async (as: string) => {
  const { body } = await service.request('GET', '/notifications', { as });
  return (body as { items: { notificationId: string; cursor: string }[] }).items;
};

describe('the stream of notifications', () => {
  it('tells how much is unread, then what is announced as the list has it, on every replica', async () => {
    const bob = someone();
    const [one, other] = [await connect(bob), await connect(bob, { at: replica.url })];
    for (const client of [one, other]) expect((await client.until('unread-count')).data['unread']).toBe(0);
    await follow(ADA, bob);
    await announce();
    for (const client of [one, other]) {
      const { data } = await client.until('notification');
      expect(data).toEqual((await listed(bob))[0]);
      expect(await client.until('unread-count', ({ unread }) => unread === 1)).toMatchObject({
        data: { unseen: 1 },
      });
    }
    expect(one.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(one.retry).toBeGreaterThan(0);
  });

  it('tells nobody else, and nothing of what the recipient does not want to hear of', async () => {
    const [bob, eve, muted] = [someone(), someone(), someone()];
    const [bobs, eves] = [await connect(bob), await connect(eve)];
    await service.request('PUT', `/mutes/users/${muted}`, { as: bob });
    await follow(muted, bob);
    await follow(ADA, bob);
    await announce();
    await bobs.until('notification');
    expect(bobs.of('notification')).toMatchObject([{ actorId: ADA }]);
    expect(eves.events).toMatchObject([{ event: 'unread-count' }]);
  });

  it('tells what was undone, and what is done again', async () => {
    const bob = someone();
    const client = await connect(bob);
    const followId = await follow(ADA, bob);
    await announce();
    const { notificationId } = (await client.until('notification')).data;
    await unfollow(followId, ADA, bob);
    expect((await client.until('notification-gone')).data).toEqual({ notificationId });
    await client.until('unread-count', ({ unread }) => unread === 0);

    const again = eventOf(TargetFollowedV1, {
      followId,
      followerId: ADA,
      targetType: 'USER',
      targetId: bob,
      followedAt: minutesAgo(0),
    });
    await service.publish('feeds', followId, again);
    await announce();
    await eventually(() => {
      expect(client.of('notification')).toMatchObject([{ notificationId }, { notificationId, read: false }]);
    });
  });

  it('tells of a removed card, and of the connections that its owner is not concerned with any more', async () => {
    const [bob, eve] = [someone(), someone()];
    const [cardId, saveId, connectionId] = [randomUUID(), randomUUID(), randomUUID()];
    const url = `https://example.org/${cardId}`;
    const via = { cardId: randomUUID(), curatorId: eve };
    const card = { cardId, curatorId: bob, url };
    const [bobs, eves] = [await connect(bob), await connect(eve)];
    const save = { ...card, metadata: {}, saveId, addedAt: minutesAgo(1), via };
    await service.publish('cards', cardId, eventOf(CardAddedToLibraryV1, save));
    await service.untilSettled();
    const end = (work: string) => ({ url: work, metadata: {} });
    const connection = eventOf(ConnectionCreatedV1, {
      connectionId,
      curatorId: ADA,
      connectionType: 'RELATED',
      source: end(url),
      target: end('https://example.org/'),
      createdAt: minutesAgo(0),
    });
    await service.publish('cards', connectionId, connection);
    await announce();
    const [connected, saved] = [await bobs.until('notification'), await eves.until('notification')];
    expect([connected.data['type'], saved.data['type']]).toEqual([
      'USER_CONNECTED_YOUR_URL',
      'USER_ADDED_YOUR_CARD',
    ]);
    const removed = eventOf(CardRemovedFromLibraryV1, { ...card, removedAt: minutesAgo(0) });
    await service.publish('cards', cardId, removed);
    for (const [client, told] of [
      [bobs, connected],
      [eves, saved],
    ] as const) {
      expect((await client.until('notification-gone')).data).toEqual({
        notificationId: told.data['notificationId'],
      });
    }
  });

  it('tells how much is left when something is read or seen on another device', async () => {
    const bob = someone();
    await follow(ADA, bob);
    await announce();
    const client = await connect(bob);
    await client.until('unread-count', ({ unread, unseen }) => unread === 1 && unseen === 1);
    await service.request('POST', '/notifications/seen', { as: bob });
    await client.until('unread-count', ({ unread, unseen }) => unread === 1 && unseen === 0);
    await service.request('POST', '/notifications/read-all', { as: bob });
    await client.until('unread-count', ({ unread }) => unread === 0);
    expect(client.of('notification')).toEqual([]);
  });
});

describe('a client that connects again', () => {
  it('is told what it missed, in order and once, by another replica', async () => {
    const bob = someone();
    const first = await connect(bob);
    await follow(someone(), bob);
    await announce();
    await first.until('notification');
    first.close();
    const missed = [someone(), someone(), someone()];
    const undone = await follow(missed[0]!, bob);
    for (const actor of missed.slice(1)) {
      await follow(actor, bob);
      await announce();
    }
    await announce();
    await unfollow(undone, missed[0]!, bob);
    const second = await connect(bob, { at: replica.url, lastEventId: first.lastEventId });
    await eventually(() => {
      expect(second.of('notification')).toHaveLength(2);
      expect(second.of('notification-gone')).toHaveLength(1);
    });
    expect(second.of('notification').map(({ actorId }) => actorId)).toEqual(missed.slice(1));
    const ids = second.events.map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    const third = await connect(bob, { lastEventId: second.lastEventId });
    await third.until('unread-count');
    expect(third.events).toMatchObject([{ event: 'unread-count', data: { unread: 3 } }]);
  });

  it.each(['nonsense', '-1', '900000000000', '0'])(
    'begins anew with the id "%s", and is told so',
    async (id) => {
      await service.sql`
      update change_log_head set floor = case when last > 0 then 1 else 0 end, last = greatest(last, 1)`;
      const client = await connect(someone(), { lastEventId: id });
      await client.until('unread-count');
      expect(client.events).toMatchObject([{ event: 'reset', data: {} }, { event: 'unread-count' }]);
    },
  );
});

describe('what is no news', () => {
  it('is not told, only counted: acts that are heard of late', async () => {
    const bob = someone();
    const client = await connect(bob);
    const late = await follow(ADA, bob, minutesAgo(61));
    await announce();
    await client.until('unread-count', ({ unread }) => unread === 1);
    await unfollow(late, ADA, bob, minutesAgo(61));
    await follow(someone(), bob);
    await announce();
    await client.until('notification');
    expect(client.events.map(({ event }) => event)).toEqual([
      'unread-count',
      'unread-count',
      'notification',
      'unread-count',
    ]);
  });

  it('is not told again: events that come twice', async () => {
    const bob = someone();
    const client = await connect(bob);
    const followId = randomUUID();
    const event = eventOf(TargetFollowedV1, {
      followId,
      followerId: ADA,
      targetType: 'USER',
      targetId: bob,
      followedAt: minutesAgo(0),
    });
    const envelope = await service.publish('feeds', followId, event);
    await announce();
    await client.until('notification');
    await service.publishAgain(envelope);
    await follow(someone(), bob);
    await announce();
    await client.until('unread-count', ({ unread }) => unread === 2);
    expect(client.of('notification')).toHaveLength(2);
  });
});

describe('streams', () => {
  it('are for those who say who they are, eight at a time', async () => {
    const bob = someone();
    expect((await service.request('GET', '/notifications/stream')).status).toBe(401);
    const open = [];
    for (let count = 0; count < 8; count += 1) open.push(await connect(bob));
    expect(await service.request('GET', '/notifications/stream', { as: bob })).toMatchObject({
      status: 429,
      body: { code: 'too-many-streams' },
    });
    await connect(someone());
    open[0]!.close();
    await eventually(() => connect(bob));
  });

  it('end in order when the service stops, and go on with what they missed when it is back', async () => {
    const bob = someone();
    const client = await connect(bob);
    await client.until('unread-count');
    const stopping = Date.now();
    await service.restart();
    expect(client.isOver).toBe(true);
    expect(Date.now() - stopping).toBeLessThan(15_000);
    await follow(ADA, bob);
    await announce();
    const next = await connect(bob, { lastEventId: client.lastEventId });
    expect((await next.until('notification')).data['actorId']).toBe(ADA);
  }, 30_000);
});
