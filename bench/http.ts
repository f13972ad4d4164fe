import { Api } from '../infra/dev/api.mjs';
import { type Figure, figure, percentile } from './figures.ts';
import { offered } from './latency.ts';
import { type BenchOptions, until } from './run.ts';
import { onEachSystem, type RunningSystem } from './whole-system.ts';

const RATE = 200;
const SECONDS = 15;
const WARM_UP = 400;
/** The stated bounds on a RAM disk, in milliseconds. */
const P50_BOUND_MS = 5;
const P99_BOUND_MS = 25;

interface Row {
  milliseconds: number;
}

/** From the commit of a saved card to the commit of its feed row, at 200 saves a second through HTTP. */
export function httpBench(options: BenchOptions): Promise<Figure[]> {
  return onEachSystem(options, measure);
}

async function measure({ transport, urls, sql }: RunningSystem, options: BenchOptions): Promise<Figure[]> {
  const api = new Api(urls, 'did:plc:latencyaaaaaaaaaaaaaaaaa');
  const warmUp = options.quick ? 100 : WARM_UP;
  const total = RATE * (options.quick ? 2 : SECONDS) + warmUp;
  let sent = 0;
  const startedAt = performance.now();
  await offered(RATE, total, () => {
    const id = String((sent += 1));
    return { id, saved: api.post('cards', '/cards', { url: `https://doi.org/10.5555/latency.${id}` }) };
  });
  options.say(`  offered ${String(Math.round((total / (performance.now() - startedAt)) * 1_000))} saves/s`);
  await until('every save in the feed', async () => {
    const [row] = await sql<{ count: number }[]>`select count(*)::int as count from feeds.inbox_cursors`;
    return (row?.count ?? 0) >= total;
  });
  const rows = await sql<Row[]>`
    select extract(epoch from pg_xact_commit_timestamp(c.xmin) - pg_xact_commit_timestamp(o.xmin))::float8 * 1000 as milliseconds
    from cards.outbox o join feeds.inbox_cursors c on c.aggregate_id = o.aggregate_id and c.source = '/services/cards'
    order by o.position offset ${warmUp}`;
  const sorted = rows.map((row) => row.milliseconds).sort((a, b) => a - b);
  const of = (share: string, value: number, limit: number): Figure =>
    figure({
      bench: `commit to feed over HTTP at ${String(RATE)}/s, ${share}, limit: the stated bound`,
      transport,
      unit: 'ms',
      value,
      limit,
    });
  return [
    of('p50', percentile(sorted, 0.5), P50_BOUND_MS),
    of('p99', percentile(sorted, 0.99), P99_BOUND_MS),
  ];
}
