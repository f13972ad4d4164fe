import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import { Api } from '../infra/dev/api.mjs';
import { ROOT } from '../infra/dev/paths.mjs';
import { StartError } from '../infra/dev/servers/processes.mjs';
import { OPERATOR } from '../infra/nats/topology.mjs';
import { type Figure, figure, percentile } from './figures.ts';
import { usageOf } from './process-usage.ts';
import { type BenchOptions, quiet, until } from './run.ts';
import { onEachSystem, type RunningSystem } from './whole-system.ts';
import { chapterOf } from './workload/history.ts';
import { fillOutbox } from './workload/outbox.ts';

const EVENTS = 1_000_000;
const QUICK_EVENTS = 20_000;
/** Laid into the log at once. */
const PAGE = 10_000;
/** Saves a second, and as many reads, while it is rebuilt; and for the same time before. */
const RATE = 20;
const BEFORE_SECONDS = 20;
const QUICK_BEFORE_SECONDS = 3;
/** Stated for a RAM disk and two cores. */
const BOUND = 10_000;
const MEMORY_BOUND_MIB = 512;
const FILL_DEADLINE_MS = 3_600_000;
/** By which what is saved meanwhile is known from what was there. */
const MEANWHILE = 'https://doi.org/10.5555/meanwhile.';

/** A million events into a new projection of feeds, while people save and read. */
export function rebuildBench(options: BenchOptions): Promise<Figure[]> {
  if (process.platform !== 'linux')
    throw new StartError('usage', 'Memory is read from /proc: measure it on Linux.');
  return onEachSystem({ ...options, transports: ['nats'] }, measure);
}

async function measure({ transport, system, urls }: RunningSystem, options: BenchOptions): Promise<Figure[]> {
  // It has no part in it, and would have the whole history to read at the same time.
  await system.service('notifications').stop();
  const pool = (schema: string): Sql =>
    postgres(system.databaseUrl(schema), { max: 2, connection: { search_path: schema }, onnotice: quiet });
  const [cards, feeds] = [pool('cards'), pool('feeds')];
  try {
    const events = await fill(cards, feeds, options);
    const before = await sumsOf(feeds);
    const traffic = new Traffic(urls);
    const calm = await traffic.during(delay((options.quick ? QUICK_BEFORE_SECONDS : BEFORE_SECONDS) * 1_000));
    const startedAt = performance.now();
    const { DATABASE_URL, ...rest } = process.env;
    const child = spawn(process.execPath, [join(ROOT, 'dist/services/feeds/rebuild.js')], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...rest,
        DATABASE_URL: system.databaseUrl('feeds'),
        ...system.environmentOf(OPERATOR, { publish: ['nats'], consume: ['nats'] }),
      },
    });
    const watched = new Watched(child);
    const busy = await traffic.during(ended(child));
    const seconds = (performance.now() - startedAt) / 1_000;
    await assertSound(feeds, before, traffic.saved);
    options.say(
      `  ${String(events)} events in ${seconds.toFixed(1)} s, ${String(Math.round(watched.peakMib))} MiB at most, ${watched.cpu.toFixed(1)} s of processor time of its own; the same rows, and ${String(traffic.saved)} saves meanwhile once each`,
    );
    const of = (bench: string, unit: string, value: number, limit: number): Figure =>
      figure({ bench, transport, unit, value, limit });
    return [
      of('rebuild, limit: the stated bound', 'events/s', events / seconds, BOUND),
      of('rebuild, peak memory, limit: the stated bound', 'MiB', watched.peakMib, MEMORY_BOUND_MIB),
      of('reads during it, p99, limit: before it', 'ms', busy.reads, calm.reads),
      of('saves during it, p99, limit: before it', 'ms', busy.saves, calm.saves),
    ];
  } finally {
    await Promise.all([cards.end({ timeout: 1 }), feeds.end({ timeout: 1 })]);
  }
}

/** A history that was published, and that the live projection has handled. */
async function fill(cards: Sql, feeds: Sql, options: BenchOptions): Promise<number> {
  const wanted = options.quick ? QUICK_EVENTS : EVENTS;
  let [laid, chapter] = [0, 0];
  while (laid < wanted) {
    const page = [];
    while (page.length < PAGE && laid + page.length < wanted) page.push(...chapterOf((chapter += 1)));
    await fillOutbox(cards, page);
    laid += page.length;
  }
  await until(
    'the live projection',
    async () => {
      const [row] = await feeds<{ handled: number }[]>`
        select coalesce(sum(sequence), 0)::float8 as handled from inbox_cursors`;
      return (row?.handled ?? 0) >= laid;
    },
    FILL_DEADLINE_MS,
  );
  return laid;
}

async function ended(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The rebuild ended with ${String(code)}`);
}

/** Everything that was there before, in a number for each table that does not depend on the rows' order. */
async function sumsOf(feeds: Sql): Promise<string> {
  const rows = await feeds<{ sum: string }[]>`
    select 'cards ' || count(*) || ' ' || sum(hashtextextended(t::text, 0)::numeric) as sum
      from cards t where url not like ${`${MEANWHILE}%`}
    union all select 'collections ' || count(*) || ' ' || sum(hashtextextended(t::text, 0)::numeric) from collections t
    union all select 'entries ' || count(*) || ' ' || sum(hashtextextended(t::text, 0)::numeric)
      from feed_entries t where url is null or url not like ${`${MEANWHILE}%`}
    union all select 'activity cards ' || count(*) || ' ' || sum(hashtextextended(t::text, 0)::numeric)
      from activity_cards t where exists (
        select from cards c where c.card_id = t.card_id and c.url not like ${`${MEANWHILE}%`})`;
  return rows
    .map(({ sum }) => sum)
    .sort()
    .join('\n');
}

async function assertSound(feeds: Sql, before: string, saved: number): Promise<void> {
  await until('every save in the feed', async () => {
    const [row] = await feeds<{ count: number }[]>`
      select count(*)::int as count from feed_entries where url like ${`${MEANWHILE}%`}`;
    return (row?.count ?? 0) >= saved;
  });
  const after = await sumsOf(feeds);
  if (after !== before) throw new Error(`The rows differ:\n${before}\n--\n${after}`);
}

/** Saves and reads in an open loop, with their 99th percentiles in milliseconds. */
class Traffic {
  readonly #api: Api;
  saved = 0;

  constructor(urls: Record<string, string>) {
    this.#api = new Api(urls, 'did:plc:rebuildaaaaaaaaaaaaaaaaa');
  }

  async during(work: Promise<unknown>): Promise<{ saves: number; reads: number }> {
    let isOver = false;
    const over = (): void => {
      isOver = true;
    };
    work.then(over, over);
    const [saves, reads]: [number[], number[]] = [[], []];
    const answers: Promise<void>[] = [];
    const isGoingOn = (): boolean => !isOver;
    const startedAt = performance.now();
    for (let round = 0; isGoingOn(); round += 1) {
      const due = startedAt + (round * 1_000) / RATE;
      if (due > performance.now()) await delay(due - performance.now());
      const url = `${MEANWHILE}${String((this.saved += 1))}`;
      answers.push(
        timed(saves, due, this.#api.post('cards', '/cards', { url })),
        timed(reads, due, this.#api.get('feeds', '/feeds/global')),
      );
    }
    await Promise.all([work, ...answers]);
    return { saves: p99(saves), reads: p99(reads) };
  }
}

/** From when it was due: what waits for a slow one counts. */
async function timed(into: number[], due: number, answer: Promise<unknown>): Promise<void> {
  await answer;
  into.push(performance.now() - due);
}

const p99 = (values: number[]): number =>
  percentile(
    values.toSorted((a, b) => a - b),
    0.99,
  );

/** Of a process, looked at twice a second while it runs. */
class Watched {
  peakMib = 0;
  /** Processor time used, in seconds. */
  cpu = 0;

  constructor(child: ChildProcess) {
    const look = setInterval(() => {
      try {
        const { rss, cpu } = usageOf(child.pid ?? 0);
        this.peakMib = Math.max(this.peakMib, rss);
        this.cpu = Math.max(this.cpu, cpu);
      } catch {
        // It has just ended.
      }
    }, 500);
    child.once('exit', () => {
      clearInterval(look);
    });
  }
}
