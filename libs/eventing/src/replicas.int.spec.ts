import { randomUUID } from 'node:crypto';
import type { NatsBroker } from '../../../test/support/brokers/nats.js';
import { EngineWorld, operatorOf, untilEffects } from '../../../test/support/engine-world.js';
import { waitFor, numbers } from '../../../test/support/wait-for.js';

let world: EngineWorld<NatsBroker>;

beforeAll(async () => {
  world = await EngineWorld.start();
}, 120_000);

afterEach(() => world.clear(), 30_000);

afterAll(() => world.stop(), 30_000);

describe('several replicas', () => {
  it('share the lanes, and take over those of one that leaves', async () => {
    const { log } = await world.producer();
    const first = await world.consumer({ replica: 'feeds-1', leaseTtlMs: 1_000 });
    await waitFor('all lanes', () => Promise.resolve(first.consumption.owned.size === 16 ? true : undefined));
    const second = await world.consumer({ replica: 'feeds-2', leaseTtlMs: 1_000 });
    await waitFor('a fair share', () =>
      Promise.resolve(
        first.consumption.owned.size === 8 && second.consumption.owned.size === 8 ? true : undefined,
      ),
    );
    const aggregates = numbers(1, 40).map(() => randomUUID());
    const writing = Promise.all(
      aggregates.map(async (aggregate) => {
        for (const value of numbers(1, 10)) await world.append(log, aggregate, value);
      }),
    );
    await first.consumption.stop();
    await writing;
    await waitFor('all lanes', () =>
      Promise.resolve(second.consumption.owned.size === 16 ? true : undefined),
    );
    for (const aggregate of aggregates) {
      const effects = await untilEffects(second.sql, aggregate, 10);
      expect(effects.map((effect) => effect.sequence)).toEqual(numbers(1, 10));
    }
  });
});

describe('a graceful stop', () => {
  it('leaves no half-handled batch and nothing unacknowledged', async () => {
    const { log } = await world.producer();
    const { consumption, sql } = await world.consumer();
    const { manager } = await operatorOf(world);
    const aggregates = numbers(1, 50).map(() => randomUUID());
    await Promise.all(aggregates.map((aggregate) => world.append(log, aggregate, ...numbers(1, 20))));
    await untilEffects(sql, aggregates[0] ?? '', 1);
    await consumption.stop();
    await waitFor('no unacknowledged message', async () => {
      const infos = await manager.consumers.list('EVENTS').next();
      const held = infos.filter((info) => info.name.startsWith('feeds-') && info.num_ack_pending > 0);
      return held.length === 0 ? true : undefined;
    });
    const rows = await sql<{ aggregate: string; effects: number; cursor: string }[]>`
      select e.aggregate, count(*)::int as effects, max(c.sequence) as cursor
      from effects e join inbox_cursors c on c.aggregate_id = e.aggregate
      where e.aggregate = any(${aggregates}) group by 1`;
    for (const row of rows) expect(row.effects).toBe(Number(row.cursor));
  });
});
