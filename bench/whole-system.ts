import postgres, { type Sql } from 'postgres';
import { planFor } from '../infra/dev/brokers/index.mjs';
import { build } from '../infra/dev/build.mjs';
import { SERVICES, System } from '../infra/dev/system.mjs';
import { type BenchOptions, inFolder, quiet } from './run.ts';

export interface RunningSystem {
  urls: Record<string, string>;
  /** As the superuser, to the system's database. */
  sql: Sql;
}

/** Runs a measurement on the whole system: the services as processes from the build, commit times recorded. */
export async function onSystem<T>(
  options: BenchOptions,
  work: (system: RunningSystem) => Promise<T>,
): Promise<T> {
  return inFolder(options, async (folder) => {
    build(options.say);
    const system = new System({
      dataDir: folder,
      transports: await planFor('nats', { yes: true, log: options.say }),
      log: quiet,
      env: { LOG_LEVEL: 'warn' },
    });
    try {
      await system.start();
      await recordCommitTimes(system);
      const url = new URL(system.postgres.url);
      url.pathname = '/commonplace';
      const sql = postgres(url.href, { max: 4, onnotice: quiet });
      try {
        return await work({
          urls: Object.fromEntries(SERVICES.map((name) => [name, system.service(name).url])),
          sql,
        });
      } finally {
        await sql.end({ timeout: 1 });
      }
    } finally {
      await system.stop();
    }
  });
}

/** The server then knows when each row was committed: latency is read, and measuring it costs the system nothing. */
async function recordCommitTimes(system: System): Promise<void> {
  const admin = postgres(system.postgres.url, { max: 1 });
  await admin`alter system set track_commit_timestamp = on`;
  await admin.end();
  await system.postgres.stop();
  await system.postgres.start();
  for (const name of SERVICES) await untilReady(system.service(name).url);
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
