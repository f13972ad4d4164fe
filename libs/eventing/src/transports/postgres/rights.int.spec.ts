import postgres, { type Sql } from 'postgres';
import { provisionBus } from '../../../../../infra/postgres/bus.mjs';
import { PostgresBroker } from '../../../../../test/support/brokers/postgres.js';
import { outgoing, store } from '../../../../../test/support/brokers/traffic.js';
import { runRecord, testFolder } from '../../../../../test/support/run.js';
import { numbers } from '../../../../../test/support/wait-for.js';
import { PostgresTransport } from './postgres-transport.js';

const DENIED = '42501';

let broker: PostgresBroker;
const sessions: Sql[] = [];

beforeAll(async () => {
  broker = await PostgresBroker.start({ folder: testFolder('bus'), durable: false, record: runRecord() });
}, 120_000);

afterEach(async () => {
  await Promise.all(sessions.splice(0).map((sql) => sql.end({ timeout: 1 })));
});

afterAll(() => broker.stop(), 30_000);

function session(url: string): Sql {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  sessions.push(sql);
  return sql;
}

describe('rights on the Postgres bus', () => {
  it('lets nobody publish the events of another context, not even by another role', async () => {
    const feeds = await broker.connect('feeds');
    const [result] = await feeds.publish([outgoing(1, 1)]);
    expect(result).toMatchObject({ stored: false });
    await feeds.close();
    const sql = session(broker.urlOf('feeds'));
    await expect(sql`set role bus_cards`).rejects.toMatchObject({ code: DENIED });
    await expect(sql`set role bus_owner`).rejects.toMatchObject({ code: DENIED });
  });

  it("lets nobody open, read, acknowledge or count another's consumer", async () => {
    const cards = await broker.connect('cards');
    await store(cards, outgoing(1, 1));
    await expect(cards.subscribe('feeds', 1, new AbortController().signal)).rejects.toMatchObject({
      code: DENIED,
    });
    expect(await cards.lag('feeds', [1])).toBe(0);
    await cards.close();
    const admin = session(broker.adminUrl);
    const [lane] = await admin<{ epoch: string }[]>`
      select epoch from bus.consumers where consumer = 'feeds' and partition = 1`;
    const epoch = Number(lane?.epoch);
    const sql = session(broker.urlOf('cards'));
    const rows = await sql<{ body: string | null }[]>`
      select body from bus.fetch(${['feeds']}, ${[1]}, ${[epoch]}, ${[0]}, ${[10]}, 1000)`;
    expect(rows).toEqual([{ body: null }]);
    await sql`select bus.acknowledge(${['feeds']}, ${[1]}, ${[epoch]}, ${[1]})`;
    const feeds = await broker.connect('feeds');
    expect(await feeds.lag('feeds', [1])).toBe(1);
    await feeds.close();
  });

  it.each(['events', 'partitions', 'consumers', 'acknowledged', 'identities', 'settings'])(
    'lets no service touch bus.%s',
    async (table) => {
      const sql = session(broker.urlOf('cards'));
      await expect(sql`select from ${sql(`bus.${table}`)}`).rejects.toMatchObject({ code: DENIED });
      await expect(sql`delete from ${sql(`bus.${table}`)}`).rejects.toMatchObject({ code: DENIED });
    },
  );

  it('shows no service what others have published', async () => {
    const sql = session(broker.urlOf('cards'));
    await expect(sql`select from bus.event_store`).rejects.toMatchObject({ code: DENIED });
  });

  it.each([
    `bus.add_consumer('spy')`,
    `bus.remove_consumer('feeds')`,
    `bus.move_consumer('feeds', 1::smallint, 0)`,
  ])('keeps %s for the operator', async (call) => {
    await expect(session(broker.urlOf('cards')).unsafe(`select ${call}`)).rejects.toMatchObject({
      code: DENIED,
    });
  });

  it('is not misled by what a service puts on its search path', async () => {
    const sql = session(broker.urlOf('feeds'));
    await expect(sql`create schema mine`).rejects.toMatchObject({ code: DENIED });
    const functions = await session(broker.adminUrl)<{ name: string }[]>`
      select proname as name from pg_proc
      where pronamespace = 'bus'::regnamespace and not exists (
        select from unnest(proconfig) as setting where setting = 'search_path=pg_catalog, pg_temp')`;
    expect(functions).toEqual([]);
  });

  it('says in its check what is wrong', async () => {
    const cards = await broker.connect('cards');
    await cards.check();
    await cards.close();
    const admin = session(broker.adminUrl);
    await admin`delete from bus.identities where role = 'bus_cards'`;
    const again = await broker.connect('cards');
    await expect(again.check()).rejects.toThrow('"bus_cards" has no identity on the bus');
    await again.close();
    await admin`insert into bus.identities values ('bus_cards', 'cards')`;
  });
});

describe('the history on the Postgres bus', () => {
  it('is the same after it was provisioned again', async () => {
    const cards = await broker.connect('cards');
    await store(cards, outgoing(2, 1));
    await cards.close();
    const admin = session(broker.adminUrl);
    const state = (): Promise<object[]> =>
      admin`select (select count(*) from bus.events) as events, (select array_agg(c order by c) from bus.consumers c) as lanes,
        (select array_agg(a order by a) from bus.acknowledged a) as positions`;
    const before = await state();
    const { server } = broker;
    await provisionBus({ adminUrl: server.url, passwordOf: (identity) => `of-${identity}` });
    expect(await state()).toEqual(before);
  });

  it('can be made by an administrator who is no superuser, beside another one on the same server', async () => {
    const root = session(broker.server.url);
    await root`create role builder login createdb createrole password 'builds'`;
    const adminUrl = new URL(broker.server.url);
    adminUrl.username = 'builder';
    adminUrl.password = 'builds';
    const options = {
      adminUrl: adminUrl.href,
      database: 'other_bus',
      roleOf: (identity: string) => `other_${identity}`,
      passwordOf: () => 'other',
    };
    const urls = await provisionBus(options);
    expect(await provisionBus(options)).toEqual(urls);
    const cards = PostgresTransport.begin({ url: urls['cards'] ?? '', name: 'cards' });
    await store(cards, outgoing(1, 1));
    await cards.close();
  });

  it('is kept for its time, and as long as a consumer has not acknowledged it', async () => {
    const cards = await broker.connect('cards');
    await store(cards, ...numbers(1, 10).map((value) => outgoing(3, value)));
    const admin = session(broker.adminUrl);
    await admin`update bus.events set stored_at = now() - interval '2 years' where partition = 3`;
    await admin`update bus.acknowledged set position = 6 where partition = 3 and consumer = 'feeds'`;
    await admin`update bus.acknowledged set position = 4 where partition = 3 and consumer <> 'feeds'`;
    await store(cards, outgoing(3, 11));
    await cards.close();
    const drop = async (): Promise<string | undefined> => {
      const [row] = await session(broker.urlOf('cards'))<
        { dropped: string }[]
      >`select bus.drop_old() as dropped`;
      return row?.dropped;
    };
    expect(await drop()).toBe('4');
    expect(await drop()).toBe('0');
    await admin`update bus.acknowledged set position = 11 where partition = 3`;
    expect(await drop()).toBe('6');
    expect(await admin`select position from bus.events where partition = 3`).toEqual([{ position: '11' }]);
  });

  it('shows the operator what is inside the events', async () => {
    const cards = await broker.connect('cards');
    const event = outgoing(4, 7);
    await store(cards, event, outgoing(4, 8, { body: 'no event' }));
    await cards.close();
    const rows = await session(broker.urlOf('operator'))`
      select aggregate_id, version, data from bus.event_store where partition = 4 order by position`;
    expect(rows).toEqual([
      { aggregate_id: event.aggregateId, version: '1', data: { value: 7 } },
      { aggregate_id: expect.any(String) as string, version: null, data: null },
    ]);
  });
});
