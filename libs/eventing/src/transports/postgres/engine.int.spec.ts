import { randomUUID } from 'node:crypto';
import { PostgresBroker } from '../../../../../test/support/brokers/postgres.js';
import { effectsOf, EngineWorld, untilEffects } from '../../../../../test/support/engine-world.js';
import { numbers, waitFor } from '../../../../../test/support/wait-for.js';

let world: EngineWorld<PostgresBroker>;

beforeAll(async () => {
  world = await EngineWorld.on((options) => PostgresBroker.start(options));
}, 120_000);

afterEach(() => world.clear(), 30_000);

afterAll(() => world.stop(), 30_000);

describe('from commit to effect over the Postgres bus', () => {
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

  it('skips what is published again', async () => {
    const { log, publication } = await world.producer();
    const { sql, registry } = await world.consumer();
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1, 2, 3);
    await untilEffects(sql, aggregate, 3);
    expect(await publication.republish({ aggregateId: aggregate, from: 1, to: 3 })).toBe(3);
    await waitFor('three duplicates', async () => {
      const skipped = await registry.getSingleMetric('commonplace_events_skipped_total')?.get();
      return (
        skipped?.values.some((value) => value.labels['reason'] === 'duplicate' && value.value >= 3) ??
        undefined
      );
    });
    expect(await effectsOf(sql, aggregate)).toHaveLength(3);
  });

  it('asks the producer for what the bus has lost', async () => {
    const { log } = await world.producer();
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1, 2, 3);
    const transport = await world.transport('operator');
    const probe = `probe-${randomUUID()}`;
    await world.broker.addConsumer(probe, 'first');
    const before = await waitFor('three stored events', async () => {
      const lag = await transport.lag(probe, numbers(0, 15));
      return lag >= 3 ? lag : undefined;
    });
    expect(before).toBeGreaterThanOrEqual(3);
    expect(await world.broker.lose(2)).toBe(2);
    await world.append(log, aggregate, 4);
    const { sql } = await world.consumer();
    const effects = await untilEffects(sql, aggregate, 4);
    expect(effects.map((effect) => effect.sequence)).toEqual([1, 2, 3, 4]);
  }, 40_000);

  it('goes on after the server was killed', async () => {
    const { log } = await world.producer();
    const { sql } = await world.consumer();
    const aggregates = numbers(1, 10).map(() => randomUUID());
    await Promise.all(aggregates.map((aggregate) => world.append(log, aggregate, 1, 2, 3)));
    await world.broker.kill();
    await Promise.all(aggregates.map((aggregate) => world.append(log, aggregate, 4, 5, 6)));
    await world.broker.start();
    for (const aggregate of aggregates) {
      const effects = await untilEffects(sql, aggregate, 6);
      expect(effects.map((effect) => effect.sequence)).toEqual(numbers(1, 6));
    }
  });
});
