import { findRabbitServer } from '../../../../../infra/dev/servers/find-rabbitmq.mjs';
import { describeWith } from '../../../../../test/support/brokers/available.js';
import { RabbitBroker } from '../../../../../test/support/brokers/rabbitmq.js';
import { bodies, outgoing, quietLogs, take, untilStored } from '../../../../../test/support/outgoing.js';
import { runRecord, testFolder } from '../../../../../test/support/run.js';
import { numbers, waitFor } from '../../../../../test/support/wait-for.js';
import type { LaneSubscription } from '../../transport.js';
import type { RabbitTransport } from './rabbit-transport.js';

const PARTITION = 7;
const never = new AbortController().signal;

(await describeWith('rabbitmq-server', findRabbitServer))('the RabbitMQ transport', () => {
  let broker: RabbitBroker;
  const closes: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    quietLogs();
    broker = await RabbitBroker.start({ folder: testFolder('rabbitmq'), record: runRecord() });
  }, 180_000);

  afterEach(async () => {
    for (const close of closes.splice(0).reverse()) await close();
    // Each test begins with empty queues.
    await broker.removeConsumer('feeds');
    await broker.addConsumer('feeds');
  });

  afterAll(() => broker.stop());

  async function connected(service: string): Promise<RabbitTransport> {
    const transport = await broker.connect(service);
    closes.push(() => transport.close());
    return transport;
  }

  async function lane(transport: RabbitTransport, partition = PARTITION): Promise<LaneSubscription> {
    const subscription = await transport.subscribe('feeds', partition, never);
    closes.push(() => subscription.stop(0));
    return subscription;
  }

  it('delivers the events of a partition in the order in which they were stored', async () => {
    const [cards, feeds] = [await connected('cards'), await connected('feeds')];
    const subscription = await lane(feeds);
    for (const number of numbers(1, 300)) await untilStored(cards, outgoing(number, PARTITION));
    const deliveries = await take(subscription, 300);
    expect(bodies(deliveries)).toEqual(numbers(1, 300).map(String));
    expect(deliveries.every(({ attempt }) => attempt === 1)).toBe(true);
    for (const delivery of deliveries) delivery.ack();
    await waitFor('an empty lane', async () => (await feeds.lag('feeds', [PARTITION])) === 0 || undefined);
  });

  it('stores an event that nobody consumes in the eyes of the relay: it stays in the outbox', async () => {
    const cards = await connected('cards');
    const [result] = await cards.publish([{ ...outgoing(1, PARTITION), type: 'events.cards.unheard.of.v1' }]);
    expect(result).toEqual({ stored: true });
  });

  it('delivers again what was released, at once and before what follows', async () => {
    const [cards, feeds] = [await connected('cards'), await connected('feeds')];
    const narrow = await feeds.subscribe('feeds', PARTITION, never);
    closes.push(() => narrow.stop(0));
    for (const number of numbers(1, 5)) await untilStored(cards, outgoing(number, PARTITION));
    const first = await take(narrow, 5);
    first[0]?.ack();
    for (const delivery of first.slice(1)) delivery.release();
    // A delivery can be settled once.
    for (const delivery of first) delivery.ack();
    const again = await take(narrow, 4);
    expect(bodies(again)).toEqual(['2', '3', '4', '5']);
    expect(again.every(({ attempt }) => attempt === 2)).toBe(true);
    for (const delivery of again.reverse()) delivery.ack();
    await waitFor('an empty lane', async () => (await feeds.lag('feeds', [PARTITION])) === 0 || undefined);
  });

  it('gives an event back any number of times, and never drops it', async () => {
    const [cards, feeds] = [await connected('cards'), await connected('feeds')];
    const subscription = await lane(feeds);
    await untilStored(cards, outgoing(1, PARTITION));
    for (const attempt of numbers(1, 50)) {
      const [delivery] = await take(subscription, 1);
      expect(delivery?.attempt).toBe(attempt);
      delivery?.release();
    }
    expect(bodies(await take(subscription, 1))).toEqual(['1']);
  });

  it('hands out what was fetched when it is stopped, and gives the rest back', async () => {
    const [cards, feeds] = [await connected('cards'), await connected('feeds')];
    const subscription = await lane(feeds);
    for (const number of numbers(1, 20)) await untilStored(cards, outgoing(number, PARTITION));
    await waitFor('a full buffer', async () => (await feeds.lag('feeds', [PARTITION])) === 20 || undefined);
    const handled = await subscription.next(5);
    const stopping = subscription.stop(5_000);
    const more = await subscription.next(10);
    // The rest waits for a next() that does not come.
    await subscription.stop(0);
    await stopping;
    expect(await subscription.next(10)).toBeUndefined();
    for (const delivery of [...(handled ?? []), ...(more ?? [])]) delivery.ack();

    const successor = await lane(await connected('feeds'));
    const rest = await take(successor, 20 - (handled?.length ?? 0) - (more?.length ?? 0));
    expect(new Set(bodies(rest)).size).toBe(rest.length);
    for (const delivery of rest) delivery.ack();
    await waitFor('an empty lane', async () => (await feeds.lag('feeds', [PARTITION])) === 0 || undefined);
  });

  it('takes the acknowledgements of a stopped lane, and leaves nothing unacknowledged', async () => {
    const [cards, feeds] = [await connected('cards'), await connected('feeds')];
    const subscription = await lane(feeds);
    for (const number of numbers(1, 10)) await untilStored(cards, outgoing(number, PARTITION));
    const handled = await take(subscription, 10);
    await subscription.stop(1_000);
    expect(await feeds.lag('feeds', [PARTITION])).toBe(10);
    for (const delivery of handled) delivery.ack();
    await waitFor('an empty lane', async () => (await feeds.lag('feeds', [PARTITION])) === 0 || undefined);
    // Nothing comes back, however the channel ends.
    await feeds.close();
    expect(await (await connected('feeds')).lag('feeds', [PARTITION])).toBe(0);
  });

  it('broadcasts to whoever listens, under every name it listens for, until it listens no more', async () => {
    const [cards, feeds] = [await connected('cards'), await connected('feeds')];
    const heard: string[] = [];
    const stopListening = cards.onBroadcast('control.cards', (body) => heard.push(body));
    await waitFor('a broadcast', () => {
      feeds.broadcast('control.cards', 'hello');
      return heard.length > 0 || undefined;
    });
    expect(new Set(heard)).toEqual(new Set(['hello']));
    stopListening();
    feeds.broadcast('control.cards', 'nobody hears it');
    await untilStored(feeds, { ...outgoing(1, PARTITION), type: 'events.feeds.counted.v1' });
    expect(heard).not.toContain('nobody hears it');
  });

  it('ends the wait for a lane when it is told to', async () => {
    const feeds = await connected('feeds');
    const abort = new AbortController();
    const subscribing = feeds.subscribe('feeds', PARTITION, abort.signal);
    abort.abort(new Error('enough'));
    await expect(subscribing).rejects.toThrow('enough');
    await expect(feeds.subscribe('feeds', PARTITION, abort.signal)).rejects.toThrow('enough');
  });

  it('says what is wrong with a lane or an address that does not exist', async () => {
    const feeds = await connected('feeds');
    await expect(feeds.subscribe('feeds', 99, never)).rejects.toMatchObject({
      code: 'rabbitmq-not-provisioned',
    });
    await expect(feeds.lag('nobody', [PARTITION])).rejects.toThrow('infra/rabbitmq/provision.mjs');
    await feeds.check();
    const { RabbitTransport } = await import('./rabbit-transport.js');
    await expect(
      RabbitTransport.connect({ url: 'http://127.0.0.1', name: 'x', service: 'x' }),
    ).rejects.toThrow('amqp://');
  });
});
