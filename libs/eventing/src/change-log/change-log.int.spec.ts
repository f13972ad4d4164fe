import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import type { Sql } from 'postgres';
import { EngineWorld } from '../../../../test/support/engine-world.js';
import type { EventLog } from '../event-log/event-log.js';
import { ChangeLog, isNews, type NumberedChange, recordChanges } from './change-log.js';

let world: EngineWorld;
let sql: Sql;
let log: EventLog;
let changes: ChangeLog;

beforeAll(async () => {
  world = await EngineWorld.start();
  ({ sql, log } = await world.producer());
  changes = new ChangeLog(sql);
});

afterAll(() => world.stop());

const change = (subject: string) => ({ kind: 'thing', subject, keys: ['key'] });

const commit = (...subjects: string[]): Promise<void> =>
  log.transaction(({ sql: tx }) => recordChanges(tx, subjects.map(change)));

/** A transaction that has recorded its changes, and is open until it is told to commit, or fails. */
async function open(
  subjects: readonly string[],
): Promise<{ commit(): Promise<void>; fail(): Promise<void> }> {
  const { promise: end, resolve, reject } = Promise.withResolvers<undefined>();
  const { promise: recorded, resolve: hasRecorded } = Promise.withResolvers<undefined>();
  const over = log.transaction(async ({ sql: tx }) => {
    await recordChanges(tx, subjects.map(change));
    hasRecorded(undefined);
    await end;
  });
  await recorded;
  return {
    commit: () => {
      resolve(undefined);
      return over;
    },
    fail: async () => {
      reject(new Error('rolled back'));
      await over.catch(() => undefined);
    },
  };
}

/** All that follows a position, in pages of so many. */
async function readFrom(after: number, limit = 1_000): Promise<NumberedChange[]> {
  const page = await changes.read(after, limit);
  if (page === undefined) throw new Error(`The log does not know ${String(after)}`);
  return page.changes.length === 0 ? [] : [...page.changes, ...(await readFrom(page.upTo, limit))];
}

describe('the change log', () => {
  it('has what was committed, in the order of the commits, and nothing that was not', async () => {
    const start = await changes.last();
    const [slow, failed] = [await open(['slow']), await open(['failed'])];
    await commit('quick', 'quick too');
    await changes.number();
    const seen = await readFrom(start);
    expect(seen.map(({ subject }) => subject)).toEqual(['quick', 'quick too']);
    await failed.fail();
    await slow.commit();
    await changes.number();
    expect(await readFrom(seen.at(-1)!.position)).toEqual([
      { kind: 'thing', subject: 'slow', keys: ['key'], position: start + 3 },
    ]);
  });

  it('gives its readers everything once, from wherever they go on, in whatever order transactions end', async () => {
    const transactions = fc.array(
      fc.record({
        rows: fc.integer({ min: 1, max: 4 }),
        end: fc.double({ noNaN: true }),
        fails: fc.boolean(),
      }),
      { minLength: 2, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(transactions, fc.integer({ min: 1, max: 3 }), async (plan, pageSize) => {
        const start = await changes.last();
        const opened = await Promise.all(
          plan.map(async ({ rows, end, fails }, index) => {
            const subjects = Array.from({ length: rows }, (_, row) => `${String(index)}/${String(row)}`);
            return { subjects, end, fails, transaction: await open(subjects) };
          }),
        );
        // Replicas give places and follow the log while transactions end in another order than they began.
        const replica = new ChangeLog(sql);
        const followed: NumberedChange[] = [];
        const seenAt = [start];
        for (const { transaction, fails } of opened.toSorted((a, b) => a.end - b.end)) {
          await Promise.all([
            fails ? transaction.fail() : transaction.commit(),
            changes.number(),
            replica.number(),
          ]);
          followed.push(...(await readFrom(followed.at(-1)?.position ?? start, pageSize)));
          seenAt.push(followed.at(-1)?.position ?? start);
        }
        await changes.number();
        followed.push(...(await readFrom(followed.at(-1)?.position ?? start, pageSize)));
        const committed = opened.flatMap(({ subjects, fails }) => (fails ? [] : subjects));
        expect(followed.map(({ subject }) => subject).sort()).toEqual(committed.sort());
        for (const position of seenAt) {
          expect(await readFrom(position, pageSize)).toEqual(
            followed.filter((each) => each.position > position),
          );
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('says when it no longer has what follows a position, or never gave it', async () => {
    const start = await changes.last();
    await commit('old');
    await changes.number();
    await sql`update change_log set numbered_at = numbered_at - interval '1 hour'`;
    await commit('new');
    await changes.number();
    await changes.forget(1_800_000);
    expect(await changes.read(start, 10)).toBeUndefined();
    expect(await readFrom(start + 1)).toMatchObject([{ subject: 'new' }]);
    expect(await changes.read(start + 3, 10)).toBeUndefined();
    expect(await sql`select subject from change_log`).toEqual([{ subject: 'new' }]);
  });

  it('is not held up by a transaction that stays open', async () => {
    const start = await changes.last();
    const idle = await open(['idle']);
    await commit('live');
    const numbered = changes.number().then(() => 'numbered');
    expect(await Promise.race([numbered, delay(5_000, 'waits', { ref: false })])).toBe('numbered');
    expect(await readFrom(start)).toMatchObject([{ subject: 'live' }]);
    await idle.commit();
  });
});

describe('what happened', () => {
  it.each([
    ['an hour ago', '2026-01-01T11:00:00.000Z', true],
    ['before that', '2026-01-01T10:59:59.999Z', false],
    ['by a clock that is ahead', '2026-01-01T12:00:30.000Z', true],
  ])('%s: %s is news: %s', (_, happenedAt, expected) => {
    expect(isNews(happenedAt, Date.parse('2026-01-01T12:00:00.000Z'))).toBe(expected);
  });
});
