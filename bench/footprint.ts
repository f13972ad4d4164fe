import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Api } from '../infra/dev/api.mjs';
import { ROOT } from '../infra/dev/paths.mjs';
import { SERVICES } from '../infra/dev/system.mjs';
import { StartError } from '../infra/dev/servers/processes.mjs';
import { type Figure, figure } from './figures.ts';
import { offered } from './latency.ts';
import { usageOf } from './process-usage.ts';
import type { BenchOptions } from './run.ts';
import { onEachSystem, type RunningSystem } from './whole-system.ts';

const IDLE_SECONDS = 20;
const LOAD_SECONDS = 15;
const QUICK_SECONDS = 3;
const RATE = 200;

/** Memory of each service, idle and at 200 commands a second, and what it costs to do nothing. */
export function footprintBench(options: BenchOptions): Promise<Figure[]> {
  if (process.platform !== 'linux')
    throw new StartError('usage', 'The footprint is read from /proc: measure it on Linux.');
  return onEachSystem(options, measure);
}

async function measure({ transport, system, urls }: RunningSystem, options: BenchOptions): Promise<Figure[]> {
  const bare = await startBare(system.postgres.url);
  try {
    const pids = new Map([
      ...SERVICES.map((name): [string, number] => [name, system.service(name).pid]),
      ['bare', bare.pid ?? 0] as const,
    ]);
    const look = () => new Map([...pids].map(([name, pid]) => [name, usageOf(pid)]));
    const idleSeconds = options.quick ? QUICK_SECONDS : IDLE_SECONDS;
    // What the start has left to be done is done by then.
    await delay(idleSeconds * 500);
    const before = look();
    const startedAt = performance.now();
    await delay(idleSeconds * 1_000);
    const idle = look();
    const elapsed = (performance.now() - startedAt) / 1_000;
    const loaded = await underLoad(urls, options, look);
    const of = (map: ReturnType<typeof look>, name: string) => map.get(name) ?? { rss: 0, cpu: 0 };
    const idleCpu = (name: string): number => ((of(idle, name).cpu - of(before, name).cpu) / elapsed) * 100;
    return SERVICES.flatMap((name) => {
      const against = (bench: string, unit: string, value: number, limit: number): Figure =>
        figure({
          bench: `${name}, ${bench}, limit: a bare Nest application, idle`,
          transport,
          unit,
          value,
          limit,
        });
      return [
        against('resident, idle', 'MiB', of(idle, name).rss, of(idle, 'bare').rss),
        against(`resident at ${String(RATE)}/s`, 'MiB', of(loaded, name).rss, of(idle, 'bare').rss),
        against('processor, idle', '% of a core', idleCpu(name), idleCpu('bare')),
      ];
    });
  } finally {
    bare.kill('SIGKILL');
  }
}

/** The most memory seen during the load, looked at each half second. */
async function underLoad<T extends Map<string, { rss: number; cpu: number }>>(
  urls: Record<string, string>,
  options: BenchOptions,
  look: () => T,
): Promise<T> {
  const api = new Api(urls, 'did:plc:footprintaaaaaaaaaaaaaaa');
  const most = look();
  const watch = setInterval(() => {
    for (const [name, usage] of look())
      most.set(name, { ...usage, rss: Math.max(usage.rss, most.get(name)?.rss ?? 0) });
  }, 500);
  let sent = 0;
  await offered(RATE, RATE * (options.quick ? QUICK_SECONDS : LOAD_SECONDS), () => {
    const id = String((sent += 1));
    return { id, saved: api.post('cards', '/cards', { url: `https://doi.org/10.5555/footprint.${id}` }) };
  });
  clearInterval(watch);
  return most;
}

async function startBare(databaseUrl: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(ROOT, 'bench', 'bare-service.ts')], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}
