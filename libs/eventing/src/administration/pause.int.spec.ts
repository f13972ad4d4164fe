import { randomUUID } from 'node:crypto';
import { administrationOf } from '../../../../test/support/administration-of.js';
import type { NatsBroker } from '../../../../test/support/brokers/nats.js';
import { effectsOf, EngineWorld, operatorOf, untilEffects } from '../../../../test/support/engine-world.js';
import { numbers, waitFor } from '../../../../test/support/wait-for.js';

const order = { operator: 'ada', reason: 'because' };

let world: EngineWorld<NatsBroker>;

beforeAll(async () => {
  world = await EngineWorld.start();
}, 120_000);

afterEach(() => world.clear(), 30_000);

afterAll(() => world.stop(), 30_000);

describe('a paused consumer', () => {
  const state = async (manager: Awaited<ReturnType<typeof operatorOf>>['manager']) => {
    const infos = (await manager.consumers.list('EVENTS').next()).filter((info) =>
      info.name.startsWith('feeds-'),
    );
    const sum = (pick: (info: (typeof infos)[number]) => number): number =>
      infos.reduce((total, info) => total + pick(info), 0);
    return { unacked: sum((info) => info.num_ack_pending), redelivered: sum((info) => info.num_redelivered) };
  };

  it('ends its lanes in order on every replica, keeps their leases over a restart, and resumes without a burst', async () => {
    const { log, publication } = await world.producer();
    const { manager } = await operatorOf(world);
    const handle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
    const first = await world.consumer({ replica: 'feeds-1', before: handle });
    const second = await world.consumer({ replica: 'feeds-2', before: handle });
    const share = () => [first.consumption.owned.size, second.consumption.owned.size];
    await waitFor('a fair share', () => (share().every((count) => count === 8) ? true : undefined));
    const admin = await administrationOf(world, 'feeds', { publication, consumption: first.consumption });
    const { sql } = first;
    const aggregates = numbers(1, 60).map(() => randomUUID());
    const count = async (): Promise<number> => (await effectsOf(sql, ...aggregates)).length;
    await Promise.all(aggregates.map((aggregate) => world.append(log, aggregate, ...numbers(1, 10))));
    await waitFor('the first effects', async () => ((await count()) > 0 ? true : undefined));

    const paused = await admin.pause(order);
    expect(paused).toMatchObject({ paused: true, changedBy: 'ada', reason: 'because' });
    await waitFor('both replicas to have ended their lanes', async () =>
      (await state(manager)).unacked === 0 ? true : undefined,
    );
    await waitFor('a standstill', async () => {
      const before = await count();
      await world.append(log, aggregates[0] ?? '', 11);
      const { consumers } = await admin.lag();
      return before === (await count()) && consumers[0]?.control?.paused === true ? true : undefined;
    });
    expect(share()).toEqual([8, 8]);
    const handled = await count();

    await second.consumption.stop();
    await world.consumer({ replica: 'feeds-2', before: handle });
    const late = randomUUID();
    await world.append(log, late, 1);
    const lag = await waitFor('all lanes to be owned again', async () => {
      const { consumers } = await admin.lag();
      const owned = consumers[0]?.partitions.filter((partition) => partition.owner !== null);
      return owned?.length === 16 && (consumers[0]?.unhandled ?? 0) > 0 ? consumers[0] : undefined;
    });
    expect(new Set(lag.partitions.map((partition) => partition.owner))).toEqual(
      new Set(['feeds-1', 'feeds-2']),
    );
    expect(await count()).toBe(handled);
    expect(await effectsOf(sql, late)).toEqual([]);

    await admin.resume(order);
    await admin.resume(order);
    await untilEffects(sql, late, 1);
    for (const aggregate of aggregates) {
      const effects = await untilEffects(sql, aggregate, 10);
      expect(effects.map((effect) => effect.sequence)).toEqual(numbers(1, effects.length));
    }
    expect((await state(manager)).redelivered).toBe(0);
    const records = (await admin.audit.list(10)).filter((record) => record.action !== 'retry');
    expect(records.slice(0, 2).map((record) => record.action)).toEqual(['resume', 'pause']);
  }, 90_000);

  it('is none where a service handles no events', async () => {
    const { publication } = await world.producer();
    const admin = await administrationOf(world, 'cards', {
      publication,
      consumption: await world.consumption(),
    });
    await expect(admin.pause(order)).rejects.toMatchObject({ code: 'no-consumer' });
    expect(await admin.lag()).toMatchObject({
      consumers: [],
      outbox: { depth: expect.any(Number) as number },
    });
  });
});
