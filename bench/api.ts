import postgres from 'postgres';
import { DEEP, FOLLOWING, GLOBAL, type Place, type Question, QUESTIONS } from './api-questions.ts';
import { HttpClient } from './load/http.ts';
import { type Figure, figure, percentile } from './figures.ts';
import { type BenchOptions, quiet, until } from './run.ts';
import { withSystem } from './whole-system.ts';
import { FAMOUS, follower, FOLLOWERS, layActivities, person } from './workload/activities.ts';

const SIZES = [10_000, 1_000_000] as const;
const QUICK_SIZES = [1_000, 5_000] as const;
/** Clients, each of which asks again when it has its answer. */
const CLIENTS = 8;
const SECONDS = 2;
const QUICK_SECONDS = 0.3;
/** How far the large feed's page may be from the small one's, and the deep one's from the first. */
const GROWTH_BOUND = 1.2;
/** Saves of somebody whom many follow. */
const FAMOUS_SAVES = 20;
const TIMEOUT_MS = 30_000;

/** What a client app asks most, at a small and a large history beside each other, and a save that many wait for. */
export function apiBench(options: BenchOptions): Promise<Figure[]> {
  const [small, large] = options.quick ? QUICK_SIZES : SIZES;
  return withPlace(options, small, (few) =>
    withPlace(options, large, (many) => measure([few, many], options)),
  );
}

function withPlace<T>(options: BenchOptions, size: number, work: (place: Place) => Promise<T>): Promise<T> {
  return withSystem(options, 'nats', {}, async (system) => {
    options.say(`  laying down ${String(size)} activities`);
    await layActivities(system.sql, size);
    const url = new URL(system.system.postgres.url);
    url.pathname = '/commonplace';
    const sql = postgres(url.href, { max: CLIENTS, onnotice: quiet });
    try {
      return await work({ size, system, sql });
    } finally {
      await sql.end({ timeout: 1 });
    }
  });
}

async function measure(places: [Place, Place], options: BenchOptions): Promise<Figure[]> {
  const http = new HttpClient();
  try {
    const figures: Figure[] = [];
    const p99 = new Map<string, number>();
    for (const question of QUESTIONS) {
      for (const { size, ours, byHand } of await inTurns(http, question, places, options)) {
        p99.set(`${question.name} ${String(size)}`, ours.p99);
        const of = (what: string, unit: string, value: number, limit: number): Figure =>
          figure({
            bench: `${question.name}, ${String(size)} activities, ${what}, limit: bare SQL`,
            transport: '-',
            unit,
            value,
            limit,
          });
        figures.push(
          of('8 clients', 'answers/s', ours.rate, byHand.rate),
          of('p99', 'ms', ours.p99, byHand.p99),
        );
      }
    }
    figures.push(...grown(places, p99), ...(await written(http, places, options)));
    figures.push(...(await famous(http, places[1], options)));
    return figures;
  } finally {
    http.close();
  }
}

/** How the pages of the feeds grow with what is stored, and with how far down they are. */
function grown([few, many]: [Place, Place], p99: ReadonlyMap<string, number>): Figure[] {
  const at = (name: string, { size }: Place): number => p99.get(`${name} ${String(size)}`) ?? 0;
  const of = (bench: string, value: number): Figure =>
    figure({ bench, transport: '-', unit: 'times', value, limit: GROWTH_BOUND });
  return [
    of('p99 of the global feed, large over small', at(GLOBAL, many) / at(GLOBAL, few)),
    of('p99 of the following feed, large over small', at(FOLLOWING, many) / at(FOLLOWING, few)),
    of('p99 of the global feed in the large, deep over first', at(DEEP, many) / at(GLOBAL, many)),
  ];
}

interface Measured {
  rate: number;
  p99: number;
}

/** Ours and the bare SQL, the small and the large, in turns; the middle of all rates, and p99 over all answers. */
async function inTurns(
  http: HttpClient,
  { name, service, path, did, byHand }: Question,
  places: readonly Place[],
  options: BenchOptions,
): Promise<{ size: number; ours: Measured; byHand: Measured }[]> {
  const runs = await Promise.all(
    places.map(async (place) => {
      const url = `${place.system.urls[service] ?? ''}${await path(place)}`;
      const ask = () => answered(http, { url, method: 'GET', did });
      return {
        size: place.size,
        ask,
        bare: () => byHand(place.sql),
        ours: new Series(),
        byHand: new Series(),
      };
    }),
  );
  for (const { ask, bare } of runs)
    await Promise.all([new Series().run(ask, 0.2), new Series().run(bare, 0.2)]);
  const seconds = options.quick ? QUICK_SECONDS : SECONDS;
  for (let pair = 0; pair < options.pairs; pair += 1) {
    for (const run of runs) {
      await run.ours.run(run.ask, seconds);
      await run.byHand.run(run.bare, seconds);
    }
  }
  return runs.map(({ size, ours, byHand: bare }) => {
    const measured = { size, ours: ours.measured, byHand: bare.measured };
    options.say(
      `  ${name}, ${String(size)}: ${String(Math.round(measured.ours.rate))}/s, p99 ${measured.ours.p99.toFixed(1)} ms; by hand ${String(Math.round(measured.byHand.rate))}/s, ${measured.byHand.p99.toFixed(1)} ms`,
    );
    return measured;
  });
}

/** Rounds of a closed loop. */
class Series {
  readonly #rates: number[] = [];
  readonly #milliseconds: number[] = [];

  async run(ask: () => Promise<unknown>, seconds: number): Promise<void> {
    const startedAt = performance.now();
    let answers = 0;
    const client = async (): Promise<void> => {
      while (performance.now() - startedAt < seconds * 1_000) {
        const askedAt = performance.now();
        await ask();
        this.#milliseconds.push(performance.now() - askedAt);
        answers += 1;
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    this.#rates.push(answers / ((performance.now() - startedAt) / 1_000));
  }

  get measured(): Measured {
    const sorted = (values: number[]): number[] => values.toSorted((a, b) => a - b);
    return {
      rate: percentile(sorted(this.#rates), 0.5),
      p99: percentile(sorted(this.#milliseconds), 0.99),
    };
  }
}

async function answered(
  http: HttpClient,
  { url, method, did, body }: { url: string; method: string; did: string; body?: object },
): Promise<unknown> {
  const result = await http.send({
    url,
    method,
    headers: { authorization: `Development ${did}` },
    timeoutMs: TIMEOUT_MS,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!result.answered || result.status >= 300)
    throw new Error(`${method} ${url}: ${result.answered ? String(result.status) : result.code}`);
  return result.body;
}

/** Saves as fast as they are answered, beside what the same statements take by hand: see `command` for those. */
async function written(http: HttpClient, places: readonly Place[], options: BenchOptions): Promise<Figure[]> {
  let saved = 0;
  const series = places.map((place) => ({ place, ours: new Series() }));
  for (let pair = 0; pair < options.pairs; pair += 1) {
    for (const { place, ours } of series) {
      const save = (): Promise<unknown> =>
        answered(http, {
          url: `${place.system.urls['cards'] ?? ''}/cards`,
          method: 'POST',
          did: person(1_000 + (saved % 500)),
          body: { url: `https://doi.org/10.5555/api.${String((saved += 1))}` },
        });
      await ours.run(save, options.quick ? QUICK_SECONDS : SECONDS);
      await until('all saves in the feed', async () => {
        const [row] = await place.sql<{ behind: boolean }[]>`
          select exists (select from cards.outbox_pending) as behind`;
        return row?.behind === false;
      });
    }
  }
  const [few, many] = series.map(({ ours }) => ours.measured);
  if (few === undefined || many === undefined) throw new TypeError('Two places are measured');
  options.say(`  saves: ${String(Math.round(few.rate))}/s and ${String(Math.round(many.rate))}/s`);
  return [
    figure({
      bench: `saves with ${String(places[1]?.size ?? 0)} activities, 8 clients, limit: with ${String(places[0]?.size ?? 0)}`,
      transport: 'nats',
      unit: 'answers/s',
      value: many.rate,
      limit: few.rate,
    }),
    figure({
      bench: 'the same, p99',
      transport: 'nats',
      unit: 'ms',
      value: many.p99,
      limit: few.p99,
    }),
  ];
}

/** Somebody whom a hundred thousand follow saves a card: until the answer, and until the last follower sees it. */
async function famous(http: HttpClient, { system }: Place, options: BenchOptions): Promise<Figure[]> {
  const { urls } = system;
  const [requests, seen]: [number[], number[]] = [[], []];
  const last = follower(FOLLOWERS);
  for (let save = 0; save < (options.quick ? 3 : FAMOUS_SAVES); save += 1) {
    const url = `https://doi.org/10.5555/famous.${String(save)}`;
    const askedAt = performance.now();
    await answered(http, { url: `${urls['cards'] ?? ''}/cards`, method: 'POST', did: FAMOUS, body: { url } });
    requests.push(performance.now() - askedAt);
    await until('the last follower', async () => {
      const feed = await answered(http, {
        url: `${urls['feeds'] ?? ''}/feeds/following?limit=1`,
        method: 'GET',
        did: last,
      });
      return JSON.stringify(feed).includes(url);
    });
    seen.push(performance.now() - askedAt);
  }
  const of = (bench: string, values: number[], limit: number): Figure =>
    figure({
      bench,
      transport: 'nats',
      unit: 'ms',
      value: percentile(
        values.toSorted((a, b) => a - b),
        0.5,
      ),
      limit,
    });
  return [
    of('a save by whom 100,000 follow, until its answer, median, limit: a stated bound', requests, 50),
    of('the same, until the last of them sees it, median, limit: a stated bound', seen, 1_000),
  ];
}
