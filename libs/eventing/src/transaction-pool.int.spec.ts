import { connect } from 'node:net';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { numbers, waitFor } from '../../../test/support/wait-for.js';
import { isDatabaseAway, isTransient } from './postgres-errors.js';
import { onlyOnce, TransactionPool } from './transaction-pool.js';

const SIZE = 3;

let database: TestDatabase;
let admin: Sql;
let pool: TransactionPool;

beforeAll(async () => {
  database = await createTestDatabase({ services: [] });
  admin = postgres(database.adminUrl, { max: 2, onnotice: () => undefined });
  await admin`create table marks (name text)`;
});

beforeEach(async () => {
  await admin`truncate marks`;
  pool = new TransactionPool({
    size: SIZE,
    connect: (onclose) =>
      postgres(database.adminUrl, {
        max: 1,
        connection: { application_name: 'slot' },
        backoff: () => 0.05,
        onclose,
        ...once(),
      }),
  });
});

afterEach(() => pool.close());

afterAll(async () => {
  await admin.end();
  await database.drop();
});

async function marks(): Promise<string[]> {
  const rows = await admin<{ name: string }[]>`select name from marks order by name`;
  return rows.map((row) => row.name);
}

/** As the services make their connections. */
function once(): object {
  return {
    socket: onlyOnce(({ host, port }: { host: string[]; port: number[] }) => connect(port[0] ?? 0, host[0])),
  };
}

async function pidOf(sql: TransactionSql): Promise<number> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return row?.pid ?? 0;
}

/** Ends a session as a restart of the server would, and waits until it is gone. */
async function terminate(pid: number): Promise<void> {
  await admin`select pg_terminate_backend(${pid})`;
  await waitFor('the end of the session', async () => {
    const rows = await admin`select 1 from pg_stat_activity where pid = ${pid}`;
    return rows.length === 0 ? true : undefined;
  });
}

function singleSlot(): TransactionPool {
  return new TransactionPool({
    size: 1,
    connect: (onclose) => postgres(database.adminUrl, { max: 1, onclose, backoff: () => 0, ...once() }),
  });
}

async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('It did not throw');
}

describe('a transaction', () => {
  it('keeps all of its work, or nothing', async () => {
    await pool.run((sql) => sql`insert into marks values ('kept')`);
    await thrownBy(
      pool.run(async (sql) => {
        await sql`insert into marks values ('lost')`;
        throw new Error('changed my mind');
      }),
    );
    expect(await marks()).toEqual(['kept']);
  });

  it('keeps its last statement, which goes out with the commit, or nothing', async () => {
    const last = (name: string) => (sql: TransactionSql) => [sql`insert into marks values (${name})`];
    await pool.run((sql) => sql`insert into marks values ('work')`, { last: last('last') });
    const error = await thrownBy(
      pool.run((sql) => sql`insert into marks values ('lost')`, {
        last: (sql) => [sql`insert into marks select 'impossible' where 1 / 0 = 1`],
      }),
    );
    expect(error).toMatchObject({ code: '22012' });
    expect(await marks()).toEqual(['last', 'work']);
    // The connection is as good as before.
    await pool.run((sql) => sql`insert into marks values ('after')`, { last: last('and last') });
    expect(await marks()).toEqual(['after', 'and last', 'last', 'work']);
  });

  it('reads along with its begin', async () => {
    await admin`insert into marks values ('before')`;
    const single = singleSlot();
    try {
      for (const round of ['a', 'b']) {
        await single.run<undefined, { count: number }[]>(
          async (sql, [seen]) => {
            await sql`insert into marks values (${round + String(seen?.count)})`;
            return undefined;
          },
          { first: (sql) => sql<{ count: number }[]>`select count(*)::int as count from marks` },
        );
        await thrownBy(
          single.run((sql) => sql`insert into marks values ('never')`, {
            first: (sql) => sql`select 1 / 0`,
          }),
        );
      }
      expect(await marks()).toEqual(['a1', 'b2', 'before']);
    } finally {
      await single.close();
    }
  });

  it('runs statements that do not wait for each other in their order, and none after one that failed', async () => {
    const error = await thrownBy(
      pool.run((sql) =>
        Promise.all([
          sql`insert into marks values ('first')`,
          sql`select 1 / 0`,
          sql`insert into marks values ('third')`,
        ]),
      ),
    );
    expect(error).toMatchObject({ code: '22012' });
    expect(await marks()).toEqual([]);
  });

  it('sends nothing of a lost transaction by another connection, however much was under way', async () => {
    const single = singleSlot();
    try {
      for (const round of numbers(1, 5)) {
        const pid = await single.run((sql) => pidOf(sql));
        await thrownBy(
          single.run((sql) =>
            Promise.all([
              sql`select pg_sleep(60)`,
              ...numbers(1, 20).map((n) =>
                // New texts, which the client keeps until the server has described the one before.
                sql.unsafe(`insert into marks values ('${String(round)}.${String(n)}')`, [], {
                  prepare: true,
                }),
              ),
              terminate(pid),
            ]),
          ),
        );
        await single.run((sql) => sql`insert into marks values (${`after ${String(round)}`})`);
      }
      expect(await marks()).toEqual(numbers(1, 5).map((round) => `after ${String(round)}`));
    } finally {
      await single.close();
    }
  });

  it('fails when one of its statements failed, though the work went on', async () => {
    const error = await thrownBy(
      pool.run(async (sql) => {
        await sql`insert into marks values ('before')`;
        await sql`select 1 / 0`.catch(() => undefined);
      }),
    );
    expect(String(error)).toContain('rolled it back');
    expect(await marks()).toEqual([]);
  });

  it('refuses statements when it is over', async () => {
    const escaped = await pool.run((sql) => Promise.resolve({ sql }));
    expect(() => escaped.sql`insert into marks values ('late')`).toThrow('The transaction is over');
  });

  it('waits for its turn when all connections are taken', async () => {
    let atOnce = 0;
    let most = 0;
    await Promise.all(
      numbers(1, 20).map((number) =>
        pool.run(async (sql) => {
          atOnce += 1;
          most = Math.max(most, atOnce);
          await sql`insert into marks values (${String(number)})`;
          // Long enough for the other connections to be made.
          await sql`select pg_sleep(0.05)`;
          atOnce -= 1;
        }),
      ),
    );
    expect(most).toBe(SIZE);
    expect(await marks()).toHaveLength(20);
  });
});

describe('a transaction whose connection is lost', () => {
  it('never lets a later statement run by itself', async () => {
    const error = await thrownBy(
      pool.run(async (sql) => {
        await sql`insert into marks values ('before')`;
        await terminate(await pidOf(sql));
        // The client would connect again and run this in autocommit.
        await sql`insert into marks values ('after')`;
      }),
    );
    expect(isTransient(error)).toBe(true);
    expect(await marks()).toEqual([]);
  });

  it('fails in the middle of a statement', async () => {
    const error = await thrownBy(
      pool.run(async (sql) => {
        const pid = await pidOf(sql);
        await Promise.all([sql`select pg_sleep(60)`, terminate(pid)]);
      }),
    );
    expect(isTransient(error)).toBe(true);
  });

  it('does not wait for what its work waits for', async () => {
    const error = await thrownBy(
      pool.run(async (sql) => {
        await terminate(await pidOf(sql));
        await new Promise(() => undefined);
      }),
    );
    expect(isDatabaseAway(error)).toBe(true);
    await pool.run((sql) => sql`insert into marks values ('next')`);
    expect(await marks()).toEqual(['next']);
  });

  it('says so, whatever its work failed with', async () => {
    const error = await thrownBy(
      pool.run(async (sql) => {
        await terminate(await pidOf(sql));
        throw new Error('not found');
      }),
    );
    expect(isDatabaseAway(error)).toBe(true);
  });

  it('is told from another server that refuses the work', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const error = await thrownBy(
      pool.run(async (sql) => {
        await sql`select 1`;
        throw refused;
      }),
    );
    expect(error).toBe(refused);
    expect(isDatabaseAway(error)).toBe(false);
  });

  it('does not take the next one along when the lost connection closes once more', async () => {
    const closings: (() => void)[] = [];
    const single = new TransactionPool({
      size: 1,
      connect: (onclose) => {
        closings.push(onclose);
        return postgres(database.adminUrl, { max: 1, onclose, ...once() });
      },
    });
    try {
      await thrownBy(
        single.run(async (sql) => Promise.all([sql`select pg_sleep(60)`, terminate(await pidOf(sql))])),
      );
      await single.run(async (sql) => {
        await sql`insert into marks values ('first')`;
        // The client that was thrown away tried once more to connect, and failed.
        closings[0]?.();
        await sql`insert into marks values ('second')`;
      });
      expect(await marks()).toEqual(['first', 'second']);
    } finally {
      await single.close();
    }
  });

  it('costs the pool nothing: the next ones get new connections, and no old one stays', async () => {
    for (const round of numbers(1, 5)) {
      const losses = numbers(1, SIZE).map(() =>
        thrownBy(pool.run(async (sql) => Promise.all([sql`select pg_sleep(60)`, pidOf(sql).catch(() => 0)]))),
      );
      await waitFor('sleeping sessions', async () => {
        const rows = await admin<{ pid: number }[]>`
          select pid from pg_stat_activity where application_name = 'slot' and query like '%pg_sleep(60)%'`;
        return rows.length === SIZE ? true : undefined;
      });
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'slot'`;
      await Promise.all(losses);
      await pool.run((sql) => sql`insert into marks values (${String(round)})`);
    }
    expect(await marks()).toEqual(['1', '2', '3', '4', '5']);
    await waitFor('no more sessions than slots', async () => {
      const rows = await admin`select 1 from pg_stat_activity where application_name = 'slot'`;
      return rows.length <= SIZE ? true : undefined;
    });
  });
});
