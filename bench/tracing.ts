import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api } from '../infra/dev/api.mjs';
import { StartError } from '../infra/dev/servers/processes.mjs';
import { SERVICES } from '../infra/dev/system.mjs';
import { described, type Figure, figure, interleave, spread } from './figures.ts';
import { offered } from './latency.ts';
import { usageOf } from './process-usage.ts';
import { type BenchOptions, until } from './run.ts';
import { type RunningSystem, withSystem } from './whole-system.ts';

const RATE = 100;
const SECONDS = 15;
const QUICK_SECONDS = 2;
const WARM_UP = 500;

/** What a save costs all services together, in processor time, traced and not. */
export async function tracingBench(options: BenchOptions): Promise<Figure[]> {
  if (process.platform !== 'linux')
    throw new StartError('usage', 'Processor time is read from /proc: measure it on Linux.');
  const receiver = await startReceiver();
  const traced = { env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url } };
  const figures: Figure[] = [];
  try {
    for (const transport of options.transports) {
      await withSystem(options, transport, {}, (plain) =>
        withSystem(options, transport, traced, async (exporting) => {
          const systems = { plain: costOf(plain, options), exporting: costOf(exporting, options) };
          if (options.against === undefined) return void figures.push(...(await measure(systems)));
          await withSystem(options, transport, { root: options.against }, async (other) => {
            figures.push(...(await measure({ ...systems, other: costOf(other, options) })));
          });
        }),
      );
    }
    return figures;
  } finally {
    receiver.stop();
  }

  async function measure(
    systems: Record<'plain' | 'exporting', Measurement> & { other?: Measurement },
  ): Promise<Figure[]> {
    for (const system of Object.values(systems)) await system(WARM_UP / RATE);
    const seconds = options.quick ? QUICK_SECONDS : SECONDS;
    const costs = await interleave(
      options.pairs,
      Object.fromEntries(
        Object.entries(systems).map(([name, cost]) => [name, () => cost(seconds)]),
      ) as Record<keyof typeof systems, () => Promise<number>>,
    );
    for (const [name, values] of Object.entries(costs))
      options.say(`  ${name}: ${described(values)} ms a save`);
    const against = (bench: string, value: readonly number[], limit: readonly number[]): Figure =>
      figure({
        bench: `processor time of a save, ${bench}`,
        transport: '-',
        unit: 'ms',
        value: spread(value).median,
        limit: spread(limit).median,
      });
    return [
      ...(options.against === undefined
        ? []
        : [against('not traced, limit: the other checkout', costs.plain, costs.other)]),
      against('traced, limit: not traced', costs.exporting, costs.plain),
    ];
  }
}

/** Offers saves for so many seconds; milliseconds of processor time that each took. */
type Measurement = (seconds: number) => Promise<number>;

let sent = 0;

function costOf({ system, urls, sql }: RunningSystem, options: BenchOptions): Measurement {
  const api = new Api(urls, 'did:plc:tracingaaaaaaaaaaaaaaaaa');
  const cpu = (): number =>
    SERVICES.map((name) => usageOf(system.service(name).pid).cpu).reduce((sum, each) => sum + each, 0);
  return async (seconds) => {
    const saves = Math.round(RATE * seconds * (options.quick ? 0.5 : 1));
    const handled = await handledBy(sql);
    const before = cpu();
    await offered(RATE, saves, () => {
      const id = String((sent += 1));
      return { id, saved: api.post('cards', '/cards', { url: `https://doi.org/10.5555/tracing.${id}` }) };
    });
    await until('every save handled', async () => (await handledBy(sql)) >= handled + saves * CONSUMERS);
    return ((cpu() - before) / saves) * 1_000;
  };
}

/** Each card is an aggregate at cards itself, feeds and notifications. */
const CONSUMERS = 3;

async function handledBy(sql: RunningSystem['sql']): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select ((select count(*) from cards.inbox_cursors) + (select count(*) from feeds.inbox_cursors)
      + (select count(*) from notifications.inbox_cursors))::int as count`;
  return row?.count ?? 0;
}

/** Takes spans and throws them away. */
async function startReceiver(): Promise<{ url: string; stop: () => void }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
