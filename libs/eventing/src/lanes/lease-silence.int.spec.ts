import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { TcpProxy } from '../../../../test/faults/system/tcp-proxy.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { numbers, waitFor } from '../../../../test/support/wait-for.js';
import { LeaseKeeper, type LaneWork } from './lease-keeper.js';

const TTL_MS = 1_500;
const PARTITIONS = numbers(0, 3);

let database: TestDatabase;
let proxy: TcpProxy;
let direct: Sql;
let proxied: Sql;
const keepers: LeaseKeeper[] = [];

beforeAll(async () => {
  database = await createTestDatabase({ services: [] });
  direct = postgres(database.adminUrl, { max: 4, onnotice: () => undefined });
  await direct.unsafe(await readFile(join(import.meta.dirname, '../../migrations/0002_inbox.sql'), 'utf8'));
  const url = new URL(database.adminUrl);
  const server = { host: url.hostname, port: Number(url.port) };
  proxy = await TcpProxy.open(() => server);
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  proxied = postgres(url.href, { max: 4, onnotice: () => undefined });
});

afterEach(async () => {
  proxy.heal();
  await Promise.all(keepers.splice(0).map((keeper) => keeper.stop()));
});

afterAll(async () => {
  await proxied.end({ timeout: 1 });
  await proxy.close();
  await direct.end({ timeout: 1 });
  await database.drop();
});

/** What is under way by the word of the keeper, and when the last of it was let go. */
class Working implements LaneWork {
  readonly partitions = new Set<number>();
  stoppedAt = 0;

  start(partition: number): void {
    this.partitions.add(partition);
  }

  stop(partition: number): Promise<void> {
    this.partitions.delete(partition);
    this.stoppedAt = performance.now();
    return Promise.resolve();
  }

  until(count: number): Promise<true> {
    return waitFor(`work on ${String(count)} partitions`, () =>
      this.partitions.size === count ? true : undefined,
    );
  }
}

function keeperOf(sql: Sql, replica: string): Working {
  const work = new Working();
  const keeper = new LeaseKeeper(
    sql,
    { role: 'tests', replica, incarnation: '1', partitions: PARTITIONS, ttlMs: TTL_MS },
    work,
  );
  keepers.push(keeper);
  keeper.start();
  return work;
}

describe('a replica whose database does not answer any more', () => {
  it('lets go of everything when its leases run out, and goes on when it is answered again', async () => {
    const silenced = keeperOf(proxied, 'one');
    await silenced.until(PARTITIONS.length);
    const silentAt = performance.now();
    proxy.blackHole();
    await silenced.until(0);
    expect(silenced.stoppedAt - silentAt).toBeLessThan(1.5 * TTL_MS);
    const other = keeperOf(direct, 'two');
    await other.until(PARTITIONS.length);
    proxy.heal();
    // What was asked and answered before says nothing of what is owned now: each has its share, and none twice.
    await silenced.until(PARTITIONS.length / 2);
    await other.until(PARTITIONS.length / 2);
    expect([...silenced.partitions, ...other.partitions].toSorted()).toEqual(PARTITIONS);
  });

  it('can be stopped', async () => {
    const silenced = keeperOf(proxied, 'one');
    await silenced.until(PARTITIONS.length);
    proxy.blackHole();
    const [keeper] = keepers.splice(0);
    await keeper?.stop();
    expect(silenced.partitions.size).toBe(0);
    expect(keeper?.owned.size).toBe(0);
  });
});
