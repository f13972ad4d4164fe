import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { Database } from '../database.js';
import { migrate } from '../migrate.js';
import { migrationSources } from '../run-migrations.js';
import { eraseAnswers, findAnswer, forgetOldAnswers, storeAnswer, takeKey } from './answers.js';

const ANSWER = { status: 201, headers: { etag: '"1"' }, body: '{"name":"Tides"}' };
const REQUEST = Buffer.from('asked');
const KEY = { person: 'did:plc:ada', key: 'k' };

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase({ services: ['feeds'] });
  const url = testDatabase.urlOf('feeds');
  await migrate({ url, schema: 'feeds', sources: migrationSources('feeds') });
  database = new Database({ url, schema: 'feeds', max: 2, transactions: 2, applicationName: 'test' });
});

beforeEach(() => database.sql`truncate idempotency_keys`);

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

it('gives an answer back as it was', async () => {
  await database.transactions.run((sql) => storeAnswer(sql, KEY, REQUEST, ANSWER));
  const found = await database.transactions.run((sql) => findAnswer(sql, KEY));
  expect(found).toEqual({ ...ANSWER, request: REQUEST });
});

it('lets one transaction have a key', async () => {
  await database.transactions.run(async (sql) => {
    expect(await takeKey(sql, KEY)).toBe(true);
    const others = [KEY, { ...KEY, key: 'l' }, { ...KEY, person: 'did:plc:cy' }];
    const taken = await database.transactions.run(async (other) => {
      const results: boolean[] = [];
      for (const key of others) results.push(await takeKey(other, key));
      return results;
    });
    expect(taken).toEqual([false, true, true]);
  });
  expect(await database.transactions.run((sql) => takeKey(sql, KEY))).toBe(true);
});

it('forgets answers after a day, and no earlier', async () => {
  for (const [key, age] of [
    ['young', '23 hours 59 minutes'],
    ['old', '24 hours'],
  ] as const) {
    await database.transactions.run((sql) => storeAnswer(sql, { ...KEY, key }, REQUEST, ANSWER));
    await database.sql`
      update idempotency_keys set answered_at = now() - ${age}::text::interval where key = ${key}`;
  }
  await forgetOldAnswers(database.sql);
  expect(await database.sql`select key from idempotency_keys`).toEqual([{ key: 'young' }]);
});

it('erases what was answered to somebody and what they asked, and keeps their keys', async () => {
  const others = { ...KEY, person: 'did:plc:cy' };
  await database.transactions.run(async (sql) => {
    for (const key of [KEY, others]) await storeAnswer(sql, key, REQUEST, ANSWER);
    await eraseAnswers(sql, KEY.person);
  });
  const find = (key: typeof KEY) => database.transactions.run((sql) => findAnswer(sql, key));
  expect(await find(KEY)).toBe('erased');
  expect(await find(others)).toEqual({ ...ANSWER, request: REQUEST });
  expect(
    await database.sql`select request, headers, body from idempotency_keys where person = ${KEY.person}`,
  ).toEqual([{ request: Buffer.alloc(0), headers: {}, body: null }]);
});
