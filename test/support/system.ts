import { assertBuilt } from '../../infra/dev/build.mjs';
import { type Part, SERVICES, System } from '../../infra/dev/system.mjs';
import type { TransportName } from '../../infra/dev/brokers/broker.mjs';
import { planFor } from '../../infra/dev/brokers/index.mjs';
import { ROOT } from '../../infra/dev/paths.mjs';
import { type ServiceProcess, startService } from '../../infra/dev/servers/service.mjs';
import { quiet, runRecord, testFolder } from './run.js';

export interface SystemOptions {
  dataDir?: string;
  transport?: TransportName;
  /** More for every service, such as METADATA_FETCH. */
  env?: Record<string, string>;
}

export interface TestSystem {
  /** Each service's URL by name. */
  urls: Record<string, string>;
  /** As the superuser, to the system's database. */
  adminUrl: string;
  databaseUrl(service: string): string;
  /** Of what carries the events, without anybody's password. */
  brokerUrl: string;
  /** SIGKILL. */
  kill(service: string): Promise<void>;
  /** Starts a killed or stopped service again on its port, and waits until it is ready. */
  restart(service: string): Promise<void>;
  /** Starts another process of a service, beside its first. Stopped with the system. */
  replica(service: string): Promise<{ url: string; kill(): Promise<void> }>;
  signal(service: string, signal: NodeJS.Signals): void;
  killBroker(): Promise<void>;
  restartBroker(): Promise<void>;
  /** Of the process that runs now: another number says that it died and was started again. */
  pid(service: string): number;
  isRunning(service: string): boolean;
  killPostgres(): Promise<void>;
  /** As an operator would: sessions are ended, a checkpoint is written. */
  stopPostgres(): Promise<void>;
  restartPostgres(): Promise<void>;
  /** For a message that says why: the folder with each part's log. */
  logs: string;
  stop(): Promise<void>;
}

/** The whole system from the build, as processes on free ports: what `npm start` runs, without its supervision. */
export async function startSystem(options: SystemOptions = {}): Promise<TestSystem> {
  assertBuilt();
  const { dataDir = testFolder('system'), transport = 'nats', env = {} } = options;
  const transports = await planFor(transport, { yes: true, log: quiet });
  const system = new System({ dataDir, transports, log: quiet, durable: false, env });
  try {
    await system.start();
  } catch (error) {
    await system.stop();
    throw error;
  }
  const replicas: ServiceProcess[] = [];
  // PostgreSQL itself, where it carries the events.
  const broker = (): Part => system.brokers.get(transport)?.server ?? system.postgres;
  const adminUrl = new URL(system.postgres.url);
  adminUrl.pathname = '/commonplace';
  return {
    urls: Object.fromEntries(SERVICES.map((name) => [name, system.service(name).url])),
    adminUrl: adminUrl.href,
    logs: `${dataDir}/logs`,
    databaseUrl: (service) => system.databaseUrl(service),
    get brokerUrl() {
      return system.brokers.get(transport)?.url ?? adminUrl.href;
    },
    kill: (service) => system.service(service).kill(),
    restart: (service) => system.service(service).start(),
    replica: async (service) => {
      const replica = await startService({
        name: service,
        root: ROOT,
        record: runRecord(),
        logFile: `${dataDir}/logs/${service}-2.log`,
        env: {
          ...env,
          DATABASE_URL: system.databaseUrl(service),
          ...system.environmentOf(service, transports),
          AUTH_MODE: 'development',
          REPLICA_NAME: `${service}-2`,
        },
      });
      replicas.push(replica);
      return replica;
    },
    signal: (service, signal) => {
      system.service(service).process().signal(signal);
    },
    killBroker: () => broker().kill(),
    restartBroker: () => broker().start(),
    pid: (service) => system.service(service).pid,
    isRunning: (service) => system.service(service).process().isRunning(),
    killPostgres: () => system.postgres.kill(),
    stopPostgres: () => system.postgres.stop(),
    restartPostgres: () => system.postgres.start(),
    stop: async () => {
      await Promise.all(replicas.map((replica) => replica.stop()));
      await system.stop();
    },
  };
}
