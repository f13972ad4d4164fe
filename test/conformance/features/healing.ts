import { randomUUID } from 'node:crypto';
import { type Effect } from '../../support/engine-session.js';
import { numbers } from '../../support/wait-for.js';
import { waitFor } from '../support/waiting.js';
import { type CaseWorld, type Features, expectOnceInOrder } from '../support/case-world.js';

export const healing: Features<'replay' | 'lost-in-the-middle' | 'lost-last'> = {
  /**
   * A projection is put back to where it was, cursors and rows, and brought up to date again: once from each
   * aggregate's sequence, once from a time, out of the producer's log. The rows are the same then, their surrogate keys
   * aside.
   */
  replay: async (world) => {
    const { keys, before, after } = world.sizes;
    const { log, sql, publication } = await world.producer();
    const original = await world.durable();
    await world.consumer({ consumer: original });
    const aggregates = numbers(1, keys).map(() => randomUUID());
    const write = (from: number, to: number): Promise<unknown> =>
      Promise.all(
        aggregates.map(async (aggregate, index) => {
          for (const value of numbers(from, to))
            await world.session.append(log, aggregate, value * 1_000 + index);
        }),
      );
    await write(1, before);
    await world.untilEffects(sql, original, keys * before);
    const [mark] = await sql<{ time: Date }[]>`select clock_timestamp() as time`;
    await write(before + 1, before + after);
    const whole = canonical(await world.untilEffects(sql, original, keys * (before + after)));

    const putBack = async (): Promise<string> => {
      const consumer = await world.durable();
      await sql`
        insert into feeds.inbox_cursors (consumer, generation, source, aggregate_id, sequence, previous)
        select ${consumer}, generation, source, aggregate_id, ${before}, 0
        from feeds.inbox_cursors where consumer = ${original}`;
      await sql`
        insert into feeds.effects (consumer, aggregate, sequence, value)
        select ${consumer}, aggregate, sequence, value from feeds.effects
        where consumer = ${original} and sequence <= ${before}`;
      await world.consumer({ consumer, replica: consumer });
      return consumer;
    };
    const fromSequence = await putBack();
    for (const aggregateId of aggregates) {
      await publication.republish({ aggregateId, from: before + 1, to: before + after });
    }
    expect(canonical(await world.untilEffects(sql, fromSequence, whole.length))).toEqual(whole);

    const fromTime = await putBack();
    const ranges = await sql<{ aggregateId: string; from: number; to: number }[]>`
      select aggregate_id as "aggregateId", min(sequence)::int as from, max(sequence)::int as to
      from outbox where created_at >= ${mark?.time ?? ''} group by 1`;
    expect(ranges).toHaveLength(keys);
    for (const range of ranges) await publication.republish(range);
    expect(canonical(await world.untilEffects(sql, fromTime, whole.length))).toEqual(whole);
  },

  'lost-in-the-middle': async (world) => {
    await losing(world, ({ eventsEach }) => [[1, eventsEach], 'loss', [eventsEach + 1, eventsEach + 1]]);
  },

  'lost-last': async (world) => {
    await losing(world, ({ eventsEach }) => [[1, eventsEach], [eventsEach + 1, eventsEach + 1], 'loss'], 300);
  },
};

type LossWorld = CaseWorld<Readonly<Record<'keys' | 'eventsEach', number>>>;
/** Values to append to each aggregate, or as many stored events lost as there are aggregates. */
type Step = readonly [from: number, to: number] | 'loss';

/** Events are published and some of them lost before anybody reads; then a consumer comes, and gets all of them. */
async function losing(
  world: LossWorld,
  steps: (sizes: LossWorld['sizes']) => readonly Step[],
  reconcileEveryMs?: number,
): Promise<void> {
  const { keys, eventsEach } = world.sizes;
  const consumer = await world.durable();
  const { log, sql } = await world.producer();
  // The log begins here: the consumer is not to be given what other cases wrote.
  await sql`truncate outbox, outbox_pending`;
  const aggregates = numbers(1, keys).map(() => randomUUID());
  for (const step of steps(world.sizes)) {
    if (step === 'loss') world.tally.fault('events lost', await world.broker.lose(keys));
    else {
      for (const aggregate of aggregates) await world.session.append(log, aggregate, ...numbers(...step));
      await waitFor('an empty pending list', async () =>
        (await sql`select 1 from outbox_pending limit 1`).length === 0 ? true : undefined,
      );
    }
  }
  expect(world.tally.faultCount).toBe(keys);
  await world.consumer({ consumer, ...(reconcileEveryMs === undefined ? {} : { reconcileEveryMs }) });
  const effects = await world.untilEffects(sql, consumer, keys * (eventsEach + 1));
  expectOnceInOrder(effects, aggregates, eventsEach + 1);
  expect(world.tally.counts.gapsHealed).toBeGreaterThan(0);
}

/** The rows in an order that does not depend on when each was written. */
function canonical(effects: readonly Effect[]): string[] {
  return effects
    .map(({ aggregate, sequence, value }) => `${aggregate} ${String(sequence)} ${String(value)}`)
    .sort();
}
