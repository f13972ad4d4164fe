import { setTimeout as delay } from 'node:timers/promises';
import { isTransient } from '#eventing';
import { TcpProxy } from '../../../test/faults/system/tcp-proxy.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { waitFor } from '../../../test/support/wait-for.js';
import { Database } from './database.js';

const ANSWER_TIMEOUT_MS = 1_000;

let testDatabase: TestDatabase;
let proxy: TcpProxy;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase({ services: [] });
  const url = new URL(testDatabase.adminUrl);
  const server = { host: url.hostname, port: Number(url.port) };
  proxy = await TcpProxy.open(() => server);
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  database = new Database({
    url: url.href,
    schema: 'public',
    max: 2,
    transactions: 2,
    applicationName: 'silence',
    answerTimeoutMs: ANSWER_TIMEOUT_MS,
  });
});

afterEach(() => {
  proxy.heal();
});

afterAll(async () => {
  await database.close();
  await proxy.close();
  await testDatabase.drop();
});

/** What the work failed with, in far less time than the system would need to notice. */
async function failureOf(work: Promise<unknown>): Promise<unknown> {
  const outcome = work.then(
    () => ({ error: undefined }),
    (error: unknown) => ({ error }),
  );
  const settled = await Promise.race([outcome, delay(15_000, undefined, { ref: false })]);
  if (settled === undefined) throw new Error('It still waits');
  return settled.error;
}

async function untilAnswered(): Promise<void> {
  proxy.heal();
  await waitFor('answers', () =>
    Promise.all([database.ping(), database.transactions.run((sql) => sql`select 1`)]).then(
      () => true as const,
      () => undefined,
    ),
  );
}

describe('a database that does not answer any more', () => {
  it('fails a statement, and the connection is replaced', async () => {
    await database.ping();
    proxy.blackHole();
    expect(isTransient(await failureOf(database.ping()))).toBe(true);
    await untilAnswered();
  });

  it('fails a transaction at its begin, at a statement and at its commit', async () => {
    const { transactions } = database;
    for (const silentAt of ['begin', 'statement', 'commit']) {
      await transactions.run((sql) => sql`select 1`);
      if (silentAt === 'begin') proxy.blackHole();
      const error = await failureOf(
        transactions.run(async (sql) => {
          if (silentAt === 'statement') proxy.blackHole();
          await sql`select 2`;
          if (silentAt === 'commit') proxy.blackHole();
        }),
      );
      expect([silentAt, isTransient(error)]).toEqual([silentAt, true]);
      await untilAnswered();
    }
  });
});

describe('a database that has not been asked', () => {
  it('may be silent for as long as the work waits for something else', async () => {
    const answer = await database.transactions.run(async (sql) => {
      await sql`select 1`;
      await delay(1.5 * ANSWER_TIMEOUT_MS);
      const [row] = await sql<{ answer: number }[]>`select 42 as answer`;
      return row?.answer;
    });
    expect(answer).toBe(42);
  });

  it('keeps its listeners', async () => {
    const heard: string[] = [];
    const listening = await database.sql.listen('silence', (payload) => heard.push(payload));
    await delay(1.5 * ANSWER_TIMEOUT_MS);
    await database.sql.notify('silence', 'still here');
    await waitFor('the notification', () => (heard.length > 0 ? true : undefined));
    await listening.unlisten();
  });
});
