import postgres, { type Sql } from 'postgres';
import { planFor } from '../infra/dev/brokers/index.mjs';
import { SERVICES, System } from '../infra/dev/system.mjs';
import type { TransportName } from '#eventing';
import type { Figure } from './figures.ts';
import { type BenchOptions, inFolder, quiet } from './run.ts';
import { recordCommitTimes } from './world.ts';

export interface RunningSystem {
  transport: TransportName;
  system: System;
  urls: Record<string, string>;
  /** As the superuser, to the system's database. */
  sql: Sql;
}

/** Runs a measurement on the whole system, once for each transport: the services as processes from the build, commit times recorded. */
export async function onEachSystem(
  options: BenchOptions,
  measure: (system: RunningSystem, options: BenchOptions) => Promise<Figure[]>,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const transport of options.transports) {
    figures.push(...(await withSystem(options, transport, {}, (system) => measure(system, options))));
  }
  return figures;
}

/** Runs `work` on a system of its own, with more in its services' environment, or with those of another checkout. */
export function withSystem<T>(
  options: BenchOptions,
  transport: TransportName,
  special: { env?: NodeJS.ProcessEnv; root?: string },
  work: (system: RunningSystem) => Promise<T>,
): Promise<T> {
  return inFolder(options, async (folder) => {
    const system = new System({
      dataDir: folder,
      transports: await planFor(transport, { yes: true, log: options.say }),
      log: quiet,
      ...special,
      env: { LOG_LEVEL: 'warn', ...special.env },
    });
    try {
      await system.start();
      await recordCommitTimes(system.postgres);
      for (const name of SERVICES) await untilReady(system.service(name).url);
      const url = new URL(system.postgres.url);
      url.pathname = '/commonplace';
      const sql = postgres(url.href, { max: 4, onnotice: quiet });
      try {
        const urls = Object.fromEntries(SERVICES.map((name) => [name, system.service(name).url]));
        return await work({ transport, urls, sql, system });
      } finally {
        await sql.end({ timeout: 1 });
      }
    } finally {
      await system.stop();
    }
  });
}

async function untilReady(url: string): Promise<void> {
  for (;;) {
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
