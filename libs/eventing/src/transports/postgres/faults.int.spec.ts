import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import postgres from 'postgres';
import { PostgresBroker } from '../../../../../test/support/brokers/postgres.js';
import { LaneRecorder, outgoing, store } from '../../../../../test/support/brokers/traffic.js';
import { runRecord, testFolder } from '../../../../../test/support/run.js';
import { numbers, waitFor } from '../../../../../test/support/wait-for.js';
import type { PostgresTransport } from './postgres-transport.js';

const ANSWER_MS = 2_000;

let broker: PostgresBroker;
let cards: PostgresTransport;
let feeds: PostgresTransport;

beforeAll(async () => {
  // Faults are made on purpose here; their warnings would bury a real one.
  if (process.env['LOG_LEVEL'] === undefined) Logger.overrideLogger(false);
  broker = await PostgresBroker.start({ folder: testFolder('bus'), durable: false, record: runRecord() });
}, 120_000);

beforeEach(async () => {
  cards = await broker.connect('cards', { answerMs: ANSWER_MS });
  feeds = await broker.connect('feeds', { answerMs: ANSWER_MS });
});

afterEach(async () => {
  await Promise.all([cards.close(), feeds.close()]);
});

afterAll(() => broker.stop(), 30_000);

/** As the relay does: again, until it is stored, and the next one only then. */
async function storeAtLast(value: number): Promise<void> {
  const event = outgoing(1, value);
  while (!(await cards.publish([event])).every((result) => result.stored)) await delay(50);
}

describe('faults of the Postgres bus', () => {
  it('delivers everything at least once, in order, though the server is killed in the middle', async () => {
    const lane = await LaneRecorder.open(feeds, 'feeds', 1);
    const publishing = (async () => {
      for (const value of numbers(1, 600)) await storeAtLast(value);
    })();
    for (const reached of [200, 400]) {
      await lane.until(reached);
      await broker.kill();
      await broker.start();
    }
    await publishing;
    await waitFor('the last event', () => lane.values.includes(600) || undefined);
    const firsts = [...new Set(lane.values)];
    expect(firsts).toEqual(numbers(1, 600));
    // Only what was under way at a kill was stored without an answer, and came twice.
    expect(lane.values.length - firsts.length).toBeLessThanOrEqual(2);
    await lane.subscription.stop(1_000);
    expect(await feeds.lag('feeds', [1])).toBe(0);
  });

  it('hands the acknowledged position over to the next reader, after a restart of the server too', async () => {
    const lane = await LaneRecorder.open(feeds, 'feeds', 1);
    await store(cards, ...numbers(1, 50).map((value) => outgoing(1, value)));
    await lane.until(50);
    await lane.subscription.stop(1_000);
    await broker.stop();
    await broker.start();
    const next = await waitFor('the lane', () => LaneRecorder.open(feeds, 'feeds', 1).catch(() => undefined));
    await storeAtLast(51);
    expect(await next.until(1)).toEqual([51]);
    await next.subscription.stop(1_000);
  });

  it('answers while the server hangs, and goes on when it does not any more', async () => {
    const lane = await LaneRecorder.open(feeds, 'feeds', 1);
    await storeAtLast(1);
    await lane.until(1);
    const sql = postgres(broker.adminUrl, { max: 1 });
    const hanging = await sql<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name in ('cards', 'feeds')`;
    await sql.end();
    // The sessions and the process that would make new ones.
    const pids = [...hanging.map((row) => row.pid), broker.pid];
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    try {
      const [result] = await cards.publish([outgoing(1, 2)]);
      expect(result?.stored).toBe(false);
      await expect(cards.check()).rejects.toThrow();
      await expect(feeds.lag('feeds', [1])).rejects.toThrow();
      lane.subscription.stop(0).catch(() => undefined);
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    }
    await waitFor('the bus', () =>
      cards.check().then(
        () => true,
        () => undefined,
      ),
    );
    await storeAtLast(3);
    const next = await waitFor('the lane', () => LaneRecorder.open(feeds, 'feeds', 1).catch(() => undefined));
    await waitFor('the event', () => next.values.includes(3) || undefined);
    await next.subscription.stop(1_000);
  });

  it('carries broadcasts of any size, after a restart of the server as well', async () => {
    const heard: string[] = [];
    const others: string[] = [];
    const stopListening = feeds.onBroadcast('control.live.feeds', (body) => heard.push(body));
    feeds.onBroadcast(`control.${'long'.repeat(30)}`, (body) => others.push(body));
    const hears = async (): Promise<void> => {
      // Nobody knows when the listener is back: what was said before is lost, as broadcasts are.
      const word = randomUUID();
      await waitFor('a broadcast', () => {
        cards.broadcast('control.live.feeds', word);
        return heard.includes(word) || undefined;
      });
    };
    await hears();
    const big = JSON.stringify({ text: 'é"\\\0\u{1f600}'.repeat(50_000) });
    cards.broadcast('control.live.feeds', big);
    await waitFor('the big one', () => heard.includes(big) || undefined);
    await broker.stop();
    await broker.start();
    await hears();
    cards.broadcast(`control.${'long'.repeat(30)}`, '');
    await waitFor('the other', () => others.includes('') || undefined);
    expect(others).toEqual(['']);
    stopListening();
  });
});
