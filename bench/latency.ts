import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { ALL_PARTITIONS, type EventLog } from '#eventing';
import { CONNECTIONS, saveCard, sixteenAtATime } from './command.ts';
import { type Figure, figure, percentile, spread } from './figures.ts';
import { consumeByHand, drainByHand } from './raw/by-hand.ts';
import { type BenchOptions, until } from './run.ts';
import { onEachWorld, type World } from './world.ts';

const RATE = 200;
const SECONDS = 10;
const QUICK_SECONDS = 2;
/** For finding the most that goes through. */
const FLOOD = 5_000;
const QUICK_FLOOD = 1_000;
/** The stated bounds at 200/s on a RAM disk, in milliseconds. */
const BOUNDS = { p50: 5, p99: 25 };

/** Carries what the event log commits to the feed, until it is stopped. */
interface Flow {
  log: EventLog;
  stop: () => Promise<unknown>;
}

interface Latency {
  p50: number;
  p99: number;
}

/** From the commit of a command to the commit of its effect, at 200 a second and at half of the most. */
export function latencyBench(options: BenchOptions): Promise<Figure[]> {
  return onEachWorld(options, measure);
}

async function measure(world: World, options: BenchOptions): Promise<Figure[]> {
  const sql = world.pool('feeds', 3);
  const flows = { ours: await oursOf(world), byHand: byHandOf(world) };
  const most = await mostOf(await flows.ours(), sql, options);
  const half = Math.round(most / 2);
  options.say(`  ${world.transport}: ${String(Math.round(most))} events/s at most, end to end`);
  const figures: Figure[] = [];
  for (const [rate, name] of [
    [RATE, `${String(RATE)}/s`],
    [half, 'half of the most'],
  ] as const) {
    const seen: Record<keyof typeof flows, Latency[]> = { ours: [], byHand: [] };
    for (let pair = 0; pair < options.pairs; pair += 1) {
      for (const who of ['ours', 'byHand'] as const) {
        const latency = await latencyOf(await flows[who](), sql, rate, options);
        options.say(
          `    ${who} at ${String(rate)}/s: p50 ${latency.p50.toFixed(1)} ms, p99 ${latency.p99.toFixed(1)} ms`,
        );
        seen[who].push(latency);
      }
    }
    for (const share of ['p50', 'p99'] as const) {
      const medianOf = (latencies: readonly Latency[]): number =>
        spread(latencies.map((latency) => latency[share])).median;
      const common = { transport: world.transport, unit: 'ms', value: medianOf(seen.ours) };
      const bench = `commit to effect at ${name}, ${share}`;
      figures.push(figure({ ...common, bench: `${bench}, limit: by hand`, limit: medianOf(seen.byHand) }));
      if (rate === RATE && options.profile === 'ram')
        figures.push(figure({ ...common, bench: `${bench}, limit: the stated bound`, limit: BOUNDS[share] }));
    }
  }
  return figures;
}

/** The engine: its relay, its transport, its lanes and inbox, in this process. */
async function oursOf(world: World): Promise<() => Promise<Flow>> {
  const producing = await world.connect('cards');
  const consuming = await world.connect('feeds');
  const newPublication = world.publications(producing);
  let publication = newPublication();
  const startConsumer = world.consumer(consuming);
  const log = world.eventLog(CONNECTIONS, (partitions) => {
    publication.afterCommit(partitions);
  });
  return async () => {
    publication = newPublication();
    await publication.start();
    const consumer = await startConsumer();
    return {
      log,
      async stop() {
        await until(
          'every acknowledgement',
          async () => (await consuming.lag('feeds', ALL_PARTITIONS)) === 0,
        );
        await publication.stop();
        await consumer.stop();
      },
    };
  };
}

/**
 * The same commands through the same event log; relay and consumer by hand. The relay is woken by each commit, drains
 * what it finds, and is the only one; the consumer writes what has come, in two transactions at a time.
 */
function byHandOf(world: World): () => Promise<Flow> {
  const relaySql = world.pool('cards', 2, { synchronous_commit: 'off' });
  const feedSql = world.pool('feeds', 3);
  let draining = false;
  let again = false;
  const wake = (): void => {
    again = true;
    if (draining) return;
    draining = true;
    void (async () => {
      while (again) {
        again = false;
        await drainByHand(relaySql, world.raw.publish);
      }
      draining = false;
    })();
  };
  const log = world.eventLog(CONNECTIONS, wake);
  return async () => {
    const reader = await world.raw.read();
    const ended = consumeByHand(feedSql, reader, () => undefined);
    return {
      log,
      async stop() {
        await until('the last row to be published', () => !draining);
        await reader.stop();
        await ended;
      },
    };
  };
}

/** Events a second, end to end, when sixteen producers never pause. */
async function mostOf(flow: Flow, sql: Sql, options: BenchOptions): Promise<number> {
  const total = options.quick ? QUICK_FLOOD : FLOOD;
  const before = await rowsOf(sql);
  const startedAt = performance.now();
  await sixteenAtATime(total, () => saveCard(flow.log, randomUUID()));
  await until('every effect', async () => (await rowsOf(sql)) - before >= total);
  const most = total / ((performance.now() - startedAt) / 1_000);
  await flow.stop();
  return most;
}

async function latencyOf(flow: Flow, sql: Sql, rate: number, options: BenchOptions): Promise<Latency> {
  const seconds = options.quick ? QUICK_SECONDS : SECONDS;
  const warmUp = Math.round(rate / 2);
  await sql`truncate bench_feed`;
  const cards = await offered(rate, rate * seconds + warmUp, () => {
    const id = randomUUID();
    return { id, saved: saveCard(flow.log, id) };
  });
  await until('every effect', async () => (await rowsOf(sql)) >= cards.length);
  await flow.stop();
  const rows = await sql<{ milliseconds: number }[]>`
    select extract(epoch from pg_xact_commit_timestamp(f.xmin) - pg_xact_commit_timestamp(o.xmin))::float8 * 1000
      as milliseconds
    from cards.outbox o join bench_feed f on f.card_id = o.aggregate_id
    where o.aggregate_id = any(${cards.slice(warmUp)})`;
  const sorted = rows.map((row) => row.milliseconds).sort((a, b) => a - b);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

/** An open loop: a slow answer delays no later command. */
export async function offered(
  rate: number,
  total: number,
  save: () => { id: string; saved: Promise<unknown> },
): Promise<string[]> {
  const startedAt = performance.now();
  const ids: string[] = [];
  const saved: Promise<unknown>[] = [];
  while (ids.length < total) {
    const due = startedAt + (ids.length * 1_000) / rate;
    if (due > performance.now()) await delay(due - performance.now());
    const command = save();
    ids.push(command.id);
    saved.push(command.saved);
  }
  await Promise.all(saved);
  return ids;
}

async function rowsOf(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from bench_feed`;
  return row?.count ?? 0;
}
