import postgres, { type Sql } from 'postgres';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { TransactionPool } from './transaction-pool.js';

let database: TestDatabase;
let admin: Sql;
let pool: TransactionPool;

beforeAll(async () => {
  database = await createTestDatabase({ services: [] });
  admin = postgres(database.adminUrl, { max: 2, onnotice: () => undefined });
  await admin`create table marks (name text unique)`;
  pool = new TransactionPool({
    size: 2,
    connect: (onclose) => postgres(database.adminUrl, { max: 1, onclose }),
  });
});

beforeEach(() => admin`truncate marks`);

afterAll(async () => {
  await pool.close();
  await admin.end();
  await database.drop();
});

const nothing = (): Promise<void> => Promise.resolve();

async function marks(): Promise<string[]> {
  const rows = await admin<{ name: string }[]>`select name from marks order by name`;
  return rows.map(({ name }) => name);
}

async function mark(name: string, error?: Error): Promise<void> {
  await pool.run(async (sql) => {
    await sql`insert into marks values (${name})`;
    if (error !== undefined) throw error;
  });
}

describe('a joint transaction', () => {
  it('keeps what was run inside when it commits, and its last word with it', async () => {
    const joint = pool.joint(nothing);
    await pool.inside(joint, async () => {
      await mark('a');
      await mark('b');
    });
    expect(await marks()).toEqual([]);
    await joint.commit(async (sql) => {
      await sql`insert into marks values ('last')`;
    });
    expect(await marks()).toEqual(['a', 'b', 'last']);
  });

  it('keeps nothing when it is rolled back, or its last word fails', async () => {
    for (const end of ['roll back', 'fail']) {
      const joint = pool.joint(nothing);
      await pool.inside(joint, () => mark('a'));
      if (end === 'roll back') await joint.rollBack(new Error('no'));
      else await expect(joint.commit(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    }
    expect(await marks()).toEqual([]);
  });

  it('takes back what fails by itself, also a statement, and goes on', async () => {
    const joint = pool.joint(nothing);
    await pool.inside(joint, async () => {
      await mark('a');
      await expect(mark('b', new Error('refused'))).rejects.toThrow('refused');
      await expect(mark('a')).rejects.toMatchObject({ code: '23505' });
      await mark('c');
    });
    await joint.commit(nothing);
    expect(await marks()).toEqual(['a', 'c']);
  });

  it('lets what is run at once take turns', async () => {
    const joint = pool.joint(nothing);
    await pool.inside(joint, async () => {
      const runs = ['a', 'b', 'c'].map((name) => mark(name, name === 'b' ? new Error('refused') : undefined));
      await Promise.allSettled(runs);
    });
    await joint.commit(nothing);
    expect(await marks()).toEqual(['a', 'c']);
  });

  it('runs the reads and the last statement of a transaction that has some', async () => {
    const joint = pool.joint(nothing);
    const count = await pool.inside(joint, () =>
      pool.run((_, read: number) => Promise.resolve(read), {
        first: async (sql) => Number((await sql`select count(*) from marks`)[0]?.['count']),
        last: (sql, read) => [sql`insert into marks values (${`read ${String(read)}`})`],
      }),
    );
    await joint.commit(nothing);
    expect([count, await marks()]).toEqual([0, ['read 0']]);
  });

  it('fails with its beginning', async () => {
    const joint = pool.joint(() => Promise.reject(new Error('not now')));
    await expect(pool.inside(joint, () => mark('a'))).rejects.toThrow('not now');
    await joint.rollBack(new Error('over'));
    expect(await marks()).toEqual([]);
  });

  it('is none where nothing is run inside', async () => {
    const joint = pool.joint(() => Promise.reject(new Error('never begun')));
    await joint.commit(() => Promise.reject(new Error('never ended')));
    expect(await marks()).toEqual([]);
  });

  it('calls back what waits for the commit, and leaves alone what comes after its end', async () => {
    const calls: string[] = [];
    const joint = pool.joint(nothing);
    await pool.inside(joint, async () => {
      await mark('a');
      pool.onCommit(() => calls.push('committed'));
      expect(calls).toEqual([]);
      await joint.commit(nothing);
      expect(calls).toEqual(['committed']);
      await mark('alone');
      pool.onCommit(() => calls.push('at once'));
    });
    expect(calls).toEqual(['committed', 'at once']);
    expect(await marks()).toEqual(['a', 'alone']);
  });
});
