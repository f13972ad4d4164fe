import { randomUUID } from 'node:crypto';
import { findRedisServer } from '../../../../../infra/dev/servers/find-redis.mjs';
import { describeWith } from '../../../../../test/support/brokers/available.js';
import { RedisBroker } from '../../../../../test/support/brokers/redis.js';
import { bodiesOf, named, outgoing, patient, store, take } from '../../../../../test/support/deliveries.js';
import { runRecord, testFolder } from '../../../../../test/support/run.js';
import { numbers, waitFor } from '../../../../../test/support/wait-for.js';
import { ALL_PARTITIONS } from '../../partition.js';
import type { RedisTransport } from './redis-transport.js';

const describeRedis = await describeWith('redis-server', findRedisServer);

describeRedis('the Redis transport', () => {
  let broker: RedisBroker;
  let publisher: RedisTransport;
  /** A consumer of the test's own, from now on. */
  let consumer: string;
  const connections: RedisTransport[] = [];

  const connect = async (service = 'operator'): Promise<RedisTransport> => {
    const transport = await broker.connect(service);
    connections.push(transport);
    return transport;
  };

  beforeAll(async () => {
    broker = await RedisBroker.start({ folder: testFolder('redis'), record: runRecord(), durable: false });
    publisher = await broker.connect('cards');
  });

  beforeEach(async () => {
    consumer = `consumer-${randomUUID()}`;
    await broker.addConsumer(consumer, 'new');
  });

  afterEach(async () => {
    for (const transport of connections.splice(0)) await transport.close();
  });

  afterAll(async () => {
    await publisher.close();
    await broker.stop();
  });

  it('delivers a partition in the order of its storing, and nothing of another', async () => {
    const lane = await (await connect()).subscribe(consumer, 3, patient);
    await Promise.all([store(publisher, named('mine', 50), 3), store(publisher, named('other', 50), 4)]);
    expect(bodiesOf(await take(lane, 50))).toEqual(named('mine', 50));
  });

  it('stores a batch with a result for each of its events', async () => {
    const lane = await (await connect()).subscribe(consumer, 0, patient);
    const bodies = named('batch', 200);
    const results = await publisher.publish(bodies.map((body) => outgoing(body)));
    expect(results).toEqual(bodies.map(() => ({ stored: true })));
    expect(bodiesOf(await take(lane, 200))).toEqual(bodies);
  });

  it('delivers at once what is stored while its lanes wait', async () => {
    const transport = await connect();
    const lanes = await Promise.all(
      ALL_PARTITIONS.map((partition) => transport.subscribe(consumer, partition, patient)),
    );
    for (const partition of [0, 15, 7]) {
      await store(publisher, named('event', 1), partition);
      expect(bodiesOf(await take(lanes[partition]!, 1))).toEqual(named('event', 1));
    }
  });

  it('gives a consumer that starts at the first event what was stored before', async () => {
    const late = `late-${randomUUID()}`;
    const transport = await connect();
    await store(publisher, named(late, 3), 9);
    await broker.addConsumer(late, 'first');
    const lane = await transport.subscribe(late, 9, patient);
    const before = await transport.lag(late, [9]);
    expect(bodiesOf(await take(lane, before)).slice(-3)).toEqual(named(late, 3));
  });

  it('holds back what is beyond the prefetch, and goes on when there is room', async () => {
    const lane = await (await connect()).subscribe(consumer, 1, patient);
    await Promise.all(
      numbers(1, 3).map((batch) => store(publisher, named(`batch-${String(batch)}`, 1_000), 1)),
    );
    const pending = await broker.asOperator((ask) => ask('XPENDING', 'events:01', consumer));
    expect((pending as [number])[0]).toBeLessThanOrEqual(512);
    expect(await take(lane, 3_000)).toHaveLength(3_000);
  }, 120_000);

  it('gives the next owner first, and in order, what a killed one held, whatever name it read under', async () => {
    const killed = await connect();
    const held = await killed.subscribe(consumer, 0, patient);
    await store(publisher, named('event', 10));
    const [first, second] = await take(held, 10);
    second?.ack();
    first?.ack();
    await waitFor('the acknowledgements', async () =>
      (await killed.lag(consumer, [0])) === 8 ? true : undefined,
    );
    await killed.close();
    await store(publisher, ['event-11', 'event-12', 'event-13']);
    await broker.asOperator((ask) =>
      ask('XREADGROUP', 'GROUP', consumer, 'a-stranger', 'COUNT', '2', 'STREAMS', 'events:00', '>'),
    );

    const next = await (await connect()).subscribe(consumer, 0, patient);
    const deliveries = await take(next, 11);
    expect(bodiesOf(deliveries)).toEqual(named('event', 13).slice(2));
    expect(deliveries[0]?.attempt).toBeGreaterThan(1);
  });

  it('gives back at once, in order, what is released', async () => {
    const lane = await (await connect()).subscribe(consumer, 0, patient);
    await store(publisher, named('event', 6));
    const [first, second, third] = await take(lane, 3);
    third?.release();
    first?.release();
    second?.ack();
    const again = await take(lane, 5);
    expect(bodiesOf(again)).toEqual(['event-1', 'event-3', 'event-4', 'event-5', 'event-6']);
    expect(again.map(({ attempt }) => attempt)).toEqual([2, 2, 1, 1, 1]);
  });

  it('hands out what it has read when it is stopped, and ends with that', async () => {
    const transport = await connect();
    const lane = await transport.subscribe(consumer, 0, patient);
    await store(publisher, named('event', 5));
    const taken = await take(lane, 1);
    const stopped = lane.stop(60_000);
    for (let batch = await lane.next(2); batch !== undefined; batch = await lane.next(2))
      taken.push(...batch);
    await stopped;
    for (const delivery of taken) delivery.ack();
    const read = bodiesOf(taken);
    expect(read).toEqual(named('event', read.length));
    await waitFor('the acknowledgements', async () =>
      (await transport.lag(consumer, [0])) === 5 - read.length ? true : undefined,
    );
  });

  it('leaves to the next owner, in order, what there was no time for', async () => {
    const lane = await (await connect()).subscribe(consumer, 0, patient);
    await store(publisher, named('event', 5));
    const [first, second] = await take(lane, 2);
    first?.ack();
    await lane.stop(0);
    second?.release();
    expect(await lane.next(1)).toBeUndefined();
    await store(publisher, ['event-6']);
    const next = await (await connect()).subscribe(consumer, 0, patient);
    expect(bodiesOf(await take(next, 5))).toEqual(named('event', 6).slice(1));
  });

  it('hands nothing more out when something is given back while it is stopped', async () => {
    const lane = await (await connect()).subscribe(consumer, 0, patient);
    await store(publisher, named('event', 5));
    const [first, second] = await take(lane, 2);
    const stopped = lane.stop(60_000);
    first?.ack();
    second?.release();
    await stopped;
    expect(await lane.next(5)).toBeUndefined();
    const next = await (await connect()).subscribe(consumer, 0, patient);
    expect(bodiesOf(await take(next, 4))).toEqual(named('event', 5).slice(1));
  });

  it('reads nothing more for a lane that is stopped', async () => {
    const transport = await connect();
    const lane = await transport.subscribe(consumer, 0, patient);
    await transport.subscribe(consumer, 1, patient);
    await lane.stop(0);
    await store(publisher, ['later']);
    const pending = await broker.asOperator((ask) => ask('XPENDING', 'events:00', consumer));
    expect((pending as [number])[0]).toBe(0);
    expect(await transport.lag(consumer, [0])).toBe(1);
  });

  it('counts what is not acknowledged, also behind a deleted event', async () => {
    const transport = await connect();
    const lane = await transport.subscribe(consumer, 2, patient);
    await store(publisher, named('event', 5), 2);
    const [first] = await take(lane, 1);
    expect(await transport.lag(consumer, ALL_PARTITIONS)).toBe(5);
    first?.ack();
    await waitFor('a lag of 4', async () => ((await transport.lag(consumer, [2])) === 4 ? true : undefined));
    await lane.stop(0);
    await store(publisher, named('more', 3), 2);
    expect(await broker.lose(1)).toBe(1);
    expect(await transport.lag(consumer, [2])).toBe(6);
  });

  it('counts nothing where all is handled that was not deleted', async () => {
    const transport = await connect();
    const lane = await transport.subscribe(consumer, 2, patient);
    await store(publisher, ['before'], 2);
    for (const delivery of await take(lane, 1)) delivery.ack();
    await lane.stop(0);
    await store(publisher, named('deleted', 3), 2);
    expect(await broker.lose(3)).toBe(3);
    await store(publisher, ['after'], 2);
    const again = await transport.subscribe(consumer, 2, patient);
    const [after] = await take(again, 1);
    expect(await transport.lag(consumer, [2])).toBe(1);
    after?.ack();
    await waitFor('no lag', async () => ((await transport.lag(consumer, [2])) === 0 ? true : undefined));
  });

  it('finds an entry that nobody works on, though its lane is open', async () => {
    const lane = await (await connect()).subscribe(consumer, 0, patient);
    await store(publisher, ['swallowed']);
    const [held] = await take(lane, 1);
    held?.ack();
    await store(publisher, ['event']);
    const [other] = await take(lane, 1);
    // As if a former owner had read it and died since: it is nobody's, and it lies for long.
    const [[id]] = (await broker.asOperator((ask) =>
      ask('XREVRANGE', 'events:00', '+', '-', 'COUNT', '2'),
    )) as [[string]];
    other?.ack();
    await broker.asOperator((ask) =>
      ask('XCLAIM', 'events:00', consumer, 'a-stranger', '0', id, 'IDLE', '60000', 'FORCE'),
    );
    const [again] = await take(lane, 1);
    expect(again?.body).toBe('event');
    again?.ack();
  });

  it('carries broadcasts to whoever listens now', async () => {
    const [listening, sending] = [await connect('cards'), await connect('feeds')];
    const heard: string[] = [];
    const subject = 'control.cards';
    const stop = listening.onBroadcast(subject, (body) => heard.push(body));
    await waitFor('the first broadcast', () => {
      sending.broadcast(subject, 'hello');
      return heard.length > 0 ? true : undefined;
    });
    stop();
    await waitFor('nobody to listen', async () => {
      const answer = await broker.asOperator((ask) => ask('PUBSUB', 'NUMSUB', subject));
      return (answer as [string, number])[1] === 0 ? true : undefined;
    });
    const before = heard.length;
    sending.broadcast(subject, 'nobody hears it');
    await sending.check();
    expect(heard).toHaveLength(before);
  });

  it('loses no acknowledgement that was given before it is closed', async () => {
    const transport = await broker.connect('operator');
    const lane = await transport.subscribe(consumer, 0, patient);
    await store(publisher, named('event', 500));
    for (const delivery of await take(lane, 500)) delivery.ack();
    await lane.stop(1_000);
    await transport.close();
    expect(await (await connect()).lag(consumer, [0])).toBe(0);
  });
});
