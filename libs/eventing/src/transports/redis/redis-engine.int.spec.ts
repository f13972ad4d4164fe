import { randomUUID } from 'node:crypto';
import { findRedisServer } from '../../../../../infra/dev/servers/find-redis.mjs';
import { describeWith } from '../../../../../test/support/brokers/available.js';
import { RedisBroker } from '../../../../../test/support/brokers/redis.js';
import { EngineWorld, untilEffects } from '../../../../../test/support/engine-world.js';
import { numbers, waitFor } from '../../../../../test/support/wait-for.js';

const describeRedis = await describeWith('redis-server', findRedisServer);

describeRedis('from commit to effect over Redis', () => {
  let world: EngineWorld<RedisBroker>;

  beforeAll(async () => {
    world = await EngineWorld.on((options) => RedisBroker.start({ ...options, durable: true }));
  }, 120_000);

  afterEach(() => world.clear(), 30_000);

  afterAll(() => world.stop(), 30_000);

  it('handles each event once, in order per aggregate', async () => {
    const { log } = await world.producer();
    const { sql } = await world.consumer();
    const aggregates = numbers(1, 20).map(() => randomUUID());
    await Promise.all(
      aggregates.map(async (aggregate) => {
        for (const value of numbers(1, 25)) await world.append(log, aggregate, value);
      }),
    );
    for (const aggregate of aggregates) {
      const effects = await untilEffects(sql, aggregate, 25);
      expect(effects.map((effect) => effect.sequence)).toEqual(numbers(1, 25));
    }
  });

  it('goes on where it was when the server is killed in the middle, and again', async () => {
    const { log } = await world.producer();
    const { sql } = await world.consumer();
    const aggregates = numbers(1, 10).map(() => randomUUID());
    const writing = Promise.all(
      aggregates.map(async (aggregate) => {
        for (const value of numbers(1, 60)) await world.append(log, aggregate, value);
      }),
    );
    for (const after of [100, 300]) {
      await waitFor(`${String(after)} effects`, async () => {
        const [row] = await sql<{ count: number }[]>`
          select count(*)::int as count from feeds.effects where aggregate = any(${aggregates})`;
        return (row?.count ?? 0) >= after ? true : undefined;
      });
      await world.broker.kill();
      await world.broker.start();
    }
    await writing;
    for (const aggregate of aggregates) {
      const effects = await untilEffects(sql, aggregate, 60);
      expect(effects.map((effect) => effect.sequence)).toEqual(numbers(1, 60));
    }
  });

  it('heals what the server lost', async () => {
    const { log } = await world.producer();
    const first = await world.consumer();
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1);
    await untilEffects(first.sql, aggregate, 1);
    await first.consumption.stop();
    await world.append(log, aggregate, 2);
    const operator = await world.transport('operator');
    await waitFor('the event in the stream', async () =>
      (await operator.lag('feeds', numbers(0, 15))) > 0 ? true : undefined,
    );
    expect(await world.broker.lose(1)).toBe(1);
    expect(await operator.lag('feeds', numbers(0, 15))).toBe(0);
    const { sql } = await world.consumer({ replica: 'feeds-2' });
    await world.append(log, aggregate, 3);
    const effects = await untilEffects(sql, aggregate, 3);
    expect(effects.map((effect) => effect.value)).toEqual([1, 2, 3]);
  });
});
