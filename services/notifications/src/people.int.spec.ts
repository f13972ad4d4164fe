import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { eventOf, TargetFollowedV1 } from '#contracts';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { plcDid } from '../../../test/support/atproto-bench.js';
import { eventually } from '../../../test/support/eventually.js';
import { LiveClient } from '../../../test/support/live-client.js';
import { PeopleBench } from '../../../test/support/people-bench.js';
import { historyViolations } from '../test/history-check.js';
import { notificationsService } from './service.js';

const [ADA, BOB] = [plcDid('a'), plcDid('b')];
const SHOWN = { did: ADA, handle: 'ada.example.com', displayName: 'Ada Lovelace' };
/** One day throughout, also around midnight. */
const NOW = new Date().toISOString();

let bench: PeopleBench;
let notifications: ServiceKit;

beforeAll(async () => {
  bench = await PeopleBench.start();
  bench.list(SHOWN);
  notifications = await ServiceKit.start(notificationsService, { env: bench.env });
  await followBob();
});

afterAll(async () => {
  expect(await historyViolations(notifications.sql)).toEqual([]);
  await notifications.stop();
  await bench.close();
});

async function followBob(): Promise<void> {
  const followId = randomUUID();
  const event = eventOf(TargetFollowedV1, {
    followId,
    followerId: ADA,
    targetType: 'USER',
    targetId: BOB,
    followedAt: NOW,
  });
  await notifications.publish('feeds', followId, event);
  await notifications.untilSettled();
}

describe('a notification', () => {
  it.each(['/notifications', '/notifications/groups', `/digests?day=${NOW.slice(0, 10)}`])(
    'says in %s what who did it is called',
    async (path) => {
      await eventually(async () => {
        const { body } = await notifications.request('GET', path, { as: BOB });
        expect((body as { people?: object[] }).people).toEqual([SHOWN]);
      });
    },
  );

  it('says so as it is told', async () => {
    const stream = await LiveClient.open(new URL('/notifications/stream', notifications.url), { as: BOB });
    await followBob();
    expect((await stream.until('notification')).data).toMatchObject({ actorId: ADA, people: [SHOWN] });
    stream.close();
  });
});

describe('a subscription', () => {
  it('says what whom it is to is called', async () => {
    await notifications.request('PUT', `/subscriptions/users/${ADA}`, { as: BOB, body: {} });
    await eventually(async () => {
      const { body } = await notifications.request('GET', '/subscriptions', { as: BOB });
      expect(body).toMatchObject({ items: [{ targetId: ADA }], people: [SHOWN] });
    });
  });
});
