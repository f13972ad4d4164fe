import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../figures.ts';
import type { BenchOptions } from '../run.ts';
import { type Counters, countersOf } from './counters.ts';
import type { Producer } from './peer.ts';
import {
  endConsumer,
  forkConsumer,
  go,
  killConsumer,
  runConsumer,
  type Stage,
  untilArrived,
} from './stage.ts';

const PRODUCERS = 16;
/** Events of one card, one after the other: what can be inverted. */
const PER_CARD = 3;
const EVENTS = 6_000;
const QUICK_EVENTS = 480;
const RATE = 200;
const SECONDS = 10;
const QUICK_SECONDS = 3;

/** One round of a peer. Rates in events a second, times in milliseconds. */
export interface Round {
  endToEnd: number;
  /** Nothing where what is not consumed at once is lost. */
  drain: number | undefined;
  p50: number;
  p99: number;
  /** After the kill: the longest silence of the feed, or from the last commit of a card to the last row, if longer. */
  recoveryMs: number;
  counters: Counters;
  /** After the SIGKILL. */
  killed: Counters;
}

export async function round(stage: Stage, options: BenchOptions): Promise<Round> {
  const producer = await stage.peer.produce(stage.environment);
  try {
    const total = options.quick ? QUICK_EVENTS : EVENTS;
    const endToEnd = await endToEndPhase(stage, producer, total);
    const drain = await drainPhase(stage, producer, total);
    const latency = await latencyPhase(stage, producer, options);
    const kill = await killPhase(stage, producer, options);
    const counted = [endToEnd.counters, drain.counters, latency.counters];
    const sum = (of: (counters: Counters) => number): number => counted.map(of).reduce((a, b) => a + b, 0);
    return {
      endToEnd: endToEnd.rate,
      drain: drain.rate,
      p50: latency.p50,
      p99: latency.p99,
      recoveryMs: kill.recoveryMs,
      counters: {
        lost: sum(({ lost }) => lost),
        doubled: sum(({ doubled }) => doubled),
        inverted: sum(({ inverted }) => inverted),
      },
      killed: kill.counters,
    };
  } finally {
    await producer.stop();
  }
}

/** Sixteen producers as fast as they can, beside the running consumer, until the last row. */
async function endToEndPhase({ sql, ...stage }: Stage, producer: Producer, total: number) {
  const child = await runConsumer({ sql, ...stage });
  const prefix = phasePrefix();
  const startedAt = performance.now();
  await produce(producer, prefix, total);
  const endedAt = await untilArrived(sql, prefix, total);
  await endConsumer(child);
  const counters = await countersOf(sql, prefix, total);
  return { rate: (total - counters.lost) / ((endedAt - startedAt) / 1_000), counters };
}

/** All is committed before the consumer begins; from its start to the last row. Its modules are loaded by then. */
async function drainPhase(stage: Stage, producer: Producer, total: number) {
  const { sql } = stage;
  const child = await forkConsumer(stage);
  const prefix = phasePrefix();
  await produce(producer, prefix, total);
  const startedAt = performance.now();
  const [, endedAt] = await Promise.all([go(child), untilArrived(sql, prefix, total)]);
  await endConsumer(child);
  const counters = await countersOf(sql, prefix, total);
  const arrivedCount = total - counters.lost;
  return {
    rate: arrivedCount === 0 ? undefined : arrivedCount / ((endedAt - startedAt) / 1_000),
    counters,
  };
}

/** 200 a second, open loop; from the commit of the card's row to that of the feed's, by the server's own times. */
async function latencyPhase(stage: Stage, producer: Producer, options: BenchOptions) {
  const { sql } = stage;
  const child = await runConsumer(stage);
  const prefix = phasePrefix();
  const total = RATE * (options.quick ? QUICK_SECONDS : SECONDS);
  // A card's row knows only its last commit: each has one event here.
  await paced(total, (index) => producer.save(cardOf(prefix, 0, index), 1));
  await untilArrived(sql, prefix, total);
  await endConsumer(child);
  const rows = await sql<{ milliseconds: number }[]>`
    select extract(epoch from pg_xact_commit_timestamp(f.xmin) - pg_xact_commit_timestamp(c.xmin))::float8 * 1000
      as milliseconds
    from cards.bench_cards c join feeds.bench_feed f on f.card_id = c.id where starts_with(c.id, ${prefix})`;
  const sorted = rows.map((row) => row.milliseconds).sort((a, b) => a - b);
  return {
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    counters: await countersOf(sql, prefix, total),
  };
}

/** 200 a second; after a third of them the consumer is killed, and started again at once. */
async function killPhase(stage: Stage, producer: Producer, options: BenchOptions) {
  const { sql } = stage;
  let child = await runConsumer(stage);
  const prefix = phasePrefix();
  const total = RATE * (options.quick ? QUICK_SECONDS : SECONDS);
  let restarted: Promise<void> = Promise.resolve();
  const lanes = new Map<number, Promise<unknown>>();
  await paced(total, (index) => {
    if (index === Math.floor(total / 3)) {
      restarted = (async () => {
        await killConsumer(child);
        child = await runConsumer(stage);
      })();
    }
    // Events of a card in their order: each waits for the answer to the one before.
    const card = Math.floor(index / PER_CARD);
    const saved = (lanes.get(card) ?? Promise.resolve()).then(() =>
      producer.save(cardOf(prefix, 0, card), (index % PER_CARD) + 1),
    );
    lanes.set(card, saved);
    return saved;
  });
  const producedAt = performance.now();
  await restarted;
  const endedAt = await untilArrived(sql, prefix, total);
  await endConsumer(child);
  const [row] = await sql<{ silence: number }[]>`
    select coalesce(max(extract(epoch from at - before)), 0)::float8 * 1000 as silence from (
      select at, lag(at) over (order by at) as before from (
        select pg_xact_commit_timestamp(xmin) as at from feeds.bench_feed where starts_with(card_id, ${prefix})
      ) commits
    ) gaps`;
  return {
    recoveryMs: Math.max(row?.silence ?? 0, endedAt - producedAt),
    counters: await countersOf(sql, prefix, total),
  };
}

/** Sixteen producers with cards of their own; each event follows the answer to the one before. */
async function produce(producer: Producer, prefix: string, total: number): Promise<void> {
  const each = total / PRODUCERS;
  await Promise.all(
    Array.from({ length: PRODUCERS }, async (_, id) => {
      for (let index = 0; index < each; index += 1) {
        const card = Math.floor(index / PER_CARD);
        await producer.save(cardOf(prefix, id, card), (index % PER_CARD) + 1);
      }
    }),
  );
}

async function paced(total: number, save: (index: number) => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  const saved: Promise<unknown>[] = [];
  for (let index = 0; index < total; index += 1) {
    const due = startedAt + (index * 1_000) / RATE;
    if (due > performance.now()) await delay(due - performance.now());
    saved.push(save(index));
  }
  await Promise.all(saved);
}

/** The ids of a phase's cards are UUIDs with the same beginning. */
function phasePrefix(): string {
  return randomUUID().slice(0, 19);
}

function cardOf(prefix: string, producer: number, card: number): string {
  return `${prefix}8${String(producer).padStart(3, '0')}-${String(card).padStart(12, '0')}`;
}
