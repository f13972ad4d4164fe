import postgres, { type Sql } from 'postgres';
import { PostgresBroker } from '../../../../../test/support/brokers/postgres.js';
import { LaneRecorder, outgoing, store } from '../../../../../test/support/brokers/traffic.js';
import { runRecord, testFolder } from '../../../../../test/support/run.js';
import { numbers } from '../../../../../test/support/wait-for.js';
import type { OutgoingEvent } from '../../transport.js';
import type { PostgresTransport, PostgresTransportOptions } from './postgres-transport.js';

let broker: PostgresBroker;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  broker = await PostgresBroker.start({ folder: testFolder('bus'), durable: false, record: runRecord() });
}, 120_000);

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

afterAll(() => broker.stop(), 30_000);

async function connect(
  service: string,
  options: Partial<PostgresTransportOptions> = {},
): Promise<PostgresTransport> {
  const transport = await broker.connect(service, options);
  closing.push(() => transport.close());
  return transport;
}

function session(url: string): Sql {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  closing.push(() => sql.end({ timeout: 1 }));
  return sql;
}

/** As the transport publishes, on a session whose transaction the test holds, and without a notification. */
async function publishBy(sql: Sql, event: OutgoingEvent): Promise<void> {
  const { partition, eventId, type, aggregateId, body } = event;
  await sql`select bus.publish(${[partition]}, ${[eventId]}, ${[type]}, ${[aggregateId]}, ${[body]})`;
}

/** A consumer of this test alone, which has nothing to read yet. */
async function readerOf(partition: number, transport: PostgresTransport): Promise<LaneRecorder> {
  const consumer = `probe-${String(closing.length)}-${String(performance.now())}`;
  await broker.addConsumer(consumer, 'new');
  const lane = await LaneRecorder.open(transport, consumer, partition);
  closing.push(() => lane.subscription.stop(1_000));
  return lane;
}

describe('publishing to the Postgres bus', () => {
  it('keeps the order of each partition while many batches are under way', async () => {
    const cards = await connect('cards');
    const reader = await connect('operator');
    const lanes = await Promise.all([2, 7].map((partition) => readerOf(partition, reader)));
    await Promise.all(
      numbers(0, 49).map((batch) =>
        store(
          cards,
          ...numbers(batch * 20, batch * 20 + 19).flatMap((value) => [
            outgoing(2, value),
            outgoing(7, value),
          ]),
        ),
      ),
    );
    for (const lane of lanes) expect(await lane.until(1_000)).toEqual(numbers(0, 999));
  });

  it('loses nothing of a transaction that commits late, and lets other partitions go on meanwhile', async () => {
    const cards = await connect('cards');
    const reader = await connect('operator');
    const [locked, free] = await Promise.all([readerOf(3, reader), readerOf(4, reader)]);
    const late = session(broker.urlOf('cards'));
    await late`begin`;
    await publishBy(late, outgoing(3, 1));
    let hasSettled = false;
    const behind = store(cards, outgoing(3, 2)).finally(() => {
      hasSettled = true;
    });
    await store(cards, outgoing(4, 10));
    expect(await free.until(1)).toEqual([10]);
    expect(hasSettled).toBe(false);
    expect(locked.values).toEqual([]);
    await late`commit`;
    await behind;
    expect(await locked.until(2)).toEqual([1, 2]);
  });

  it('stores the rest of a batch when somebody holds one of its partitions', async () => {
    const cards = await connect('cards', { answerMs: 1_500 });
    const holder = session(broker.urlOf('cards'));
    await holder`begin`;
    await publishBy(holder, outgoing(5, 1));
    const results = await cards.publish([1, 3, 5, 7, 5].map((partition) => outgoing(partition, 2)));
    await holder`rollback`;
    expect(results.map((result) => result.stored)).toEqual([true, true, false, true, false]);
    await store(cards, outgoing(5, 3));
  });

  it('is not held up by long transactions, in this database or in another', async () => {
    for (const url of [broker.adminUrl, broker.server.url]) {
      const sql = session(url);
      await sql`begin`;
      await sql`select pg_current_xact_id()`;
    }
    const cards = await connect('cards');
    const lane = await readerOf(6, await connect('operator'));
    for (const value of numbers(1, 50)) await store(cards, outgoing(6, value));
    expect(await lane.until(50)).toEqual(numbers(1, 50));
  });

  it('stores everything but the events that can not be stored', async () => {
    const cards = await connect('cards');
    const lane = await readerOf(8, await connect('operator'));
    const batch = numbers(1, 20).map((value) => outgoing(8, value));
    batch[4] = outgoing(8, 5, { body: '{"data":{"value":"\0"}}' });
    batch[9] = outgoing(8, 10, { type: 'events.feeds.counted.v1' });
    batch[14] = outgoing(16, 15);
    const results = await cards.publish(batch);
    const errors = results.flatMap((result, index) =>
      result.stored ? [] : [`${String(index)}: ${result.error.message}`],
    );
    expect(errors).toEqual([
      '4: invalid byte sequence for encoding "UTF8": 0x00',
      '9: The bus refused: "bus_cards" may publish only "events.cards.*"',
      '14: The bus refused: there is no partition 16',
    ]);
    const stored = numbers(1, 20).filter((value) => ![5, 10, 15].includes(value));
    expect(await lane.until(17)).toEqual(stored);
  });

  it('keeps every character of a body, and stores an event again that is published again', async () => {
    const cards = await connect('cards');
    const reader = await connect('operator');
    await broker.addConsumer('exact', 'new');
    const lane = await reader.subscribe('exact', 9, new AbortController().signal);
    const event = outgoing(9, 1, {
      body: JSON.stringify({ text: 'ä"\\{},\'\n\u{1f600}NULL', sequence: '1' }),
    });
    await store(cards, event);
    await store(cards, { ...event, republish: true });
    const bodies: string[] = [];
    for (let next = await lane.next(1); next !== undefined; next = await lane.next(1)) {
      bodies.push(...next.map((delivery) => delivery.body));
      if (bodies.length === 2) break;
    }
    await lane.stop(0);
    expect(bodies).toEqual([event.body, event.body]);
  });

  it('waits for what is under way before it closes, and takes nothing after', async () => {
    const cards = await broker.connect('cards');
    const results = cards.publish(numbers(1, 200).map((value) => outgoing(value % 16, value)));
    await cards.close();
    expect((await results).every((result) => result.stored)).toBe(true);
    expect((await cards.publish([outgoing(1, 1)]))[0]?.stored).toBe(false);
  });
});
