import postgres from 'postgres';
import { PostgresBroker } from '../../../../../test/support/brokers/postgres.js';
import { LaneRecorder, outgoing, store, valueOf } from '../../../../../test/support/brokers/traffic.js';
import { runRecord, testFolder } from '../../../../../test/support/run.js';
import { numbers } from '../../../../../test/support/wait-for.js';
import type { Delivery, LaneSubscription } from '../../transport.js';
import type { PostgresTransport, PostgresTransportOptions } from './postgres-transport.js';

const NEVER_MS = 600_000;
const QUICKLY_MS = 5_000;

let broker: PostgresBroker;
let cards: PostgresTransport;
let consumers = 0;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  broker = await PostgresBroker.start({ folder: testFolder('bus'), durable: false, record: runRecord() });
  cards = await broker.connect('cards');
}, 120_000);

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

afterAll(async () => {
  await cards.close();
  await broker.stop();
}, 30_000);

async function connect(options: Partial<PostgresTransportOptions> = {}): Promise<PostgresTransport> {
  const transport = await broker.connect('operator', options);
  closing.push(() => transport.close());
  return transport;
}

/** Of this test alone, with nothing to read yet. */
async function newConsumer(): Promise<string> {
  const consumer = `probe-${String((consumers += 1))}`;
  await broker.addConsumer(consumer, 'new');
  return consumer;
}

function subscribe(transport: PostgresTransport, consumer: string): Promise<LaneSubscription> {
  return transport.subscribe(consumer, 1, new AbortController().signal);
}

async function asAdmin<T extends object>(text: string): Promise<T[]> {
  const sql = postgres(broker.adminUrl, { max: 1 });
  try {
    return await sql.unsafe<T[]>(text);
  } finally {
    await sql.end();
  }
}

/** Takes exactly so many. */
async function take(lane: LaneSubscription, count: number): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  while (deliveries.length < count) {
    const next = await lane.next(count - deliveries.length);
    if (next === undefined) throw new Error(`The lane ended after ${String(deliveries.length)} deliveries`);
    deliveries.push(...next);
  }
  return deliveries;
}

const valuesOf = (deliveries: readonly Delivery[]): number[] => deliveries.map(({ body }) => valueOf(body));

describe('delivery from the Postgres bus', () => {
  it('is woken by a notification, not by its poll', async () => {
    const transport = await connect({ pollMs: NEVER_MS });
    const lane = await LaneRecorder.open(transport, await newConsumer(), 1);
    for (const value of numbers(1, 3)) {
      await store(cards, outgoing(1, value));
      await lane.until(value, QUICKLY_MS);
    }
    await lane.subscription.stop(0);
  });

  it('listens again at once when its connection was cut', async () => {
    const transport = await connect({ pollMs: NEVER_MS });
    const lane = await LaneRecorder.open(transport, await newConsumer(), 1);
    await store(cards, outgoing(1, 1));
    await lane.until(1, QUICKLY_MS);
    const [cut] = await asAdmin(
      `select count(pg_terminate_backend(pid))::int as sessions from pg_stat_activity where application_name = 'operator'`,
    );
    expect(cut).not.toEqual({ sessions: 0 });
    await store(cards, outgoing(1, 2));
    expect(await lane.until(2, QUICKLY_MS)).toEqual([1, 2]);
    await lane.subscription.stop(0);
  });

  it('finds by its poll what nobody was told of', async () => {
    const transport = await connect({ pollMs: 100 });
    const lane = await LaneRecorder.open(transport, await newConsumer(), 1);
    await store(cards, outgoing(1, 1));
    await lane.until(1);
    const { eventId, type, aggregateId, body } = outgoing(1, 2);
    const sql = postgres(broker.urlOf('cards'), { max: 1 });
    await sql`select bus.publish(${[1]}, ${[eventId]}, ${[type]}, ${[aggregateId]}, ${[body]})`;
    await sql.end();
    expect(await lane.until(2)).toEqual([1, 2]);
    await lane.subscription.stop(0);
  });

  it('reads on over lost events, and does not count them as lag', async () => {
    const transport = await connect();
    const consumer = await newConsumer();
    await store(cards, ...numbers(1, 5).map((value) => outgoing(1, value)));
    expect(await broker.lose(2)).toBe(2);
    expect(await transport.lag(consumer, [1])).toBe(3);
    await store(cards, outgoing(1, 6));
    const lane = await LaneRecorder.open(transport, consumer, 1);
    expect(await lane.until(4)).toEqual([1, 2, 3, 6]);
    await lane.subscription.stop(1_000);
    expect(await transport.lag(consumer, [1])).toBe(0);
  });

  it('gives a released event back at once, in its place, and holds the acknowledged position before it', async () => {
    const transport = await connect();
    const consumer = await newConsumer();
    await store(cards, ...numbers(1, 4).map((value) => outgoing(1, value)));
    const lane = await subscribe(transport, consumer);
    const [first, second, third] = await take(lane, 3);
    third?.release();
    second?.release();
    first?.ack();
    const again = await take(lane, 3);
    expect(valuesOf(again)).toEqual([2, 3, 4]);
    expect(again.map((delivery) => delivery.attempt)).toEqual([2, 2, 1]);
    for (const delivery of again.slice(1)) delivery.ack();
    await lane.stop(0);
    expect(await transport.lag(consumer, [1])).toBe(3);
    const successor = await subscribe(transport, consumer);
    expect(valuesOf(await take(successor, 3))).toEqual([2, 3, 4]);
    await successor.stop(0);
  });

  it('reads ahead no further than its prefetch', async () => {
    const transport = await connect({ prefetch: 10 });
    const consumer = await newConsumer();
    await store(cards, ...numbers(1, 40).map((value) => outgoing(1, value)));
    const lane = await subscribe(transport, consumer);
    const held = await take(lane, 10);
    let hasMore = false;
    const next = take(lane, 1).finally(() => {
      hasMore = true;
    });
    // Another lane of the process goes on meanwhile: the reader has had its chance.
    const other = await LaneRecorder.open(transport, await newConsumer(), 1);
    await store(cards, outgoing(1, 41));
    await other.until(1);
    expect(hasMore).toBe(false);
    for (const delivery of held) delivery.ack();
    expect(valuesOf(await next)).toEqual([11]);
    await lane.stop(0);
    await other.subscription.stop(0);
  });

  it('hands out what it has fetched when it is stopped, and has written every acknowledgement then', async () => {
    const transport = await connect();
    const consumer = await newConsumer();
    await store(cards, ...numbers(1, 30).map((value) => outgoing(1, value)));
    const lane = await subscribe(transport, consumer);
    const first = await take(lane, 10);
    const stopped = lane.stop(10_000);
    const rest = [...first];
    for (let next = await lane.next(7); next !== undefined; next = await lane.next(7)) rest.push(...next);
    expect(valuesOf(rest)).toEqual(numbers(1, 30));
    for (const delivery of rest) delivery.ack();
    await stopped;
    expect(await transport.lag(consumer, [1])).toBe(0);
  });

  it('opens a lane anew that an operator has moved, and believes no acknowledgement from before', async () => {
    const transport = await connect();
    const consumer = await newConsumer();
    await store(cards, ...numbers(1, 3).map((value) => outgoing(1, value)));
    const lane = await subscribe(transport, consumer);
    const deliveries = await take(lane, 3);
    await asAdmin(
      `select bus.move_consumer('${consumer}', 1::smallint, position) from bus.consumers where consumer = '${consumer}' and partition = 1`,
    );
    for (const delivery of deliveries) delivery.ack();
    await expect(lane.next(1)).rejects.toMatchObject({ code: 'lane-lost' });
    await lane.stop(1_000);
    const successor = await subscribe(transport, consumer);
    expect(valuesOf(await take(successor, 3))).toEqual([1, 2, 3]);
    await successor.stop(0);
  });

  it('lets a consumer begin at a time', async () => {
    const transport = await connect();
    await store(cards, outgoing(1, 1));
    const [now] = await asAdmin<{ now: string }>('select clock_timestamp()::text as now');
    await store(cards, outgoing(1, 2));
    await asAdmin(`select bus.add_consumer('from-then', '${now?.now ?? ''}')`);
    const lane = await LaneRecorder.open(transport, 'from-then', 1);
    expect(await lane.until(1)).toEqual([2]);
    await lane.subscription.stop(0);
  });
});
