import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Sql } from 'postgres';
import { CountedV1, EngineWorld, effectsOf, untilEffects } from '../../../../test/support/engine-world.js';
import { numbers, waitFor } from '../../../../test/support/wait-for.js';
import { PermanentError, type RetryPolicy } from './retry-policy.js';

interface Attempt {
  status: string;
  reason: string;
  attempts: number;
  total: number;
  /** Milliseconds from the failure to the next attempt, as the table says. */
  delay: number;
  /** Milliseconds that the attempt came after it was due; null for the first. */
  late: number | null;
}

let world: EngineWorld;

beforeAll(async () => {
  world = await EngineWorld.start();
  // What the table said after each attempt, in its own times.
  await world.pool('feeds').unsafe(`
    create table attempts (position bigserial, event_id uuid, status text, reason text, attempts int, total_attempts int,
      failed_at timestamptz, next_attempt_at timestamptz);
    create function record_attempt() returns trigger language plpgsql as $$
    begin
      insert into attempts (event_id, status, reason, attempts, total_attempts, failed_at, next_attempt_at)
      values (new.event_id, new.status, new.reason, new.attempts, new.total_attempts, new.failed_at, new.next_attempt_at);
      return null;
    end $$;
    create trigger record_attempt after insert or update on parked_events
      for each row when (new.failed_at is not null) execute function record_attempt();`);
}, 120_000);

afterEach(() => world.clear(), 30_000);

afterAll(() => world.stop(), 30_000);

function attemptsAt(sql: Sql, aggregate: string): Promise<Attempt[]> {
  return sql<Attempt[]>`
    select a.status, a.reason, a.attempts, a.total_attempts as total,
      extract(epoch from a.next_attempt_at - a.failed_at)::float8 * 1000 as delay,
      extract(epoch from a.failed_at - lag(a.next_attempt_at) over (order by a.position))::float8 * 1000 as late
    from attempts a join cards.outbox o on o.event_id = a.event_id
    where o.aggregate_id = ${aggregate} order by a.position`;
}

const handlerOf = (retry: Partial<RetryPolicy>, before: (value: number) => void) =>
  new Map([[CountedV1.type, { ...world.effectHandler(before), retry }]]);

describe('a handler that says itself when it is tried again', () => {
  it('is tried at the times of its own policy, and no earlier', async () => {
    const { log } = await world.producer();
    let failures = 5;
    const { sql } = await world.consumer({
      retry: { attempts: 1, firstDelayMs: 60_000, maxDelayMs: 60_000 },
      handlers: handlerOf({ attempts: 10, firstDelayMs: 40, maxDelayMs: 200 }, () => {
        if (failures-- > 0) throw new Error('not yet');
      }),
    });
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1);
    await untilEffects(sql, aggregate, 1);
    const attempts = await attemptsAt(sql, aggregate);
    expect(attempts.map((each) => [each.attempts, each.total])).toEqual(numbers(1, 5).map((n) => [n, n]));
    for (const [index, full] of [40, 80, 160, 200, 200].entries()) {
      const { delay, late } = attempts[index] as Attempt;
      expect(delay).toBeGreaterThanOrEqual(full / 2 - 0.5);
      expect(delay).toBeLessThanOrEqual(full + 0.5);
      if (late !== null) expect(late).toBeGreaterThanOrEqual(0);
    }
  });

  it('is given up after its own number of attempts, with what is left out as the consumer has it', async () => {
    const { log } = await world.producer();
    const { sql } = await world.consumer({
      retry: { attempts: 50, firstDelayMs: 10, maxDelayMs: 20 },
      handlers: handlerOf({ attempts: 3 }, () => {
        throw new Error('never');
      }),
    });
    const aggregate = randomUUID();
    await world.append(log, aggregate, 1);
    const attempts = await waitFor('a dead letter', async () => {
      const all = await attemptsAt(sql, aggregate);
      return all.at(-1)?.status === 'dead' ? all : undefined;
    });
    expect(attempts.map((each) => each.status)).toEqual(['retrying', 'retrying', 'dead']);
    expect(Math.max(...attempts.map((each) => each.delay))).toBeLessThanOrEqual(20.5);
  });
});

describe('a failure that is permanent by the word of its handler', () => {
  it('is not tried again', async () => {
    const { log } = await world.producer();
    let calls = 0;
    const { sql } = await world.consumer({
      handlers: handlerOf({}, (value) => {
        if (value !== 13) return;
        calls += 1;
        throw new PermanentError('thirteen has no place here');
      }),
    });
    const [aggregate, other] = [randomUUID(), randomUUID()];
    await world.append(log, aggregate, 13, 14);
    await world.append(log, other, 1);
    const [attempt, ...more] = await waitFor('a dead letter', async () => {
      const all = await attemptsAt(sql, aggregate);
      return all.length > 0 ? all : undefined;
    });
    expect(attempt).toMatchObject({ status: 'dead', reason: 'permanent', attempts: 1 });
    expect(more).toEqual([]);
    await untilEffects(sql, other, 1);
    expect(await effectsOf(sql, aggregate)).toEqual([]);
    // Once: a batch of several is tried as a whole, then one by one.
    expect(calls).toBeLessThanOrEqual(3);
  });
});

describe('a failure that looks as if the database were away', () => {
  it('is an attempt like any other when it is about something else', async () => {
    const { log } = await world.producer();
    const refusing = createServer().listen(0, '127.0.0.1');
    await once(refusing, 'listening');
    const { port } = refusing.address() as AddressInfo;
    await new Promise((resolve) => refusing.close(resolve));
    const slow = world.pool('feeds', { statement_timeout: '300ms' });
    const failures = new Map<number, () => Promise<unknown>>([
      // Nobody listens there any more.
      [1, () => fetch(`http://127.0.0.1:${String(port)}`)],
      [2, async () => slow`select pg_sleep(10)`],
    ]);
    const { sql } = await world.consumer({
      retry: { attempts: 2, firstDelayMs: 10, maxDelayMs: 20 },
      before: async (value) => {
        await failures.get(value)?.();
      },
    });
    const [refused, canceled, other] = [randomUUID(), randomUUID(), randomUUID()];
    await Promise.all([
      world.append(log, refused, 1),
      world.append(log, canceled, 2),
      world.append(log, other, 3, 4),
    ]);
    await untilEffects(sql, other, 2);
    for (const aggregate of [refused, canceled]) {
      const attempts = await waitFor('a dead letter', async () => {
        const all = await attemptsAt(sql, aggregate);
        return all.at(-1)?.status === 'dead' ? all : undefined;
      });
      expect(attempts.map((each) => each.attempts)).toEqual([1, 2]);
    }
  });
});
