import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { numbers, waitFor } from '../../../../test/support/wait-for.js';
import { LeaseKeeper } from './lease-keeper.js';

const ROLE = 'feeds';
const PARTITIONS = numbers(0, 3);

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase({ services: [] });
  // One connection: what is asked later is answered later.
  sql = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  await sql.unsafe(await readFile(join(import.meta.dirname, '../../migrations/0002_inbox.sql'), 'utf8'));
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

afterEach(async () => {
  for (const { proceed } of replicas) proceed();
  await Promise.all(replicas.splice(0).map(({ keeper }) => keeper.stop()));
});

interface Replica {
  keeper: LeaseKeeper;
  begun: number[];
  proceed: () => void;
}

const replicas: Replica[] = [];

/** A replica whose work in one partition does not end before it is told to. */
function replicaOf(name: string, hanging?: number): Replica {
  const begun: number[] = [];
  const gate = Promise.withResolvers<undefined>();
  const keeper = new LeaseKeeper(
    sql,
    { role: ROLE, replica: name, incarnation: '1', partitions: PARTITIONS, ttlMs: 1_500 },
    {
      start: (partition) => begun.push(partition),
      stop: (partition) => (partition === hanging ? gate.promise : Promise.resolve()),
    },
  );
  keeper.start();
  const replica = { keeper, begun, proceed: () => gate.resolve(undefined) };
  replicas.push(replica);
  return replica;
}

describe('leases', () => {
  it('leave no partition without an owner because a handler hangs where it was lost', async () => {
    const first = replicaOf('one', 0);
    await waitFor('all', () => (first.keeper.owned.size === PARTITIONS.length ? true : undefined));
    const second = replicaOf('two');
    const isShared = (): boolean => first.keeper.owned.size === 2 && second.keeper.owned.size === 2;
    await waitFor('a fair share', () => (isShared() ? true : undefined));
    expect(first.keeper.owned.has(0)).toBe(true);

    // As if the first had been away for longer than a lease holds.
    await sql`update lane_leases set owner = 'two/1' where role = ${ROLE} and partition = 0`;
    await waitFor('the second to take it', () => (second.begun.includes(0) ? true : undefined));
    // The second has its share without it, and the first is at work in it still.
    await waitFor('it to be worked on again', () =>
      isShared() && first.begun.filter((partition) => partition === 0).length === 2 ? true : undefined,
    );

    // And what has hung ends: the lease is not given back by it.
    first.proceed();
    await new Promise(setImmediate);
    const [lease] = await sql`select owner from lane_leases where role = ${ROLE} and partition = 0`;
    expect(lease?.['owner']).toBe('one/1');
    await Promise.all([first.keeper.stop(), second.keeper.stop()]);
    expect(await sql`select 1 from lane_leases`).toHaveLength(0);
  });
});
