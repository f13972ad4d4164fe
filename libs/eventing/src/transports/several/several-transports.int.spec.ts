import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NatsBroker } from '../../../../../test/support/brokers/nats.js';
import { effectsOf, EngineWorld, untilEffects } from '../../../../../test/support/engine-world.js';
import { numbers } from '../../../../../test/support/wait-for.js';
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
