import type { Sql } from 'postgres';
import { ALL_PARTITIONS } from '#eventing';
import { described, type Figure, figure, interleave, spread } from './figures.ts';
import { storedEvents } from './workload/cards.ts';
import { storeInBroker } from './workload/outbox.ts';
import { consumeByHand } from './raw/by-hand.ts';
import { type BenchOptions, rateOf, until } from './run.ts';
import { onEachWorld, type World } from './world.ts';

const EVENTS = 40_000;
const QUICK_EVENTS = 4_000;
/** The stated bound on a RAM disk with two cores, for JetStream. */
const BOUND = 10_000;

/** What lies in the broker until its effects are committed: batches, cursors, one projection row an event. */
export function consumeBench(options: BenchOptions): Promise<Figure[]> {
  return onEachWorld(options, measure);
}

async function measure(world: World, options: BenchOptions): Promise<Figure[]> {
  const { transport } = world;
  const runs = await consumptions(world, options);
  const rates = await interleave(options.pairs, runs);
  options.say(`  ${transport}: inbox ${described(rates.inbox)}, by hand ${described(rates.byHand)} events/s`);
  const value = spread(rates.inbox).median;
  const common = { transport, unit: 'events/s', value };
  return [
    figure({
      ...common,
      bench: 'consume to committed row, limit: loop by hand',
      limit: spread(rates.byHand).median,
    }),
    ...(transport === 'nats' && options.profile === 'ram'
      ? [figure({ ...common, bench: 'consume to committed row, limit: the stated bound', limit: BOUND })]
      : []),
  ];
}

/**
 * Ways to consume a broker's backlog once: each makes it anew, and gives events a second, from the start of the
 * consumer (leases, lanes and subscriptions are in it) to the last commit.
 */
export async function consumptions(
  world: World,
  options: BenchOptions,
  { keep = false }: { keep?: boolean } = {},
): Promise<{ inbox: () => Promise<number>; byHand: () => Promise<number> }> {
  const total = options.quick ? QUICK_EVENTS : EVENTS;
  const sql = world.pool('feeds', 5);
  const transport = await world.connect('feeds');
  const startConsumer = world.consumer(transport);
  const fill = async (): Promise<void> => {
    // Acknowledgements are not waited for: those of the round before may still be on their way.
    await until('every acknowledgement', async () => (await transport.lag('feeds', ALL_PARTITIONS)) === 0);
    if (!keep) await world.raw.empty();
    await sql`truncate bench_feed`;
    if (!keep) await sql`truncate inbox_cursors`;
    await storeInBroker(world.raw.publish, storedEvents(total));
    await sql`analyze bench_feed, inbox_cursors`;
  };
  const allCommitted = (handled: () => number): Promise<void> =>
    until('every row', async () => handled() >= total && (await rowsOf(sql)) >= total);
  return {
    async inbox() {
      await fill();
      let stop = (): Promise<void> => Promise.resolve();
      const rate = await rateOf(options, 'inbox', total, async () => {
        const consumer = await startConsumer();
        stop = consumer.stop;
        await allCommitted(consumer.handled);
      });
      await until('every acknowledgement', async () => (await transport.lag('feeds', ALL_PARTITIONS)) === 0);
      await stop();
      return rate;
    },
    async byHand() {
      await fill();
      let handled = 0;
      let stop = (): Promise<unknown> => Promise.resolve();
      const rate = await rateOf(options, 'loop by hand', total, async () => {
        const reader = await world.raw.read();
        const ended = consumeByHand(sql, reader, (count) => {
          handled += count;
        });
        stop = async () => Promise.all([reader.stop(), ended]);
        await allCommitted(() => handled);
      });
      await stop();
      return rate;
    },
  };
}

async function rowsOf(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from bench_feed`;
  return row?.count ?? 0;
}
