import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NatsBroker } from '../../../../../test/support/brokers/nats.js';
import { RedisBroker } from '../../../../../test/support/brokers/redis.js';
import { effectsOf, EngineWorld, untilEffects } from '../../../../../test/support/engine-world.js';
import { numbers, waitFor } from '../../../../../test/support/wait-for.js';
import { ALL_PARTITIONS } from '../../partition.js';
import type { Sql } from 'postgres';
import type { Transport } from '../../transport.js';
import { SeveralTransports } from './several-transports.js';

let world: EngineWorld<NatsBroker>;
let second: NatsBroker;

beforeAll(async () => {
  world = await EngineWorld.start();
  const folder = mkdtempSync(join(tmpdir(), 'commonplace-second-'));
  mkdirSync(folder, { recursive: true });
  second = await NatsBroker.start({ folder });
}, 120_000);

afterEach(() => world.clear(), 30_000);

afterAll(async () => {
  await second.stop();
  await world.stop();
}, 30_000);

type Way = 'old' | 'new';

/** A service's connections to the brokers, as its configuration says. */
async function ways(service: string, publish: readonly Way[], consume: readonly Way[]): Promise<Transport> {
  const open: Partial<Record<Way, Transport>> = {};
  for (const way of new Set([...publish, ...consume])) {
    open[way] = await (way === 'old' ? world.broker : second).connect(service);
  }
  const chosen = (names: readonly Way[]): Transport[] => names.flatMap((name) => open[name] ?? []);
  const transport = new SeveralTransports({ publishTo: chosen(publish), consumeFrom: chosen(consume) });
  world.onClear(() => transport.close());
  return transport;
}

describe('several transports as one', () => {
  it('move a system from one broker to another, step by step, with each effect once and in order', async () => {
    const aggregates = numbers(1, 12).map(() => randomUUID());
    const appendRound = async (
      log: Awaited<ReturnType<typeof world.producer>>['log'],
      round: number,
    ): Promise<void> => {
      for (const value of numbers(1, 10)) {
        await Promise.all(aggregates.map((aggregate) => world.append(log, aggregate, round * 10 + value)));
      }
    };
    const steps: { publish: Way[]; consume: Way[] }[] = [
      { publish: ['old'], consume: ['old'] },
      { publish: ['old'], consume: ['old', 'new'] },
      { publish: ['old', 'new'], consume: ['old', 'new'] },
      { publish: ['new'], consume: ['old', 'new'] },
      { publish: ['new'], consume: ['new'] },
    ];
    for (const [round, { publish, consume }] of steps.entries()) {
      const producer = await world.producer({ transport: await ways('cards', publish, publish) });
      const consumer = await world.consumer({ transport: await ways('feeds', consume, consume) });
      await appendRound(producer.log, round);
      // As the steps say: nothing is let go of before it is empty.
      for (const aggregate of aggregates) await untilEffects(consumer.sql, aggregate, (round + 1) * 10);
      await world.clear();
    }
    const sql = world.pool('feeds');
    for (const aggregate of aggregates) {
      const effects = await effectsOf(sql, aggregate);
      expect(effects.map(({ sequence }) => sequence)).toEqual(numbers(1, 50));
    }
  }, 120_000);

  it('go on with the one that can be read while the other is gone', async () => {
    await second.kill();
    try {
      const { log } = await world.producer();
      const transport = await ways('feeds', ['old'], ['old']);
      const merged = new SeveralTransports({
        publishTo: [transport],
        consumeFrom: [unreachable(), transport],
      });
      const { sql } = await world.consumer({ transport: merged });
      const aggregate = randomUUID();
      await world.append(log, aggregate, 1, 2, 3);
      expect(await untilEffects(sql, aggregate, 3)).toHaveLength(3);
    } finally {
      await second.start();
    }
  });

  it('store little more than once in the one that is up while another is away, and all in both in the end', async () => {
    const other = await RedisBroker.start({ folder: mkdtempSync(join(tmpdir(), 'commonplace-redis-')) });
    try {
      const healthy = await other.connect('cards');
      const away = await second.connect('cards');
      const otherFeeds = await other.connect('feeds');
      const consumed = [otherFeeds, await second.connect('feeds')];
      for (const transport of [healthy, away, ...consumed]) world.onClear(() => transport.close());
      let refused = 0;
      const publish = away.publish.bind(away);
      away.publish = async (batch) => {
        const results = await publish(batch);
        refused += results.filter(({ stored }) => !stored).length;
        return results;
      };
      const { log } = await world.producer({
        transport: new SeveralTransports({ publishTo: [healthy, away], consumeFrom: [] }),
      });
      const aggregates = numbers(1, 500).map(() => randomUUID());
      await second.kill();
      try {
        await Promise.all(aggregates.map((aggregate) => world.append(log, aggregate, 1)));
        await waitFor('six attempts at each event', () => (refused >= 3_000 ? true : undefined));
        // What was stored before the one that is away stood first.
        expect(await otherFeeds.lag('feeds', ALL_PARTITIONS)).toBeLessThanOrEqual(aggregates.length);
      } finally {
        await second.start();
      }
      const { sql } = await world.consumer({
        transport: new SeveralTransports({ publishTo: [], consumeFrom: consumed }),
      });
      for (const aggregate of aggregates) await untilEffects(sql, aggregate, 1);
      await waitFor('all in both', async () =>
        (await pendingOf(world.pool('cards'))) === 0 ? true : undefined,
      );
      const effects = await effectsOf(sql, ...aggregates);
      expect(effects).toHaveLength(aggregates.length);
      expect(new Set(effects.map(({ aggregate }) => aggregate)).size).toBe(aggregates.length);
    } finally {
      await world.clear();
      await other.stop();
    }
  }, 120_000);

  it('are ready without one that is only read from, and not without one that is published to', async () => {
    const up = await ways('cards', ['old'], ['old']);
    const reading = new SeveralTransports({ publishTo: [up], consumeFrom: [unreachable(), up] });
    await expect(reading.check()).resolves.toBeUndefined();
    const publishing = new SeveralTransports({ publishTo: [unreachable(), up], consumeFrom: [up] });
    await expect(publishing.check()).rejects.toThrow('away');
  });

  it('count one that can not be read as empty, after a while', async () => {
    const up = await ways('feeds', ['old'], ['old']);
    const options = { publishTo: [up], consumeFrom: [unreachable(), up] };
    const patient = new SeveralTransports(options);
    await expect(patient.lag('feeds', ALL_PARTITIONS)).rejects.toThrow('away');
    await expect(patient.lag('feeds', ALL_PARTITIONS)).rejects.toThrow('away');
    const merged = new SeveralTransports({ ...options, unreadableMs: 100 });
    await expect(merged.lag('feeds', ALL_PARTITIONS)).rejects.toThrow('away');
    const lag = await waitFor('the lag of the other', () =>
      merged.lag('feeds', ALL_PARTITIONS).catch(() => undefined),
    );
    expect(lag).toBe(await up.lag('feeds', ALL_PARTITIONS));
  });

  it('send a broadcast by all ways though one of them fails, past a listener that fails', async () => {
    const up = await ways('cards', ['old'], ['old']);
    const failing: Transport = {
      ...unreachable(),
      broadcast: () => {
        throw new Error('away');
      },
    };
    const sender = new SeveralTransports({ publishTo: [failing, up], consumeFrom: [] });
    const receiver = await ways('feeds', ['old'], []);
    receiver.onBroadcast('control.feeds', () => {
      throw new Error('a listener of the test');
    });
    const heard = new Set<string>();
    receiver.onBroadcast('control.feeds', (body) => heard.add(body));
    let count = 0;
    // Until the subscription stands, broadcasts may be lost.
    await waitFor('several broadcasts', () => {
      sender.broadcast('control.feeds', String(count++));
      return heard.size >= 3 ? true : undefined;
    });
  });

  it('hand on a broadcast once, by whichever way it comes', async () => {
    const sender = await ways('cards', ['old', 'new'], []);
    const receiver = await ways('feeds', ['old', 'new'], []);
    const heard: string[] = [];
    const { promise, resolve } = Promise.withResolvers<undefined>();
    receiver.onBroadcast('control.feeds', (body) => {
      heard.push(body);
      if (body === 'last') resolve(undefined);
    });
    // Until the subscription stands, broadcasts may be lost.
    const repeat = setInterval(() => {
      sender.broadcast('control.feeds', 'last');
    }, 50);
    await promise;
    clearInterval(repeat);
    heard.length = 0;
    const all = Promise.withResolvers<undefined>();
    receiver.onBroadcast('control.feeds', (body) => {
      if (body === 'third') all.resolve(undefined);
    });
    for (const body of ['first', 'second', 'third']) sender.broadcast('control.feeds', body);
    await all.promise;
    expect(heard.filter((body) => body !== 'last')).toEqual(['first', 'second', 'third']);
  });
});

/** Events that are not yet in all of the transports. */
async function pendingOf(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from cards.outbox_pending`;
  return row?.count ?? 0;
}

/** A transport whose server never answers, as after it was taken away. */
function unreachable(): Transport {
  const away = (): Promise<never> => Promise.reject(new Error('away'));
  return {
    name: 'away',
    lost: new Promise(() => undefined),
    publish: away,
    subscribe: away,
    broadcast: () => undefined,
    onBroadcast: () => () => undefined,
    check: away,
    lag: away,
    close: () => Promise.resolve(),
  };
}
