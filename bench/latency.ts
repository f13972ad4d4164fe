import { Api } from '../infra/dev/api.mjs';
import { type Figure, figure, percentile } from './figures.ts';
import { type BenchOptions, until } from './run.ts';
import { onSystem } from './whole-system.ts';

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
export async function latencyBench(options: BenchOptions): Promise<Figure[]> {
  return onSystem(options, async ({ urls, sql }) => {
    const api = new Api(urls, 'did:plc:latencyaaaaaaaaaaaaaaaaa');
    const total = RATE * SECONDS + WARM_UP;
    const startedAt = performance.now();
    const requests: Promise<unknown>[] = [];
    for (let sent = 0; sent < total; sent += 1) {
      const due = startedAt + (sent * 1_000) / RATE;
      // Open loop: a slow answer delays no later request.
      if (due > performance.now())
        await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
      requests.push(api.post('cards', '/cards', { url: `https://doi.org/10.5555/latency.${String(sent)}` }));
    }
    await Promise.all(requests);
    options.say(`  offered ${String(Math.round((total / (performance.now() - startedAt)) * 1_000))} saves/s`);
    await until(async () => {
      const [row] = await sql<{ count: number }[]>`select count(*)::int as count from feeds.inbox_cursors`;
      return (row?.count ?? 0) >= total;
    });
    const rows = await sql<Row[]>`
      select extract(epoch from pg_xact_commit_timestamp(c.xmin) - pg_xact_commit_timestamp(o.xmin))::float8 * 1000 as milliseconds
      from cards.outbox o join feeds.inbox_cursors c on c.aggregate_id = o.aggregate_id and c.source = '/services/cards'
      order by o.position offset ${WARM_UP}`;
    const sorted = rows.map((row) => row.milliseconds).sort((a, b) => a - b);
    return [
      figure(`commit to feed at ${String(RATE)}/s, p50`, 'ms', percentile(sorted, 0.5), P50_BOUND_MS),
      figure(`commit to feed at ${String(RATE)}/s, p99`, 'ms', percentile(sorted, 0.99), P99_BOUND_MS),
    ];
  });
}
