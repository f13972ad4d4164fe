import { randomUUID } from 'node:crypto';
import { numbers } from '../../support/wait-for.js';
import { waitFor } from '../support/waiting.js';
import { type Features, expectOnceInOrder } from '../support/case-world.js';
import { outgoing, publishInOrder } from '../support/events.js';

const POISON = 666;

export const parking: Features<'dead-letter' | 'duplicate-ids' | 'back-off'> = {
  'dead-letter': async (world) => {
    const { keys, behind } = world.sizes;
    const consumer = await world.durable();
    const { log, sql, publication } = await world.producer();
    let isPoisonous = true;
    const start = (): ReturnType<typeof world.consumer> =>
      world.consumer({
        consumer,
        retry: { attempts: 2, firstDelayMs: 10, maxDelayMs: 10 },
        before: (value) => {
          if (value !== POISON || !isPoisonous) return;
          world.tally.fault('failed');
          throw new Error('poison');
        },
      });
    const first = await start();
    const aggregates = numbers(1, keys).map(() => randomUUID());
    const values = [1, POISON, ...numbers(2, behind + 1)];
    for (const aggregate of aggregates) await world.session.append(log, aggregate, ...values);
    const parked = (): Promise<{ aggregate: string; sequence: number; status: string }[]> => sql`
      select aggregate_id as aggregate, sequence::int, status from feeds.parked_events
      where consumer = ${consumer} order by aggregate_id, sequence`;
    const expected = [...aggregates].sort().flatMap((aggregate) =>
      numbers(2, behind + 2).map((sequence) => ({
        aggregate,
        sequence,
        status: sequence === 2 ? 'dead' : 'waiting',
      })),
    );
    await waitFor('every poisoned event dead, and what follows behind it', async () => {
      const rows = await parked();
      return rows.length === expected.length && rows.filter(({ status }) => status === 'dead').length === keys
        ? true
        : undefined;
    });
    // Neither another copy of it nor a restart of the service makes a second dead letter, or another attempt.
    const failures = world.tally.faultCount;
    for (const aggregateId of aggregates)
      await publication.republish({ aggregateId, from: 1, to: behind + 2 });
    await waitFor('every copy', () =>
      world.tally.counts.duplicates >= keys * (behind + 2) ? true : undefined,
    );
    await first.consumption.stop();
    const marker = randomUUID();
    const { consumption } = await start();
    await world.session.append(log, marker, 1);
    await world.untilEffects(sql, consumer, keys + 1);
    expect((await parked()).map((row) => ({ ...row }))).toEqual(expected);
    expect(world.tally.faultCount).toBe(failures);

    isPoisonous = false;
    const administration = await world.administration(consumer, { publication, consumption });
    expect(await administration.redrive.retryAll({}, { operator: 'conformance' })).toBe(keys);
    const effects = await world.untilEffects(sql, consumer, keys * values.length + 1);
    expectOnceInOrder(
      effects.filter(({ aggregate }) => aggregate !== marker),
      aggregates,
      values.length,
    );
    await waitFor('an empty parking', async () => ((await parked()).length === 0 ? true : undefined));
  },

  /** The second copies are marked as republished: brokers that know ids store them all the same. */
  'duplicate-ids': async (world) => {
    const { keys } = world.sizes;
    const consumer = await world.durable();
    const transport = await world.transport();
    const events = outgoing(keys * 2, keys);
    const again = events.map((event) => ({ ...event, republish: true }));
    // Before anybody reads: an event and its copy come in one batch.
    expect(await publishInOrder(transport, events)).toEqual([]);
    expect(await publishInOrder(transport, again)).toEqual([]);
    const { sql } = await world.consumer({ consumer });
    await world.untilEffects(sql, consumer, events.length);
    // And long after: in a batch of its own.
    expect(await publishInOrder(transport, again)).toEqual([]);
    world.tally.fault('published again', 2 * events.length);
    await waitFor('every copy', () =>
      world.tally.counts.duplicates >= 2 * events.length ? true : undefined,
    );
    const more = outgoing(keys, keys);
    expect(await publishInOrder(transport, more)).toEqual([]);
    const effects = await world.untilEffects(sql, consumer, events.length + keys);
    const known = new Set(events.map(({ aggregateId }) => aggregateId));
    expectOnceInOrder(
      effects.filter(({ aggregate }) => known.has(aggregate)),
      [...known],
      2,
    );
    expect(effects).toHaveLength(events.length + keys);
  },

  'back-off': async (world) => {
    const { sizes: policy } = world;
    const consumer = await world.durable();
    const failedAt: number[] = [];
    const { log } = await world.producer();
    const { sql } = await world.consumer({
      consumer,
      retry: policy,
      before: (value) => {
        if (value !== POISON) return;
        failedAt.push(performance.now());
        world.tally.fault('failed');
        throw new Error('poison');
      },
    });
    const aggregate = randomUUID();
    await world.session.append(log, aggregate, 1);
    await world.untilEffects(sql, consumer, 1);
    await world.session.append(log, aggregate, POISON);
    /** How far ahead of the database's clock the next attempt was seen, by attempts made. */
    const ahead = new Map<number, number>();
    const isDead = async (): Promise<true | undefined> => {
      const [row] = await sql<{ attempts: number; status: string; ahead: number }[]>`
        select attempts, status, extract(epoch from next_attempt_at - clock_timestamp())::float8 * 1000 as ahead
        from feeds.parked_events where consumer = ${consumer}`;
      if (row !== undefined) ahead.set(row.attempts, Math.max(ahead.get(row.attempts) ?? 0, row.ahead));
      return row?.status === 'dead' ? true : undefined;
    };
    await waitFor('a dead letter', isDead, 30_000 + policy.attempts * policy.maxDelayMs);
    expect(failedAt).toHaveLength(policy.attempts);
    for (const attempt of numbers(1, policy.attempts - 1)) {
      const waited = (failedAt[attempt] ?? 0) - (failedAt[attempt - 1] ?? 0);
      // Reckoned here and not by the engine: doubled each time, capped, and jitter above the half.
      const longest = Math.min(policy.firstDelayMs * 2 ** (attempt - 1), policy.maxDelayMs);
      expect(waited).toBeGreaterThanOrEqual(longest / 2);
      expect(ahead.get(attempt) ?? 0).toBeLessThanOrEqual(longest);
    }
    expect((await world.effects(sql, consumer)).map(({ value }) => value)).toEqual([1]);
  },
};
