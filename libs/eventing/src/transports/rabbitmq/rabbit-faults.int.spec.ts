import { findRabbitServer } from '../../../../../infra/dev/servers/find-rabbitmq.mjs';
import { describeWith } from '../../../../../test/support/brokers/available.js';
import { RabbitBroker } from '../../../../../test/support/brokers/rabbitmq.js';
import { bodies, outgoing, quietLogs, take, untilStored } from '../../../../../test/support/outgoing.js';
import { runRecord, testFolder } from '../../../../../test/support/run.js';
import { TcpProxy } from '../../../../../test/support/tcp-proxy.js';
import { numbers, waitFor } from '../../../../../test/support/wait-for.js';
import type { LaneSubscription, Transport } from '../../transport.js';
import { RabbitTransport } from './rabbit-transport.js';

const never = new AbortController().signal;
const RECOVERY_MS = 60_000;

(await describeWith('rabbitmq-server', findRabbitServer))('a broker that fails', () => {
  let broker: RabbitBroker;
  const closes: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    quietLogs();
    broker = await RabbitBroker.start({
      folder: testFolder('rabbitmq'),
      record: runRecord(),
      // The production default is half an hour.
      settings: { consumer_timeout: 2_000, channel_tick_interval: 1_000 },
    });
  }, 180_000);

  afterEach(async () => {
    for (const close of closes.splice(0).reverse()) await close();
  });

  afterAll(() => broker.stop());

  function keep<T extends Transport>(transport: T): T {
    closes.push(() => transport.close());
    return transport;
  }

  /** A lane as the engine keeps it: opened again whenever it fails. Everything that came, in its order. */
  function reading(transport: Transport, partition: number): string[] {
    const read: string[] = [];
    const abort = new AbortController();
    let lane: LaneSubscription | undefined;
    const run = async (): Promise<void> => {
      while (!abort.signal.aborted) {
        try {
          lane = await transport.subscribe('feeds', partition, abort.signal);
          for (let batch = await lane.next(64); batch !== undefined; batch = await lane.next(64)) {
            read.push(...bodies(batch));
            for (const delivery of batch) delivery.ack();
          }
        } catch {
          await lane?.stop(0);
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    };
    const done = run();
    closes.push(async () => {
      abort.abort();
      await lane?.stop(0);
      await done;
    });
    return read;
  }

  it('delivers whatever it said it had stored, though it is killed twice', async () => {
    const [cards, feeds] = [keep(await broker.connect('cards')), keep(await broker.connect('feeds'))];
    const read = reading(feeds, 1);
    const stored = new Set<string>();
    let kills = 0;
    let next = 0;
    const publishing = Array.from({ length: 8 }, async () => {
      while (next < 3_000) {
        const batch = numbers(next + 1, next + 25);
        next += 25;
        for (const [index, result] of (
          await cards.publish(batch.map((number) => outgoing(number, 1)))
        ).entries()) {
          if (result.stored) stored.add(String(batch[index]));
        }
        // An outage answers at once, and would use the numbers up.
        while (stored.size > 0 && (await cards.check().catch(() => 'down')) === 'down') {
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    });
    for (const threshold of [500, 1_500]) {
      await waitFor('the moment to kill it', () => next >= threshold || undefined, RECOVERY_MS);
      await broker.kill();
      kills += 1;
      await broker.start();
    }
    await Promise.all(publishing);
    expect(kills).toBe(2);
    expect(stored.size).toBeGreaterThan(2_000);
    await waitFor(
      'everything that was stored',
      () => {
        const seen = new Set(read);
        return [...stored].every((body) => seen.has(body)) || undefined;
      },
      RECOVERY_MS,
    );
  }, 180_000);

  it('answers at once while it is away, and goes on when it is back', async () => {
    const [cards, feeds] = [keep(await broker.connect('cards')), keep(await broker.connect('feeds'))];
    const read = reading(feeds, 2);
    await broker.stop();
    await waitFor('the loss to be noticed', async () => {
      const outcome = await cards.check().catch((error: unknown) => error);
      return outcome instanceof Error || undefined;
    });
    const before = performance.now();
    const results = await cards.publish(numbers(1, 500).map((number) => outgoing(number, 2)));
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(results).toHaveLength(500);
    expect(results.some(({ stored }) => stored)).toBe(false);
    await expect(feeds.lag('feeds', [2])).rejects.toMatchObject({ code: 'rabbitmq-unavailable' });
    await expect(feeds.subscribe('feeds', 3, never)).rejects.toMatchObject({ code: 'rabbitmq-unavailable' });
    cards.broadcast('control.cards', 'nobody hears it');
    await broker.start();
    await untilStored(cards, outgoing(1, 2));
    await waitFor('the event', () => read.includes('1') || undefined, RECOVERY_MS);
    // It has two connections, each with pauses of its own: the one that publishes may be back first.
    const back = await waitFor(
      'both connections',
      () =>
        cards.check().then(
          () => true,
          () => undefined,
        ),
      RECOVERY_MS,
    );
    expect(back).toBe(true);
  }, 120_000);

  it('is not waited for when it hangs, and is used again when it goes on', async () => {
    const [cards, feeds] = [keep(await broker.connect('cards')), keep(await broker.connect('feeds'))];
    const read = reading(feeds, 4);
    await untilStored(cards, outgoing(1, 4));
    broker.signal('SIGSTOP');
    try {
      const [result] = await cards.publish([outgoing(2, 4)]);
      expect(result?.stored).toBe(false);
      await expect(cards.check()).rejects.toThrow();
      // The heartbeats end the connections.
      await waitFor('publishing to be refused at once', async () => {
        const before = performance.now();
        await cards.publish([outgoing(3, 4)]);
        return performance.now() - before < 100 || undefined;
      });
    } finally {
      broker.signal('SIGCONT');
    }
    await untilStored(cards, outgoing(4, 4));
    await waitFor('the event', () => read.includes('4') || undefined, RECOVERY_MS);
  }, 120_000);

  it('is reached again when the network was cut', async () => {
    const proxy = await TcpProxy.start(broker.server.port);
    closes.push(() => proxy.stop());
    const through = (service: string): Promise<RabbitTransport> => {
      const url = new URL(broker.urlOf(service));
      url.port = String(proxy.port);
      return RabbitTransport.connect({ url: url.href, name: service, service });
    };
    const [cards, feeds] = [keep(await through('cards')), keep(await through('feeds'))];
    const heard: string[] = [];
    cards.onBroadcast('control.cards', (body) => heard.push(body));
    const read = reading(feeds, 5);
    for (const number of numbers(1, 5)) {
      await untilStored(cards, outgoing(number, 5));
      await waitFor('the event', () => read.includes(String(number)) || undefined, RECOVERY_MS);
      proxy.cut();
    }
    await waitFor('a broadcast', () => {
      feeds.broadcast('control.cards', 'still here');
      return heard.length > 0 || undefined;
    });
  }, 120_000);

  it('takes no events while it is short of memory, and yet lets those that it has be consumed', async () => {
    const [cards, feeds] = [keep(await broker.connect('cards')), keep(await broker.connect('feeds'))];
    await untilStored(cards, outgoing(1, 9));
    await broker.ctl('set_vm_memory_high_watermark', '0.000001');
    try {
      await waitFor(
        'the refusal',
        async () => {
          const [result] = await cards.publish([outgoing(2, 9)]);
          return (
            (result?.stored === false &&
              'code' in result.error &&
              result.error.code === 'rabbitmq-blocked') ||
            undefined
          );
        },
        RECOVERY_MS,
      );
      await expect(cards.check()).rejects.toThrow('memory');
      const read = reading(feeds, 9);
      await waitFor('the event', () => read.includes('1') || undefined, RECOVERY_MS);
      await waitFor('its acknowledgement', async () => (await feeds.lag('feeds', [9])) === 0 || undefined);
    } finally {
      await broker.ctl('set_vm_memory_high_watermark', '0.4');
    }
    await untilStored(cards, outgoing(3, 9));
  }, 120_000);

  it('takes back what is not acknowledged for too long, and gives it to the lane that is opened again', async () => {
    const [cards, feeds] = [keep(await broker.connect('cards')), keep(await broker.connect('feeds'))];
    const slow = await feeds.subscribe('feeds', 6, never);
    await untilStored(cards, outgoing(1, 6));
    const [held] = await take(slow, 1);
    await expect(slow.next(1)).rejects.toThrow(/PRECONDITION_FAILED/);
    // Too late: nothing may come of it.
    held?.ack();
    await slow.stop(0);
    const again = await feeds.subscribe('feeds', 6, never);
    closes.push(() => again.stop(0));
    const [delivery] = await take(again, 1);
    expect(delivery?.body).toBe('1');
    expect(delivery?.attempt).toBeGreaterThan(1);
    delivery?.ack();
  }, 120_000);

  it('tells a lane whose queue was deleted', async () => {
    const feeds = keep(await broker.connect('feeds'));
    const lane = await feeds.subscribe('feeds', 8, never);
    const reads = lane.next(1);
    await Promise.all([
      expect(reads).rejects.toThrow('feeds-p08'),
      broker.removeConsumer('feeds').then(() => broker.addConsumer('feeds')),
    ]);
    await lane.stop(0);
  });
});
