import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import postgres, { type Sql } from 'postgres';
import type { TransportName } from '../../../infra/dev/brokers/broker.mjs';
import { planFor } from '../../../infra/dev/brokers/index.mjs';
import type { PostgresServer } from '../../../infra/dev/servers/postgres.mjs';
import { startService, type ServiceProcess } from '../../../infra/dev/servers/service.mjs';
import { ROOT } from '../../../infra/dev/paths.mjs';
import { SERVICES, System } from '../../../infra/dev/system.mjs';
import type { FaultBroker } from './broker.ts';
import { firstNodeFolder, startNatsCluster } from './nats-cluster.ts';
import { openBroker } from './open-broker.ts';
import { Replica } from './replica.ts';
import { mountSmallDisk, unmountSmallDisk } from './small-disk.ts';
import { TcpProxy, Wire } from './tcp-proxy.ts';

export interface FaultSystemOptions {
  dataDir: string;
  transport: TransportName;
  /** Three servers of the broker instead of one. */
  cluster: boolean;
  /** Of each service. */
  replicas: number;
  log: (line: string) => void;
}

const CLOCK = pathToFileURL(join(ROOT, 'test', 'faults', 'system', 'clock.mjs')).href;
/** Where services are told of the broker. */
const BROKER_URLS = ['NATS_URL', 'REDIS_URL', 'AMQP_URL', 'BUS_DATABASE_URL'];
const WATCH_EVERY_MS = 250;

/** The whole system from the build, each wire through a proxy and each clock in our hands. */
export class FaultSystem {
  readonly replicas: readonly Replica[];
  readonly postgres: PostgresServer;
  readonly broker: FaultBroker;
  /** As the superuser, past every proxy. */
  readonly sql: Sql;
  readonly #cleanUp: () => Promise<void>;
  readonly #watch: NodeJS.Timeout;

  private constructor(parts: {
    replicas: readonly Replica[];
    postgres: PostgresServer;
    broker: FaultBroker;
    sql: Sql;
    cleanUp: () => Promise<void>;
  }) {
    this.replicas = parts.replicas;
    this.postgres = parts.postgres;
    this.broker = parts.broker;
    this.sql = parts.sql;
    this.#cleanUp = parts.cleanUp;
    this.#watch = setInterval(() => {
      for (const replica of this.replicas) void replica.mend();
    }, WATCH_EVERY_MS);
  }

  static async start(options: FaultSystemOptions): Promise<FaultSystem> {
    const { dataDir, transport, cluster, log } = options;
    const brokerDir = cluster ? firstNodeFolder(dataDir) : join(dataDir, transport);
    mkdirSync(brokerDir, { recursive: true });
    // PostgreSQL is struck in other ways; its bus has no folder of its own.
    const small = transport !== 'postgres' && mountSmallDisk(brokerDir);
    const started: (() => Promise<unknown>)[] = [];
    const cleanUp = async (): Promise<void> => {
      for (const end of started.toReversed()) await end();
      if (small) unmountSmallDisk(brokerDir);
    };
    try {
      const wires = new Wires(dataDir);
      started.push(() => wires.close());
      const system = new System({
        dataDir,
        transports: await planFor(transport, { yes: true, log }),
        log,
        durable: false,
        ...(cluster ? { startBroker: startNatsCluster } : {}),
        env: { LOG_LEVEL: 'warn' },
        envOf: (service, env) => wires.envOf(service, `${service}-1`, env),
      });
      started.push(() => system.kill());
      await system.start();
      const replicas = SERVICES.map((service) =>
        wires.replica(service, `${service}-1`, system.service(service)),
      );
      for (const service of SERVICES) {
        for (let number = 2; number <= options.replicas; number += 1) {
          const { replica, process } = await wires.another(service, `${service}-${String(number)}`);
          started.push(() => process.kill());
          replicas.push(replica);
        }
      }
      const broker = await openBroker(transport, {
        server: system.brokers.get(transport)?.server,
        dataDir,
        postgresUrl: system.postgres.url,
        smallDisk: small ? brokerDir : undefined,
      });
      started.push(() => broker.close());
      const url = new URL(system.postgres.url);
      url.pathname = '/commonplace';
      const sql = postgres(url.href, { max: 4, onnotice: () => undefined, connect_timeout: 2 });
      started.push(() => sql.end({ timeout: 1 }));
      return new FaultSystem({ replicas, postgres: system.postgres, broker, sql, cleanUp });
    } catch (error) {
      await cleanUp();
      throw error;
    }
  }

  of(service: string): readonly Replica[] {
    return this.replicas.filter((replica) => replica.service === service);
  }

  urlsOf(service: string): readonly string[] {
    return this.of(service).map(({ url }) => url);
  }

  async stop(): Promise<void> {
    clearInterval(this.#watch);
    await this.#cleanUp();
  }
}

interface Ends {
  postgres: Wire;
  broker: Wire;
}

/** The proxies of each replica, and what it is started with to go through them. */
class Wires {
  readonly #dataDir: string;
  readonly #ends = new Map<string, Ends>();
  readonly #envs = new Map<string, NodeJS.ProcessEnv>();

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    rmSync(join(dataDir, 'clocks'), { recursive: true, force: true });
    mkdirSync(join(dataDir, 'clocks'), { recursive: true });
  }

  async envOf(service: string, name: string, env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
    if (!this.#envs.has(service)) this.#envs.set(service, env);
    const database = await bend(env['DATABASE_URL']);
    const brokerKey = BROKER_URLS.find((key) => env[key] !== undefined) ?? '';
    const broker = await bend(env[brokerKey]);
    this.#ends.set(name, { postgres: database.wire, broker: broker.wire });
    return {
      ...env,
      DATABASE_URL: database.url,
      [brokerKey]: broker.url,
      REPLICA_NAME: name,
      FAULTS_CLOCK_FILE: this.#clockFile(name),
      NODE_OPTIONS: `--import=${CLOCK}`,
    };
  }

  replica(service: string, name: string, process: ServiceProcess): Replica {
    const wires = this.#ends.get(name);
    if (wires === undefined) throw new Error(`${name} has no wires`);
    return new Replica({ name, service, process, wires, clockFile: this.#clockFile(name) });
  }

  async another(service: string, name: string): Promise<{ replica: Replica; process: ServiceProcess }> {
    const process = await startService({
      name: service,
      root: ROOT,
      logFile: join(this.#dataDir, 'logs', `${name}.log`),
      env: await this.envOf(service, name, this.#envs.get(service) ?? {}),
    });
    return { replica: this.replica(service, name, process), process };
  }

  async close(): Promise<void> {
    for (const { postgres: one, broker } of this.#ends.values()) {
      await one.close();
      await broker.close();
    }
  }

  #clockFile(name: string): string {
    return join(this.#dataDir, 'clocks', name);
  }
}

/** Proxies before the servers of a URL, or of several with commas, and the same with the ways that lead through them. */
async function bend(urls: string | undefined): Promise<{ url: string; wire: Wire }> {
  const bent = await Promise.all(
    String(urls)
      .split(',')
      .map(async (url) => {
        const target = new URL(url);
        const { hostname: host, port } = target;
        const proxy = await TcpProxy.open(() => ({ host, port: Number(port) }));
        target.hostname = '127.0.0.1';
        target.port = String(proxy.port);
        return { url: target.href, proxy };
      }),
  );
  return { url: bent.map(({ url }) => url).join(','), wire: new Wire(bent.map(({ proxy }) => proxy)) };
}
