import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { CardAddedToLibraryV1, CardRemovedFromLibraryV1, eventOf, TargetFollowedV1 } from '#contracts';
import { ServiceRebuild } from '#platform';
import { identityOf } from '../../../infra/nats/identities.mjs';
import { OPERATOR } from '../../../infra/nats/topology.mjs';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { NatsBroker } from '../../../test/support/brokers/nats.js';
import { eventually } from '../../../test/support/eventually.js';
import { LiveClient } from '../../../test/support/live-client.js';
import { runRecord, testFolder } from '../../../test/support/run.js';
import { ADA, BOB, EVE } from '../test/story.js';
import { notificationsProjection } from './projection.js';
import { notificationsService } from './service.js';

const url = 'https://example.org/tides';

describe('a rebuild of the notifications', () => {
  let service: ServiceKit;
  let broker: NatsBroker;

  beforeAll(async () => {
    broker = await NatsBroker.start({ folder: testFolder('nats'), record: runRecord(), durable: false });
    service = await ServiceKit.start(notificationsService, { broker });
  }, 60_000);

  afterAll(() => service.stop());

  async function rebuild(): Promise<void> {
    const rebuilt = new ServiceRebuild(notificationsService, notificationsProjection, {
      databaseUrl: service.databaseUrl,
      natsUrl: broker.server.url,
      natsNkeySeed: identityOf(broker.identities, OPERATOR).seed,
      operator: 'ada',
    });
    try {
      const signal = new AbortController().signal;
      expect(await rebuilt.run({ signal, onProgress: () => undefined })).toBe(true);
    } finally {
      await rebuilt.close();
    }
  }

  async function save(curatorId: string): Promise<string> {
    const cardId = randomUUID();
    const fields = { cardId, curatorId, url, saveId: randomUUID(), addedAt: new Date().toISOString() };
    const via = { cardId: randomUUID(), curatorId: BOB };
    await service.publish('cards', cardId, eventOf(CardAddedToLibraryV1, { ...fields, metadata: {}, via }));
    return cardId;
  }

  async function follow(followerId: string): Promise<void> {
    const followId = randomUUID();
    const followedAt = new Date().toISOString();
    const target = { targetType: 'USER', targetId: BOB } as const;
    await service.publish(
      'feeds',
      followId,
      eventOf(TargetFollowedV1, { followId, followerId, followedAt, ...target }),
    );
  }

  const allAnnounced = (count: number) =>
    eventually(
      async () => {
        const [row] = await service.sql`
          select (select count(*)::int from announcements_due) as due, (select count(*)::int from announcements) as told`;
        expect(row).toEqual({ due: 0, told: count });
      },
      { deadlineMs: 30_000 },
    );

  /** All that Bob can see, and all that was published of it. */
  async function seen(): Promise<unknown> {
    const paths = ['/notifications', '/notifications/groups', '/notifications/unread-count', '/mutes'];
    const answers = await Promise.all(paths.map((path) => service.request('GET', path, { as: BOB })));
    const tables = await Promise.all([
      service.sql`select to_jsonb(t) as row from notification_reasons t order by 1`,
      service.sql`select to_jsonb(t) as row from library_cards t order by 1`,
      service.sql`select to_jsonb(t) as row from removed_cards t order by 1`,
      service.sql`select to_jsonb(t) as row from notification_reads t order by 1`,
      service.sql`select to_jsonb(t) as row from choices t order by 1`,
      service.sql`select to_jsonb(t) as row from inboxes t order by 1`,
      service.sql`select count(*) from outbox`,
      service.sql`select count(*) from announcements`,
    ]);
    return JSON.parse(JSON.stringify([answers, tables])) as unknown;
  }

  it('puts right what had gone wrong, keeps what people did, and announces nothing again', async () => {
    await save(ADA);
    const removed = await save(EVE);
    await follow(ADA);
    await follow(EVE);
    await service.untilSettled();
    await allAnnounced(4);
    const at = new Date().toISOString();
    await service.publish(
      'cards',
      removed,
      eventOf(CardRemovedFromLibraryV1, { cardId: removed, curatorId: EVE, url, removedAt: at }),
    );
    await service.untilSettled();
    const { items } = (await service.request('GET', '/notifications', { as: BOB })).body as {
      items: { notificationId: string }[];
    };
    expect(items).toHaveLength(3);
    await service.request('POST', `/notifications/${items[0]?.notificationId ?? ''}/read`, { as: BOB });
    await service.untilSettled();
    const before = await seen();
    const client = await LiveClient.open(new URL('/notifications/stream', service.url), { as: BOB });
    await client.until('unread-count');

    await service.sql`delete from notification_reasons where type = 'USER_FOLLOWED_YOU'`;
    await service.sql`update library_cards set title = 'Wrong'`;
    await rebuild();

    expect(await seen()).toEqual(before);
    expect(client.of('notification')).toEqual([]);
    expect(client.events).toHaveLength(1);
    client.close();
  });

  it('announces once what comes meanwhile', async () => {
    const known = (await service.sql`select from announcements`).length;
    let isOver = false;
    const goesOn = (): boolean => !isOver;
    let saved = 0;
    const traffic = (async () => {
      while (goesOn()) {
        await save(ADA);
        saved += 1;
      }
    })();
    await rebuild().finally(() => {
      isOver = true;
    });
    await traffic;
    await service.untilSettled();
    await allAnnounced(known + saved);
    const announced = await service.sql<{ count: number }[]>`
      select count(*)::int as count from outbox
      where type = 'events.notifications.notification-created.v1' group by body::jsonb -> 'data' ->> 'actId'`;
    expect(announced).toHaveLength(known + saved);
    expect(new Set(announced.map(({ count }) => count))).toEqual(new Set([1]));
  });
});
