import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { findRedisServer } from '../../../../../infra/dev/servers/find-redis.mjs';
import { describeWith } from '../../../../../test/support/brokers/available.js';
import { RedisBroker } from '../../../../../test/support/brokers/redis.js';
import { named, outgoing, patient, store, take } from '../../../../../test/support/deliveries.js';
import { runRecord, testFolder } from '../../../../../test/support/run.js';
import { waitFor } from '../../../../../test/support/wait-for.js';
import type { LaneSubscription } from '../../transport.js';
import { RedisNotProvisionedError, RedisUnavailableError } from './errors.js';
import { RedisTransport } from './redis-transport.js';

const describeRedis = await describeWith('redis-server', findRedisServer);

describeRedis('the Redis transport, when its server fails', () => {
  let folder: string;
  let broker: RedisBroker;
  let transport: RedisTransport;

  beforeAll(() => {
    // Failures are made on purpose here; their warnings would bury a real one.
    if (process.env['LOG_LEVEL'] === undefined) Logger.overrideLogger(false);
  });

  beforeEach(async () => {
    folder = testFolder('redis');
    broker = await RedisBroker.start({ folder, record: runRecord() });
    transport = await broker.connect('feeds');
  });

  afterEach(async () => {
    await transport.close();
    await broker.stop();
  });

  /** Publishes until told to stop; every body that was said to be stored. */
  function publishing(): { stored: string[]; refused: () => number; end: () => Promise<void> } {
    const stored: string[] = [];
    let refused = 0;
    const ending = new AbortController();
    const loop = (async () => {
      for (let number = 1; !ending.signal.aborted; number += 1) {
        const bodies = named(`batch-${String(number)}`, 20);
        const results = await transport.publish(bodies.map((body) => outgoing(body)));
        stored.push(...bodies.filter((_, index) => results[index]?.stored === true));
        refused += results.filter((result) => !result.stored).length;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    return {
      stored,
      refused: () => refused,
      end: () => {
        ending.abort();
        return loop;
      },
    };
  }

  const missing = (wanted: ReadonlySet<string>, seen: ReadonlySet<string>): string[] =>
    [...wanted].filter((body) => !seen.has(body));

  /** Reads a lane as the engine does: opened again whenever it fails. */
  async function readAll(wanted: ReadonlySet<string>): Promise<Set<string>> {
    const seen = new Set<string>();
    let lane: LaneSubscription | undefined;
    await waitFor(
      'every stored event',
      async () => {
        try {
          lane ??= await transport.subscribe('feeds', 0, patient);
          for (const delivery of (await lane.next(256)) ?? []) {
            seen.add(delivery.body);
            delivery.ack();
          }
        } catch {
          await lane?.stop(0);
          lane = undefined;
        }
        return missing(wanted, seen).length === 0 ? true : undefined;
      },
      60_000,
    );
    await lane?.stop(0);
    return seen;
  }

  it('has after a kill every event that it said was stored', async () => {
    const run = publishing();
    for (const stored of [200, 2_000, 4_000]) {
      await waitFor(`${String(stored)} stored events`, () => (run.stored.length > stored ? true : undefined));
      await broker.kill();
      const refused = run.refused();
      await waitFor('refusals', () => (run.refused() > refused ? true : undefined));
      await broker.start();
    }
    const before = run.stored.length;
    await waitFor('events stored again', () => (run.stored.length > before ? true : undefined));
    await run.end();
    const wanted = new Set(run.stored);
    expect(missing(wanted, await readAll(wanted))).toEqual([]);
  });

  it('does not deliver again after a restart what several lanes have handled', async () => {
    const partitions = [0, 1, 2];
    for (const each of partitions) await store(transport, named('handled', 5), each);
    const lanes = await Promise.all(partitions.map((each) => transport.subscribe('feeds', each, patient)));
    for (const lane of lanes) for (const delivery of await take(lane, 5)) delivery.ack();
    const nothingLeft = async (): Promise<true | undefined> =>
      (await transport.lag('feeds', partitions).catch(() => undefined)) === 0 ? true : undefined;
    await waitFor('acknowledgements', nothingLeft);
    await broker.kill();
    await broker.start();
    await waitFor('the connection', () => transport.lag('feeds', partitions).catch(() => undefined));
    expect(await transport.lag('feeds', partitions)).toBe(0);
  });

  it('says at once that nothing is stored while there is no server, and connects again by itself', async () => {
    await broker.kill();
    await waitFor('the loss to be noticed', async () =>
      transport.check().then(
        () => undefined,
        () => true,
      ),
    );
    const startedAt = performance.now();
    const results = await transport.publish(named('event', 100).map((body) => outgoing(body)));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    for (const result of results) {
      expect(result.stored ? undefined : result.error).toBeInstanceOf(RedisUnavailableError);
    }
    await expect(transport.check()).rejects.toMatchObject({ code: 'redis-unavailable' });
    const giveUp = new AbortController();
    const waiting = transport.subscribe('feeds', 0, giveUp.signal);
    giveUp.abort();
    await expect(waiting).rejects.toBeInstanceOf(RedisUnavailableError);

    await broker.start();
    await waitFor('the connection', () =>
      transport
        .check()
        .then(() => true as const)
        .catch(() => undefined),
    );
    await store(transport, ['event']);
  });

  it('waits for a server that is not there yet', async () => {
    await broker.stop();
    const connecting = broker.connect('feeds');
    await broker.start();
    const late = await connecting;
    await late.check();
    await late.close();
  });

  it('is let in once its password is right', async () => {
    const url = broker.urlOf('feeds').replace(/:[0-9a-f]+@/, ':new@');
    const connecting = RedisTransport.connect({ url, name: 'feeds-with-a-new-password' });
    await waitFor('a refusal', async () => {
      const log = await broker.asOperator((ask) => ask('ACL', 'LOG'));
      return (log as unknown[]).length > 0 ? true : undefined;
    });
    await broker.asOperator((ask) => ask('ACL', 'SETUSER', 'feeds', '>new'));
    const late = await connecting;
    await late.check();
    await late.close();
  });

  it('goes on after the server stood still', async () => {
    const lane = await transport.subscribe('feeds', 0, patient);
    await store(transport, ['before']);
    for (const delivery of await take(lane, 1)) delivery.ack();
    broker.signal('SIGSTOP');
    // Nobody knows of the first one whether it is stored; the connection is given up for it.
    const [unknown] = await transport.publish([outgoing('meanwhile')]);
    expect(unknown?.stored).toBe(false);
    await expect(transport.check()).rejects.toThrow();
    await expect(lane.next(1)).rejects.toThrow();
    await lane.stop(0);
    const opening = transport.subscribe('feeds', 0, patient);
    broker.signal('SIGCONT');
    const again = await opening;
    await store(transport, ['after']);
    const seen: string[] = [];
    while (!seen.includes('after')) {
      for (const delivery of await take(again, 1)) {
        seen.push(delivery.body);
        delivery.ack();
      }
    }
    expect(new Set(seen)).toEqual(new Set([...(seen.includes('meanwhile') ? ['meanwhile'] : []), 'after']));
  });

  it('says clearly that the server has lost its data, and works when it is provisioned again', async () => {
    const lane = await transport.subscribe('feeds', 0, patient);
    await broker.kill();
    rmSync(join(folder, 'redis', 'appendonlydir'), { recursive: true });
    await broker.start();
    await waitFor('the connection', async () => {
      const [result] = await transport.publish([outgoing('event')]);
      return result?.stored === false && result.error instanceof RedisNotProvisionedError ? true : undefined;
    });
    await expect(transport.check()).rejects.toThrow(/no 16 of its streams.*provision/);
    await expect(lane.next(1)).rejects.toThrow();
    await expect(transport.subscribe('feeds', 0, patient)).rejects.toBeInstanceOf(RedisNotProvisionedError);
    await expect(transport.lag('feeds', [0])).rejects.toBeInstanceOf(RedisNotProvisionedError);

    await broker.provision();
    await transport.check();
    const again = await transport.subscribe('feeds', 0, patient);
    await store(transport, ['event']);
    expect((await take(again, 1))[0]?.body).toBe('event');
  });

  it('misses a consumer group that is gone', async () => {
    const lane = await transport.subscribe('feeds', 0, patient);
    await broker.removeConsumer('feeds');
    await expect(lane.next(1)).rejects.toMatchObject({ code: 'redis-not-provisioned' });
    await expect(transport.check()).rejects.toMatchObject({ code: 'redis-not-provisioned' });
  });

  it('reads again when only its blocking connection was cut', async () => {
    const lane = await transport.subscribe('feeds', 0, patient);
    await store(transport, ['before']);
    for (const delivery of await take(lane, 1)) delivery.ack();
    await broker.asOperator(async (ask) => {
      const clients = String(await ask('CLIENT', 'LIST'));
      const id = /id=(\d+) [^\n]*name=feeds-reads-feeds/.exec(clients)?.[1] ?? '';
      await ask('CLIENT', 'KILL', 'ID', id);
    });
    await expect(lane.next(1)).rejects.toThrow();
    await lane.stop(0);
    await store(transport, ['after']);
    const again = await transport.subscribe('feeds', 0, patient);
    expect((await take(again, 1))[0]?.body).toBe('after');
  });
});
