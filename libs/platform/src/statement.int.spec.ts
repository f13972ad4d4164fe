import { eq, getTableColumns, sql as expression } from 'drizzle-orm';
import { jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { TransactionSql } from 'postgres';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { anyOf } from './any-of.js';
import { Database } from './database.js';
import { placeholders, statement } from './statement.js';

const papers = pgTable('papers', {
  id: uuid().primaryKey(),
  title: text(),
  metadata: jsonb().$type<object>(),
  readAt: timestamp('read_at', { withTimezone: true }),
});

const insert = statement((db) =>
  db
    .insert(papers)
    .values(placeholders(getTableColumns(papers), ['id', 'title', 'metadata', 'readAt']))
    .returning(),
);

const selectByIds = statement((db) =>
  db
    .select()
    .from(papers)
    .where(anyOf(papers.id, expression.placeholder('ids')))
    .orderBy(papers.title),
);

const [FIRST, SECOND, THIRD] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${String(n)}`) as [
  string,
  string,
  string,
];

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase({ services: [] });
  const url = testDatabase.adminUrl;
  database = new Database({ url, schema: 'public', max: 1, transactions: 2, applicationName: 'statements' });
  await database.sql`create table papers (id uuid primary key, title text, metadata jsonb, read_at timestamptz)`;
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

function inTransaction<Result>(work: (sql: TransactionSql) => Promise<Result>): Promise<Result> {
  return database.transactions.run(work);
}

describe('a statement that is built once', () => {
  it('stores and reads values of every type, and null in any', async () => {
    const full = { id: FIRST, title: 'On', metadata: { kind: 'book' }, readAt: new Date(1_700_000_000_000) };
    const bare = { id: SECOND, title: null, metadata: null, readAt: null };
    expect(await inTransaction((sql) => insert(sql, full))).toEqual([full]);
    expect(await inTransaction((sql) => insert(sql, bare))).toEqual([bare]);
    const [nulls] = await database.sql<{ nulls: number }[]>`
      select num_nulls(title, metadata, read_at) as nulls from papers where id = ${SECOND}`;
    expect(nulls).toEqual({ nulls: 3 });
  });

  it('takes a list of any length as one text, prepared once a connection', async () => {
    await inTransaction((sql) => insert(sql, { id: THIRD, title: 'Zu', metadata: {}, readAt: null }));
    await inTransaction(async (sql) => {
      const lists = [[], [FIRST], [FIRST, THIRD], [FIRST, SECOND, THIRD]];
      for (const ids of lists) {
        const found = await selectByIds(sql, { ids });
        expect(found.map(({ id }) => id).toSorted()).toEqual(ids);
      }
      const prepared = await sql<{ times: number }[]>`
        select (generic_plans + custom_plans)::int as times from pg_prepared_statements
        where statement like '%any(%' and statement not like '%pg_prepared%'`;
      expect(prepared).toEqual([{ times: lists.length }]);
    });
  });

  it('runs on the transaction that it is given, and is gone with it', async () => {
    const id = '00000000-0000-4000-8000-000000000009';
    const undone = inTransaction(async (sql) => {
      await insert(sql, { id, title: 'Gone', metadata: null, readAt: null });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await selectByIds(database.sql, { ids: [id] })).toEqual([]);
  });

  it('refuses to run without one of its values', async () => {
    const byTitle = statement((db) =>
      db
        .select()
        .from(papers)
        .where(eq(papers.title, expression.placeholder('title'))),
    );
    await expect(byTitle(database.sql, { name: 'On' })).rejects.toThrow('"title"');
  });
});
