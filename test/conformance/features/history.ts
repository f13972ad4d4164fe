import { randomUUID } from 'node:crypto';
import { numbers } from '../../support/wait-for.js';
import { waitFor } from '../support/waiting.js';
import { type Features, expectOnceInOrder } from '../support/case-world.js';

export const history: Features<'late-subscriber' | 'reconnect'> = {
  'late-subscriber': async (world) => {
    const { keys, eventsEach } = world.sizes;
    const { log, publication } = await world.producer();
    const early = await world.durable();
    const { sql } = await world.consumer({ consumer: early });
    const aggregates = numbers(1, keys).map(() => randomUUID());
    await Promise.all(
      aggregates.map(async (aggregate) => {
        for (const value of numbers(1, eventsEach)) await world.session.append(log, aggregate, value);
      }),
    );
    expectOnceInOrder(await world.untilEffects(sql, early, keys * eventsEach), aggregates, eventsEach);

    const late = await world.durable(world.broker.keepsHistory ? 'first' : 'new');
    await world.consumer({ consumer: late });
    if (!world.broker.keepsHistory) {
      for (const aggregateId of aggregates)
        await publication.republish({ aggregateId, from: 1, to: eventsEach });
    }
    // The broker's history is longer than this case.
    const ofThisCase = async (): Promise<boolean> => {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int as count from feeds.effects
        where consumer = ${late} and aggregate = any(${aggregates})`;
      return (row?.count ?? 0) >= keys * eventsEach;
    };
    await waitFor('the history', async () => ((await ofThisCase()) ? true : undefined));
    const known = new Set<string>(aggregates);
    const effects = (await world.effects(sql, late)).filter(({ aggregate }) => known.has(aggregate));
    expectOnceInOrder(effects, aggregates, eventsEach);
  },

  reconnect: async (world) => {
    const { events: count, keys } = world.sizes;
    const { log } = await world.producer();
    const consumer = await world.durable();
    const { sql } = await world.consumer({ consumer });
    const aggregates = numbers(1, keys).map(() => randomUUID());
    const each = count / keys;
    const [third, half] = [Math.floor(each / 3), Math.floor(each / 2)];
    const write = (from: number, to: number): Promise<unknown> =>
      Promise.all(
        aggregates.map(async (aggregate) => {
          for (const value of numbers(from, to)) await world.session.append(log, aggregate, value);
        }),
      );
    // The broker goes away under a relay and lanes at work, and is away while more is written.
    let writing = write(1, third);
    await world.untilEffects(sql, consumer, keys);
    for (const [fault, from, to] of [
      ['broker restarted', third + 1, half],
      ['broker killed', half + 1, each],
    ] as const) {
      await writing;
      writing = write(from, to);
      await (fault === 'broker killed' ? world.broker.kill() : world.broker.stop());
      world.tally.fault(fault);
      await writing;
      await world.broker.start();
      await world.untilEffects(sql, consumer, keys * (from - 1) + 1, 120_000);
    }
    const effects = await world.untilEffects(sql, consumer, count, 240_000);
    expectOnceInOrder(effects, aggregates, each);
  },
};
