import type { Sql } from 'postgres';
import { ALL_PARTITIONS } from '#eventing';
import { described, type Figure, figure, interleave, spread } from './figures.ts';
import { storedEvents } from './workload/cards.ts';
import { fillOutbox } from './workload/outbox.ts';
import { drainByHand } from './raw/by-hand.ts';
import { type BenchOptions, rateOf, until } from './run.ts';
import { onEachWorld, type World } from './world.ts';

const EVENTS = 20_000;
const QUICK_EVENTS = 3_000;

/** Drains an outbox into each broker, beside a loop by hand, and beside the client's own way where there is one. */
export function relayBench(options: BenchOptions): Promise<Figure[]> {
  return onEachWorld(options, measure);
}

async function measure(world: World, options: BenchOptions): Promise<Figure[]> {
  const { transport, raw } = world;
  const drains = await relayDrains(world, options);
  const { alternative } = raw;
  const runs: Record<string, () => Promise<number>> = { relay: drains.relay, byHand: drains.byHand };
  if (alternative !== undefined)
    runs['alternative'] = () => drains.with(alternative.publish, alternative.name);
  const {
    relay: rates = [],
    byHand = [],
    alternative: inTheClientsWay = [],
  } = await interleave(options.pairs, runs);
  options.say(`  ${transport}: relay ${described(rates)}, by hand ${described(byHand)} events/s`);
  const relay = spread(rates).median;
  const limited = (by: string, values: readonly number[]): Figure =>
    figure({
      bench: `relay drain, limit: ${by}`,
      transport,
      unit: 'events/s',
      value: relay,
      limit: spread(values).median,
    });
  return [
    limited('loop by hand', byHand),
    ...(alternative === undefined ? [] : [limited(alternative.name, inTheClientsWay)]),
  ];
}

export interface RelayDrains {
  relay: () => Promise<number>;
  byHand: () => Promise<number>;
  with: (publish: Parameters<typeof drainByHand>[1], name: string) => Promise<number>;
}

/** Ways to drain the outbox once: each fills it anew, and gives events a second. */
export async function relayDrains(
  world: World,
  options: BenchOptions,
  { keep = false }: { keep?: boolean } = {},
): Promise<RelayDrains> {
  const events = options.quick ? QUICK_EVENTS : EVENTS;
  const sql = world.pool('cards', 3);
  const relaySql = world.pool('cards', 3, { synchronous_commit: 'off' });
  const transport = await world.connect('cards');
  const newPublication = world.publications(transport);
  const fill = async (): Promise<void> => {
    if (!keep) {
      await world.raw.empty();
      await sql`truncate outbox, outbox_pending`;
    }
    await fillOutbox(sql, storedEvents(events));
  };
  const byHand: RelayDrains['with'] = async (publish, name) => {
    await fill();
    return rateOf(options, name, events, () => drainByHand(relaySql, publish));
  };
  return {
    async relay() {
      const publication = newPublication();
      await publication.start();
      try {
        // Leases are taken on an empty outbox, so that what is measured is the drain.
        await until('the relay to own every partition', () => ownsAll(sql));
        await fill();
        return await rateOf(options, 'relay', events, () => {
          publication.afterCommit(new Set(ALL_PARTITIONS));
          return until('the outbox to be drained', () => isDrained(sql));
        });
      } finally {
        await publication.stop();
      }
    },
    byHand: () => byHand(world.raw.publish, 'loop by hand'),
    with: byHand,
  };
}

async function ownsAll(sql: Sql): Promise<boolean> {
  const rows = await sql`select 1 from lane_leases where role = 'relay' and expires_at > now()`;
  return rows.length === ALL_PARTITIONS.length;
}

async function isDrained(sql: Sql): Promise<boolean> {
  return (await sql`select 1 from outbox_pending limit 1`).length === 0;
}
