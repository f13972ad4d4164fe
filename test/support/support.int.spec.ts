import { connect, nkeyAuthenticator, type NatsConnection } from 'nats';
import postgres from 'postgres';
import { inboxPrefix } from '../../infra/nats/topology.mjs';
import { provisionNats } from '../../infra/nats/provision.mjs';
import { startTestNats, type TestNats } from './nats.js';
import { createTestDatabase, startTestPostgres, type TestDatabase } from './postgres.js';

describe('a provisioned database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const as = async (service: string, query: string): Promise<unknown[]> => {
    const sql = postgres(database.urlOf(service), { max: 1 });
    try {
      return [...(await sql.unsafe(query))];
    } finally {
      await sql.end();
    }
  };

  it('lets a service do in its own schema what it likes, without naming it', async () => {
    await as('cards', 'CREATE TABLE things (id int)');
    expect(await as('cards', 'SELECT * FROM cards.things')).toEqual([]);
  });

  it.each([
    ["read another's schema", 'SELECT * FROM cards.things'],
    ["create in another's schema", 'CREATE TABLE cards.mine (id int)'],
    ['create in the public schema', 'CREATE TABLE public.mine (id int)'],
    ['create a schema', 'CREATE SCHEMA mine'],
    ['create a temporary table', 'CREATE TEMP TABLE mine (id int)'],
    ['create a role', 'CREATE ROLE mine'],
  ])('does not let it %s', async (_act, query) => {
    await expect(as('feeds', query)).rejects.toThrow(/permission denied/);
  });

  it("does not let it into another system's database", async () => {
    const other = await createTestDatabase();
    const url = new URL(database.urlOf('cards'));
    url.pathname = new URL(other.adminUrl).pathname;
    const sql = postgres(url.href, { max: 1 });
    await expect(sql`SELECT 1`).rejects.toThrow(/permission denied/);
    await sql.end();
    await other.drop();
  });
});

describe('a PostgreSQL server of our own', () => {
  it('has what was committed after a kill, on the same port', async () => {
    const server = await startTestPostgres();
    try {
      const { url } = server;
      let sql = postgres(url, { max: 1 });
      await sql`CREATE TABLE kept AS SELECT 42 AS answer`;
      await server.kill();
      await sql.end({ timeout: 0 });
      await server.start();
      sql = postgres(url, { max: 1 });
      expect(await sql`SELECT answer FROM kept`).toEqual([{ answer: 42 }]);
      await sql.end();
    } finally {
      await server.stop();
    }
  });
});

describe('a provisioned nats-server', () => {
  let nats: TestNats;
  const connections: NatsConnection[] = [];
  beforeAll(async () => {
    nats = await startTestNats();
  });
  afterAll(async () => {
    for (const connection of connections) await connection.close();
    await nats.stop();
  });

  const as = async (identity: string): Promise<NatsConnection> => {
    const connection = await connect({
      servers: nats.url,
      inboxPrefix: inboxPrefix(identity),
      authenticator: nkeyAuthenticator(new TextEncoder().encode(nats.seedOf(identity))),
    });
    connections.push(connection);
    return connection;
  };
  const manager = async (identity: string) =>
    (await as(identity)).jetstreamManager({ checkAPI: false, timeout: 800 });

  it('is as the files say, so provisioning it again has nothing to do', async () => {
    expect(await provisionNats({ url: nats.url, seed: nats.seedOf('operator'), dryRun: true })).toEqual([]);
  });

  it('waits longer for the signature of a busy client than the client for it', async () => {
    const varz = await fetch(`http://127.0.0.1:${nats.server.monitorPort}/varz`);
    expect(((await varz.json()) as { auth_timeout: number }).auth_timeout).toBeGreaterThan(5);
  });

  it("carries one service's event to another's consumer of its partition, and takes the ack", async () => {
    const publisher = (await as('cards')).jetstream();
    await publisher.publish('events.cards.card-added-to-library.v1.07', 'hello');
    const consumer = await (await as('feeds')).jetstream().consumers.get('EVENTS', 'feeds-p07');
    const message = await consumer.next({ expires: 1_000 });
    expect(message?.string()).toBe('hello');
    expect(await message?.ackAck()).toBe(true);
    expect(await consumer.info()).toMatchObject({ num_pending: 0, num_ack_pending: 0 });
  });

  it('lets a service ask another to publish again', async () => {
    const asked = (await as('cards')).subscribe('control.cards', { max: 1 });
    const asking = await as('feeds');
    await connections.at(-2)?.flush();
    asking.publish('control.cards', 'please');
    for await (const message of asked) expect(message.string()).toBe('please');
  });

  const forbidden: [string, () => Promise<unknown>][] = [
    [
      "publish another's event",
      async () => (await as('feeds')).jetstream().publish('events.cards.x.v1.00', ''),
    ],
    [
      "look at another's consumer",
      async () => (await manager('feeds')).consumers.info('EVENTS', 'notifications-p00'),
    ],
    [
      'create a consumer',
      async () => (await manager('feeds')).consumers.add('EVENTS', { durable_name: 'mine' }),
    ],
    ['delete its own consumer', async () => (await manager('feeds')).consumers.delete('EVENTS', 'feeds-p00')],
    [
      'create a stream',
      async () => (await manager('feeds')).streams.add({ name: 'MINE', subjects: ['mine'] }),
    ],
    ['purge the stream', async () => (await manager('feeds')).streams.purge('EVENTS')],
    [
      'read a stored message past its consumers',
      async () => (await manager('feeds')).streams.getMessage('EVENTS', { seq: 1 }),
    ],
    [
      'listen to the events themselves',
      async () => {
        for await (const message of (await as('feeds')).subscribe('events.>')) return message;
        return undefined;
      },
    ],
    [
      "listen to another's replies",
      async () => {
        for await (const message of (await as('feeds')).subscribe('_INBOX_cards.>')) return message;
        return undefined;
      },
    ],
  ];
  it.each(forbidden)('does not let a service %s', async (_act, attempt) => {
    await expect(attempt()).rejects.toThrow(/Permissions Violation/i);
  });

  it('has its stream after a kill', async () => {
    for (const connection of connections.splice(0)) await connection.close();
    await nats.server.kill();
    await nats.server.start();
    expect((await (await manager('operator')).streams.info('EVENTS')).state.messages).toBe(1);
  });
});
