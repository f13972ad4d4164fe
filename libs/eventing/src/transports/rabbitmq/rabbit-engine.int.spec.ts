import { randomUUID } from 'node:crypto';
import { findRabbitServer } from '../../../../../infra/dev/servers/find-rabbitmq.mjs';
import { describeWith } from '../../../../../test/support/brokers/available.js';
import { RabbitBroker } from '../../../../../test/support/brokers/rabbitmq.js';
import { effectsOf, EngineWorld, untilEffects } from '../../../../../test/support/engine-world.js';
import { numbers, waitFor } from '../../../../../test/support/wait-for.js';

(await describeWith('rabbitmq-server', findRabbitServer))('the engine over RabbitMQ', () => {
  let world: EngineWorld<RabbitBroker>;

  beforeAll(async () => {
    world = await EngineWorld.on((options) => RabbitBroker.start(options));
  }, 180_000);

  afterEach(() => world.clear(), 60_000);

  afterAll(() => world.stop(), 60_000);

  it('handles each event once and in order, though the broker is killed meanwhile', async () => {
    const { log } = await world.producer();
    const { sql } = await world.consumer();
    const aggregates = numbers(1, 10).map(() => randomUUID());
    let appended = 0;
    const appending = Promise.all(
      aggregates.map(async (aggregate) => {
        for (const value of numbers(1, 60)) {
          await world.append(log, aggregate, value);
          appended += 1;
        }
      }),
    );
    await waitFor('the moment to kill it', () => appended >= 200 || undefined);
    await world.broker.kill();
    await appending;
    await world.broker.start();
    for (const aggregate of aggregates) {
      await waitFor(
        '60 effects',
        async () => (await effectsOf(sql, aggregate)).length >= 60 || undefined,
        90_000,
      );
      const effects = await effectsOf(sql, aggregate);
      expect(effects.map(({ sequence }) => sequence)).toEqual(numbers(1, 60));
    }
  }, 180_000);

  it('fills a consumer that is made later from the outbox', async () => {
    await world.broker.removeConsumer('feeds');
    await world.broker.removeConsumer('notifications');
    const { log, sql: producing, publication } = await world.producer();
    const [noticed, quiet] = [randomUUID(), randomUUID()];
    await world.append(log, noticed, 1, 2, 3);
    await world.append(log, quiet, 1, 2, 3);
    // Nobody is there to take them, and that holds nothing up.
    await waitFor('an empty pending list', async () => {
      const [row] = await producing<{ count: number }[]>`select count(*)::int as count from outbox_pending`;
      return row?.count === 0 || undefined;
    });
    for (const consumer of ['feeds', 'notifications']) await world.broker.addConsumer(consumer);
    const { sql } = await world.consumer();
    // Its next event shows the gap of the one; the other is published again on request.
    await world.append(log, noticed, 4);
    expect(await publication.republish({ aggregateId: quiet, from: 1, to: 3 })).toBe(3);
    expect((await untilEffects(sql, noticed, 4)).map(({ value }) => value)).toEqual([1, 2, 3, 4]);
    expect((await untilEffects(sql, quiet, 3)).map(({ value }) => value)).toEqual([1, 2, 3]);
  }, 120_000);

  it('heals what the broker has lost', async () => {
    const { log, sql: producing } = await world.producer();
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1, 2, 3);
    await waitFor('an empty pending list', async () => {
      const [row] = await producing<{ count: number }[]>`select count(*)::int as count from outbox_pending`;
      return row?.count === 0 || undefined;
    });
    expect(await world.broker.lose(2)).toBe(2);
    const { sql } = await world.consumer();
    await untilEffects(sql, aggregate, 1);
    await world.append(log, aggregate, 4);
    expect((await untilEffects(sql, aggregate, 4)).map(({ value }) => value)).toEqual([1, 2, 3, 4]);
  }, 120_000);
});
