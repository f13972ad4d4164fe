import { randomUUID } from 'node:crypto';
import type { NatsBroker } from '../../../test/support/brokers/nats.js';
import {
  CountedV1,
  effectsOf,
  EngineWorld,
  operatorOf,
  untilEffects,
} from '../../../test/support/engine-world.js';
import { waitFor, numbers } from '../../../test/support/wait-for.js';
import { ConcurrencyConflict } from './event-log/aggregate-change.js';
import { partitionOf, partitionToken } from './partition.js';

let world: EngineWorld<NatsBroker>;

beforeAll(async () => {
  world = await EngineWorld.start();
}, 120_000);

afterEach(() => world.clear(), 30_000);

afterAll(() => world.stop(), 30_000);

describe('the event log', () => {
  it('writes domain events, integration events and the pending list with the work, or nothing at all', async () => {
    const { log, sql } = await world.producer();
    const aggregate = randomUUID();
    await expect(
      log.transaction(async (uow) => {
        uow.append({
          aggregateType: 'Counter',
          aggregateId: aggregate,
          version: 0,
          sequence: 0,
          domainEvents: [{ type: 'Counted', data: {} }],
          integrationEvents: [],
        });
        await uow.sql`select 1 / 0`;
      }),
    ).rejects.toThrow('division by zero');
    expect(await sql`select 1 from event_store where aggregate_id = ${aggregate}`).toHaveLength(0);

    await world.append(log, aggregate, 1, 2, 3);
    const stored = await sql<
      { version: number }[]
    >`select version from event_store where aggregate_id = ${aggregate} order by 1`;
    expect(stored.map((row) => row.version)).toEqual([1, 2, 3]);
    const logged = await sql<
      { body: string }[]
    >`select body from outbox where aggregate_id = ${aggregate} order by sequence`;
    expect(logged.map((row) => (JSON.parse(row.body) as { sequence: string }).sequence)).toEqual([
      '1',
      '2',
      '3',
    ]);
  });

  it('lets one of two writers of a version win, and tells the other', async () => {
    const { log, sql } = await world.producer();
    const aggregateId = randomUUID();
    const write = (): Promise<void> =>
      log.transaction((uow) => {
        uow.append({
          aggregateType: 'Counter',
          aggregateId,
          version: 0,
          sequence: 0,
          domainEvents: [{ type: 'Counted', data: {} }],
          integrationEvents: [],
        });
        return Promise.resolve();
      });
    const outcomes = await Promise.allSettled([write(), write(), write(), write()]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ConcurrencyConflict);
    }
    expect(await sql`select 1 from event_store where aggregate_id = ${aggregateId}`).toHaveLength(1);
  });

  it('can not be rewritten', async () => {
    const { log, sql } = await world.producer();
    await world.append(log, randomUUID(), 1);
    await expect(sql`update event_store set type = 'Other'`).rejects.toThrow('append-only');
    await expect(sql`delete from event_store`).rejects.toThrow('append-only');
  });
});

describe('from commit to effect', () => {
  it('handles each event once, in order per aggregate', async () => {
    const { log } = await world.producer();
    const { sql } = await world.consumer();
    const aggregates = numbers(1, 20).map(() => randomUUID());
    await Promise.all(
      aggregates.map(async (aggregate) => {
        for (const value of numbers(1, 25)) await world.append(log, aggregate, value);
      }),
    );
    for (const aggregate of aggregates) {
      const effects = await untilEffects(sql, aggregate, 25);
      expect(effects.map((effect) => effect.sequence)).toEqual(numbers(1, 25));
    }
  });

  it('publishes a transaction that commits long after younger ones', async () => {
    const { log, sql: producing } = await world.producer();
    const { sql } = await world.consumer();
    const late = randomUUID();
    const early = randomUUID();
    const commit = Promise.withResolvers<undefined>();
    const open = log.transaction(async (uow) => {
      // The statement that takes the positions runs now; the commit comes later.
      const { appendChanges } = await import('./event-log/append.js');
      await appendChanges(uow.sql, '/services/cards', [
        {
          aggregateType: 'Counter',
          aggregateId: late,
          version: 0,
          sequence: 0,
          domainEvents: [],
          integrationEvents: [Object.assign(new CountedV1(), { value: 1 })],
        },
      ]);
      await commit.promise;
    });
    await world.append(log, early, 1);
    await untilEffects(sql, early, 1);
    await waitFor('an empty pending list', async () => {
      const [row] = await producing<{ count: number }[]>`select count(*)::int as count from outbox_pending`;
      return row?.count === 0 ? true : undefined;
    });
    commit.resolve(undefined);
    await open;
    expect(await untilEffects(sql, late, 1)).toHaveLength(1);
  });

  it('skips what the broker delivers twice', async () => {
    const { log, publication } = await world.producer();
    const { sql, registry } = await world.consumer();
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1, 2, 3);
    await untilEffects(sql, aggregate, 3);
    expect(await publication.republish({ aggregateId: aggregate, from: 1, to: 3 })).toBe(3);
    await waitFor('three duplicates', async () => {
      const skipped = await registry.getSingleMetric('commonplace_events_skipped_total')?.get();
      return (
        skipped?.values.some((value) => value.labels['reason'] === 'duplicate' && value.value >= 3) ??
        undefined
      );
    });
    expect(await effectsOf(sql, aggregate)).toHaveLength(3);
  });

  it('goes on with other aggregates while one fails, and keeps the failing one in order', async () => {
    const { log } = await world.producer();
    let failures = 3;
    const { sql } = await world.consumer({
      retry: { attempts: 10, firstDelayMs: 20, maxDelayMs: 50 },
      before: (value) => {
        if (value === 13 && failures > 0) {
          failures -= 1;
          throw new Error('not now');
        }
      },
    });
    const failing = randomUUID();
    const sound = numbers(1, 5).map(() => randomUUID());
    await world.append(log, failing, 12, 13, 14, 15);
    for (const aggregate of sound) await world.append(log, aggregate, 1, 2, 3);
    for (const aggregate of sound) await untilEffects(sql, aggregate, 3);
    const effects = await untilEffects(sql, failing, 4);
    expect(effects.map((effect) => effect.value)).toEqual([12, 13, 14, 15]);
    expect(failures).toBe(0);
    expect(await sql`select 1 from parked_events where aggregate_id = ${failing}`).toHaveLength(0);
  });

  it('gives an event up after its last attempt, and holds what follows it', async () => {
    const { log } = await world.producer();
    const { sql } = await world.consumer({
      retry: { attempts: 2, firstDelayMs: 10, maxDelayMs: 10 },
      before: (value) => {
        if (value === 666) throw new Error('poison');
      },
    });
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1, 666, 2);
    const rows = await waitFor('a dead letter', async () => {
      const parked = await sql<
        { sequence: string; status: string; attempts: number; error: string | null }[]
      >`
        select sequence, status, attempts, error from parked_events where aggregate_id = ${aggregate} order by sequence`;
      return parked.some((row) => row.status === 'dead') && parked.length === 2 ? parked : undefined;
    });
    expect(rows.map((row) => [Number(row.sequence), row.status, row.attempts])).toEqual([
      [2, 'dead', 2],
      [3, 'waiting', 0],
    ]);
    expect(rows[0]?.error).toContain('poison');
    expect((await effectsOf(sql, aggregate)).map((effect) => effect.value)).toEqual([1]);
  });

  it('heals what the broker has lost, from the integration log', async () => {
    const { log } = await world.producer();
    const { manager } = await operatorOf(world);
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1, 2, 3, 4);
    const subject = `${CountedV1.type}.${partitionToken(partitionOf(aggregate))}`;
    const last = await waitFor('four stored messages', async () => {
      const message = await manager.streams
        .getMessage('EVENTS', { last_by_subj: subject })
        .catch(() => undefined);
      return message !== undefined && message.json<{ sequence: string }>().sequence === '4'
        ? message.seq
        : undefined;
    });
    // Two acknowledged messages vanish before anybody has read them.
    for (const sequence of [last - 2, last - 1]) await manager.streams.deleteMessage('EVENTS', sequence);
    const { sql } = await world.consumer();
    const effects = await untilEffects(sql, aggregate, 4);
    expect(effects.map((effect) => effect.sequence)).toEqual([1, 2, 3, 4]);
  }, 40_000);

  it('keeps what this version does not understand for the next one', async () => {
    const { log } = await world.producer();
    class CountedV2 {
      static readonly type = 'events.cards.counted.v2';
      value!: number;
    }
    const old = await world.consumer({ serviceVersion: 'old' });
    const unknown = randomUUID();
    const invalid = randomUUID();
    const append = (aggregateId: string, event: object): Promise<void> =>
      log.transaction((uow) => {
        uow.append({
          aggregateType: 'Counter',
          aggregateId,
          version: 0,
          sequence: 0,
          domainEvents: [],
          integrationEvents: [event],
        });
        return Promise.resolve();
      });
    await append(unknown, Object.assign(new CountedV2(), { value: 2 }));
    await append(invalid, Object.assign(new CountedV1(), { value: 'three' }));
    const parked = await waitFor('two refused events', async () => {
      const rows = await old.sql<{ reason: string; error: string }[]>`
        select reason, error from parked_events where aggregate_id in (${unknown}, ${invalid}) order by reason`;
      return rows.length === 2 ? rows : undefined;
    });
    expect(parked.map((row) => row.reason)).toEqual(['invalid', 'unknown-version']);
    expect(parked[0]?.error).toContain('value must be an integer');
    await old.consumption.stop();

    const handlers = new Map([
      [CountedV1.type, world.effectHandler()],
      [CountedV2.type, { ...world.effectHandler(), contract: CountedV1 }],
    ]);
    const { sql } = await world.consumer({
      serviceVersion: 'new',
      handlers,
      knownTypes: [CountedV1.type, CountedV2.type],
    });
    expect((await untilEffects(sql, unknown, 1))[0]?.value).toBe(2);
  });
});

describe('an event that the broker refuses', () => {
  it('holds up its own aggregate only, and is offered again from time to time', async () => {
    const { log, sql: producing, publication } = await world.producer();
    const { sql } = await world.consumer();
    const refused = randomUUID();
    await world.append(log, refused, 1, 2);
    await untilEffects(sql, refused, 2);
    // Larger than nats-server takes.
    await producing`update outbox set body = repeat('x', 2 * 1024 * 1024) where aggregate_id = ${refused}`;
    await producing`
      insert into outbox_pending (position, day, partition)
      select position, day, partition from outbox where aggregate_id = ${refused}`;
    publication.afterCommit(new Set([partitionOf(refused)]));
    const others = numbers(1, 40).map(() => randomUUID());
    for (const other of others) await world.append(log, other, 1);
    for (const other of others) await untilEffects(sql, other, 1);
    expect(await producing`select 1 from outbox_pending`).toHaveLength(2);
    await producing`update outbox set body = '{}' where aggregate_id = ${refused}`;
    await waitFor('it to be published', async () =>
      (await producing`select 1 from outbox_pending`).length === 0 ? true : undefined,
    );
  }, 60_000);
});
