import { randomUUID } from 'node:crypto';
import type { NatsBroker } from '../../../../test/support/brokers/nats.js';
import { effectsOf, EngineWorld, untilEffects } from '../../../../test/support/engine-world.js';
import { partitionOf } from '../partition.js';
import { numbers, waitFor } from '../../../../test/support/wait-for.js';

let world: EngineWorld<NatsBroker>;

beforeAll(async () => {
  world = await EngineWorld.start();
}, 120_000);

afterEach(() => world.clear(), 30_000);

afterAll(() => world.stop(), 30_000);

describe('what no gap shows', () => {
  it('the last event of an aggregate, acknowledged and lost, comes out of the producer’s log', async () => {
    const { log, sql: producing } = await world.producer();
    const whole = randomUUID();
    const cut = randomUUID();
    await world.append(log, whole, 1, 2);
    await world.append(log, cut, 1, 2, 3);
    await waitFor('an empty pending list', async () =>
      (await producing`select 1 from outbox_pending`).length === 0 ? true : undefined,
    );
    expect(await world.broker.lose(2)).toBe(2);
    const { sql } = await world.consumer({ reconcileEveryMs: 200 });
    await untilEffects(sql, whole, 2);
    expect((await untilEffects(sql, cut, 3)).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  it('a whole history that the broker has forgotten', async () => {
    const { log, sql: producing } = await world.producer();
    const aggregates = numbers(1, 30).map(() => randomUUID());
    for (const aggregate of aggregates) await world.append(log, aggregate, 1, 2);
    await waitFor('an empty pending list', async () =>
      (await producing`select 1 from outbox_pending`).length === 0 ? true : undefined,
    );
    expect(await world.broker.lose(Infinity)).toBeGreaterThanOrEqual(60);
    const { sql } = await world.consumer({ reconcileEveryMs: 200 });
    for (const aggregate of aggregates) expect(await untilEffects(sql, aggregate, 2)).toHaveLength(2);
    await waitFor('everything reconciled', async () => {
      const [row] = await sql<{ recent: boolean }[]>`
        select reconciled_until > now() - interval '10 seconds' as recent from inbox_reconciliations`;
      return row?.recent === true ? true : undefined;
    });
  });
});

describe('what is gone for ever', () => {
  async function losing(aggregate: string, upTo: number): Promise<void> {
    const producing = world.pool('cards');
    await waitFor('an empty pending list', async () =>
      (await producing`select 1 from outbox_pending`).length === 0 ? true : undefined,
    );
    expect(await world.broker.lose(Infinity)).toBeGreaterThan(0);
    // Past the log's retention.
    await producing`delete from outbox where aggregate_id = ${aggregate} and sequence <= ${upTo}`;
  }

  it('a consumer that never had the aggregate begins after it, and says so', async () => {
    const { log } = await world.producer();
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1, 2, 3);
    await losing(aggregate, 3);
    const { sql } = await world.consumer({ reconcileEveryMs: 200 });
    await world.append(log, aggregate, 4, 5);
    expect((await untilEffects(sql, aggregate, 2)).map(({ sequence }) => sequence)).toEqual([4, 5]);
    expect(await sql`select sequence::int from inbox_baselines where aggregate_id = ${aggregate}`).toEqual([
      { sequence: 3 },
    ]);
  }, 30_000);

  it('what the broker still has is handled, though the log has it no more', async () => {
    const { log } = await world.producer();
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1, 2);
    await losing(aggregate, 2);
    await world.append(log, aggregate, 3, 4, 5, 6);
    const producing = world.pool('cards');
    await waitFor('an empty pending list', async () =>
      (await producing`select 1 from outbox_pending`).length === 0 ? true : undefined,
    );
    // The broker's history reaches further back than the log.
    await producing`delete from outbox where aggregate_id = ${aggregate} and sequence <= 4`;
    const { sql } = await world.consumer({ reconcileEveryMs: 200 });
    expect((await untilEffects(sql, aggregate, 4)).map(({ sequence }) => sequence)).toEqual([3, 4, 5, 6]);
    expect(await sql`select sequence::int from inbox_baselines where aggregate_id = ${aggregate}`).toEqual([
      { sequence: 2 },
    ]);
  }, 30_000);

  it('a refused event of one aggregate hides no other', async () => {
    const { log, sql: producing, publication } = await world.producer();
    const refused = randomUUID();
    const lost = randomUUID();
    await world.append(log, refused, 1);
    await world.append(log, lost, 1);
    await waitFor('an empty pending list', async () =>
      (await producing`select 1 from outbox_pending`).length === 0 ? true : undefined,
    );
    expect(await world.broker.lose(Infinity)).toBeGreaterThan(0);
    // Refused for more than a minute: larger than nats-server takes.
    await producing`update outbox set body = repeat('x', 2 * 1024 * 1024), created_at = now() - interval '2 minutes'
      where aggregate_id = ${refused}`;
    await producing`insert into outbox_pending (position, day, partition)
      select position, day, partition from outbox where aggregate_id = ${refused}`;
    // Something younger of its partition is published.
    const neighbour = neighbourOf(refused);
    await world.append(log, neighbour, 1);
    publication.afterCommit(new Set([partitionOf(neighbour)]));
    const { sql } = await world.consumer({ reconcileEveryMs: 200 });
    expect(await untilEffects(sql, lost, 1)).toHaveLength(1);
    await producing`delete from outbox_pending`;
  }, 40_000);

  it('a consumer that had the aggregate stops there, for an operator', async () => {
    const { log } = await world.producer();
    const aggregate = randomUUID();
    const first = await world.consumer();
    await world.append(log, aggregate, 1);
    await untilEffects(first.sql, aggregate, 1);
    await first.consumption.stop();
    await world.append(log, aggregate, 2, 3);
    await losing(aggregate, 3);
    const { sql } = await world.consumer({ reconcileEveryMs: 200 });
    await world.append(log, aggregate, 4, 5);
    const rows = await waitFor('a lost event', async () => {
      const parked = await sql<{ sequence: number; status: string; reason: string }[]>`
        select sequence::int, status, reason from parked_events where aggregate_id = ${aggregate} order by 1`;
      return parked.some(({ reason }) => reason === 'lost') && parked.length === 2 ? parked : undefined;
    });
    expect(rows).toEqual([
      { sequence: 4, status: 'dead', reason: 'lost' },
      { sequence: 5, status: 'waiting', reason: 'gap' },
    ]);
    expect(await effectsOf(sql, aggregate)).toHaveLength(1);
  }, 30_000);
});

/** Another aggregate of the same partition. */
function neighbourOf(aggregate: string): string {
  for (;;) {
    const candidate = randomUUID();
    if (partitionOf(candidate) === partitionOf(aggregate)) return candidate;
  }
}
