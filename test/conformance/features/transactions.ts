import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { appendChanges } from '../../../libs/eventing/src/event-log/append.js';
import { EventLog } from '../../../libs/eventing/src/event-log/event-log.js';
import { counted } from '../../support/engine-session.js';
import { numbers } from '../../support/wait-for.js';
import { waitFor } from '../support/waiting.js';
import { type Features, expectOnceInOrder } from '../support/case-world.js';

export const transactions: Features<'late-commit' | 'long-transaction'> = {
  'late-commit': async (world) => {
    const { late: lateCount, early: earlyCount } = world.sizes;
    const consumer = await world.durable();
    const { log, sql } = await world.producer();
    await world.consumer({ consumer });
    const late = numbers(1, lateCount).map(() => randomUUID());
    const commit = Promise.withResolvers<undefined>();
    world.session.onClear(async () => {
      commit.resolve(undefined);
    });
    const written: Promise<unknown>[] = [];
    // With connections of their own: those of the others are not to be used up by what is held open.
    const slow = new EventLog(world.session.transactions('cards'), '/services/cards', () => undefined);
    const open = late.map((aggregateId) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      written.push(promise);
      return slow.transaction(async (uow) => {
        // The places in the log are taken now; the commit comes when everybody else's is long published.
        await appendChanges(uow.sql, '/services/cards', [
          {
            aggregateType: 'Counter',
            aggregateId,
            version: 0,
            sequence: 0,
            domainEvents: [],
            integrationEvents: [counted(1)],
          },
        ]);
        resolve(undefined);
        await commit.promise;
      });
    });
    await Promise.all(written);
    world.tally.fault('transactions held open', lateCount);
    const early = numbers(1, earlyCount).map(() => randomUUID());
    for (const aggregate of early) await world.session.append(log, aggregate, 1);
    const before = await world.untilEffects(sql, consumer, earlyCount);
    expectOnceInOrder(before, early, 1);
    await waitFor('an empty pending list', async () =>
      (await sql`select 1 from outbox_pending limit 1`).length === 0 ? true : undefined,
    );
    commit.resolve(undefined);
    await Promise.all(open);
    const effects = await world.untilEffects(sql, consumer, earlyCount + lateCount);
    expectOnceInOrder(effects, [...early, ...late], 1);
  },

  'long-transaction': async (world) => {
    const { keys } = world.sizes;
    const consumer = await world.durable();
    const { log, sql } = await world.producer();
    await world.consumer({ consumer });
    const elsewhere = new URL(world.databaseUrl);
    elsewhere.pathname = '/unrelated';
    const exists = await sql`select 1 from pg_database where datname = 'unrelated'`;
    if (exists.length === 0) await sql.unsafe('create database unrelated');
    for (const url of [world.databaseUrl, elsewhere.href]) {
      const other = postgres(url, { max: 1, onnotice: () => undefined });
      await other.unsafe('begin isolation level repeatable read');
      // It has an id and a snapshot: what any horizon of the cluster would wait for.
      await other`select pg_current_xact_id(), count(*) from pg_class`;
      world.session.onClear(() => other.end({ timeout: 1 }));
      world.tally.fault('transactions held open');
    }
    const aggregates = numbers(1, keys).map(() => randomUUID());
    for (const aggregate of aggregates) await world.session.append(log, aggregate, 1);
    expectOnceInOrder(await world.untilEffects(sql, consumer, keys), aggregates, 1);
    // And they were open all the time.
    const open = await sql`
      select 1 from pg_stat_activity where state = 'idle in transaction' and backend_xid is not null`;
    expect(open).toHaveLength(2);
  },
};
