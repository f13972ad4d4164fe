import type { Sql } from 'postgres';
import { ALL_PARTITIONS } from '#eventing';
import { commands } from './command.ts';
import { consumptions } from './consume.ts';
import { described, type Figure, figure, interleave, spread } from './figures.ts';
import { EVENT_TYPE, storedEvents } from './workload/cards.ts';
import { storeInBroker } from './workload/outbox.ts';
import { relayDrains } from './relay.ts';
import { type BenchOptions, inFolder, until } from './run.ts';
import { World } from './world.ts';

const SIZES = [10_000, 100_000, 1_000_000];
const QUICK_SIZES = [1_000, 10_000];
const PER_CARD = 4;
const CHUNK = 20_000;

/**
 * The same figures with ever more events stored: in event store, outbox, cursors and broker. A world of each size stands
 * beside the others, and they are measured in turns; the limit is what the smallest gives.
 */
export async function growthBench(options: BenchOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const transport of options.transports) {
    await inFolder(options, async (folder) => {
      const worlds: { size: number; world: World }[] = [];
      try {
        for (const size of options.quick ? QUICK_SIZES : SIZES) {
          const world = await World.start(options, `${folder}/${String(size)}`, transport);
          worlds.push({ size, world });
          options.say(`  ${transport}: storing ${size.toLocaleString('en')} events`);
          await fill(world, size);
        }
        for (const what of WHAT) figures.push(...(await measure(what, worlds, options)));
      } finally {
        for (const { world } of worlds) await world.stop();
      }
    });
  }
  return figures;
}

interface What {
  bench: string;
  unit: string;
  prepare: (world: World, options: BenchOptions) => Promise<() => Promise<number>>;
}

const WHAT: readonly What[] = [
  {
    bench: 'relay drain',
    unit: 'events/s',
    prepare: async (world, options) => (await relayDrains(world, options, { keep: true })).relay,
  },
  {
    bench: 'consume to committed row',
    unit: 'events/s',
    prepare: async (world, options) => {
      await skipStored(world);
      return (await consumptions(world, options, { keep: true })).inbox;
    },
  },
  {
    bench: 'command transaction',
    unit: 'tx/s',
    prepare: (world, options) => Promise.resolve(commands(world, options).eventLog),
  },
];

async function measure(
  { bench, unit, prepare }: What,
  worlds: readonly { size: number; world: World }[],
  options: BenchOptions,
): Promise<Figure[]> {
  const runs: Record<string, () => Promise<number>> = {};
  for (const { size, world } of worlds) runs[`${String(size)} stored`] = await prepare(world, options);
  const rates = Object.entries(await interleave(options.pairs, runs));
  const smallest = spread(rates[0]?.[1] ?? []).median;
  return rates.map(([name, values], index) => {
    options.say(`  ${bench}, ${name}: ${described(values)} ${unit}`);
    return figure({
      bench: `${bench} with ${(worlds[index]?.size ?? 0).toLocaleString('en')} events stored, limit: the fewest`,
      transport: worlds[0]?.world.transport ?? '-',
      unit,
      value: spread(values).median,
      limit: smallest,
    });
  });
}

/** Published and handled long ago, by what the tables say: nothing is pending, and every cursor is at its end. */
async function fill(world: World, size: number): Promise<void> {
  const cards = world.pool('cards', 1);
  for (let from = 0; from < size; from += CHUNK) {
    await cards`
      with numbered as (
        select 'stored-' || n / ${PER_CARD}::int as id, n % ${PER_CARD}::int + 1 as version
        from generate_series(${from}::int, ${Math.min(from + CHUNK, size) - 1}::int) n
      ), stored as (
        insert into event_store (aggregate_type, aggregate_id, version, type, data, metadata, occurred_at)
        select 'Card', id, version, 'CardAddedToLibrary', jsonb_build_object('note', repeat('x', 500)), '{}', now()
        from numbered
      )
      insert into outbox (event_id, type, aggregate_id, sequence, partition, body)
      select gen_random_uuid(), ${EVENT_TYPE}, id, version, abs(hashtext(id)) % 16, repeat('x', 1024) from numbered`;
  }
  await cards`analyze event_store, outbox`;
  await cursors(world.pool('feeds', 1), size);
  for (let from = 0; from < size; from += CHUNK)
    await storeInBroker(world.raw.publish, storedEvents(Math.min(CHUNK, size - from), PER_CARD));
}

async function cursors(sql: Sql, size: number): Promise<void> {
  await sql`
    insert into inbox_cursors (consumer, generation, source, aggregate_id, sequence, previous)
    select 'feeds', 0, '/services/cards', 'stored-' || n, ${PER_CARD}, ${PER_CARD - 1}
    from generate_series(0, ${Math.ceil(size / PER_CARD) - 1}::int) n`;
  await sql`analyze inbox_cursors`;
}

/** Takes the consumer past what is stored, as if it had handled it. */
async function skipStored(world: World): Promise<void> {
  const transport = await world.connect('feeds');
  const reader = await world.raw.read();
  const state = { more: true };
  const skip = (async () => {
    while (state.more) reader.ack(await reader.next(1_000));
  })();
  await until('the consumer to be past what is stored', async () => {
    return (await transport.lag('feeds', ALL_PARTITIONS)) === 0;
  });
  state.more = false;
  await reader.stop();
  await skip;
}
