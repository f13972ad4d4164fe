import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import type { TransportName } from '../../infra/dev/brokers/broker.mjs';
import { planFor } from '../../infra/dev/brokers/index.mjs';
import { ROOT } from '../../infra/dev/paths.mjs';
import { startService } from '../../infra/dev/servers/service.mjs';
import { SERVICES, System } from '../../infra/dev/system.mjs';

export interface ReplicatedSystem {
  /** Of the replicas of a service. */
  urlsOf(service: string): readonly string[];
  /** As the superuser. */
  sql: Sql;
  stop(): Promise<void>;
}

/** The whole system from the build, as processes, each service with several replicas. */
export async function startReplicated(options: {
  dataDir: string;
  transport: TransportName;
  replicas: number;
  log: (line: string) => void;
}): Promise<ReplicatedSystem> {
  const { dataDir, transport, replicas, log } = options;
  const envs = new Map<string, NodeJS.ProcessEnv>();
  const urls = new Map<string, string[]>();
  const started: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of started.toReversed()) await end();
  };
  try {
    const system = new System({
      dataDir,
      transports: await planFor(transport, { yes: true, log }),
      log,
      durable: false,
      env: { LOG_LEVEL: 'warn' },
      envOf: (service, env) => {
        envs.set(service, env);
        return env;
      },
    });
    started.push(() => system.stop());
    await system.start();
    for (const name of SERVICES) {
      const own = [system.service(name).url];
      urls.set(name, own);
      for (let number = 2; number <= replicas; number += 1) {
        const replica = `${name}-${String(number)}`;
        const process = await startService({
          name,
          root: ROOT,
          logFile: join(dataDir, 'logs', `${replica}.log`),
          env: { ...envs.get(name), REPLICA_NAME: replica },
        });
        started.push(() => process.stop());
        own.push(process.url);
      }
    }
    const url = new URL(system.postgres.url);
    url.pathname = '/commonplace';
    const sql = postgres(url.href, { max: 4, onnotice: () => undefined });
    started.push(() => sql.end({ timeout: 1 }));
    return { urlsOf: (service) => urls.get(service) ?? [], sql, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
