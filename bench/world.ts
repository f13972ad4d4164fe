import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { Registry } from 'prom-client';
import { CardAddedToLibraryV1 } from '#contracts';
import {
  connectTransport,
  Consumption,
  type EventBatchContext,
  type EventEnvelope,
  EventingMetrics,
  EventLog,
  EventServer,
  Publication,
  type TransactionPool,
  type Transport,
  type TransportName,
} from '#eventing';
import { Database, migrate, readConfig } from '#platform';
import { planFor, startBroker } from '../infra/dev/brokers/index.mjs';
import type { Broker } from '../infra/dev/brokers/broker.mjs';
import { ROOT } from '../infra/dev/paths.mjs';
import { type PostgresServer, startPostgres } from '../infra/dev/servers/postgres.mjs';
import { waitUntil } from '../infra/dev/servers/processes.mjs';
import { ProcessRecord } from '../infra/dev/servers/process-record.mjs';
import type { Figure } from './figures.ts';
import { EVENT_TYPE, FEED_TABLE, feedRowOf, insertFeedRows, SOURCE } from './workload/cards.ts';
import { RAW_BROKERS } from './raw/index.ts';
import type { RawBroker } from './raw/raw-broker.ts';
import { type BenchOptions, inFolder, quiet } from './run.ts';

const CARD_TABLE = `create table bench_cards (
  id text primary key, curator_id text not null, url text not null, note text not null, version int not null)`;

/** A consumer that is running; `handled` counts what its handler was given, committed or not. */
export interface RunningConsumer {
  handled: () => number;
  stop: () => Promise<void>;
}

/**
 * The engine by itself: one PostgreSQL with a producing and a consuming schema, one broker as the launcher makes it,
 * and everything in this process. What is measured is the engine, without HTTP and without a service's own work.
 */
export class World {
  readonly #closers: (() => Promise<unknown>)[] = [];
  readonly transport: TransportName;
  readonly postgres: PostgresServer;
  readonly broker: Broker;
  readonly #raw: RawBroker;

  static async start(options: BenchOptions, folder: string, transport: TransportName): Promise<World> {
    const record = new ProcessRecord(join(folder, 'processes'));
    const common = { log: quiet, record, durable: true };
    const server = await startPostgres({ ...common, dataDir: join(folder, 'postgres') });
    const stops = [() => record.stopAll(), () => server.stop()];
    try {
      await recordCommitTimes(server);
      const plan = await planFor(transport, { yes: true, log: options.say });
      const broker = await startBroker(transport, {
        ...common,
        dataDir: folder,
        program: plan.programs[transport],
        postgresUrl: server.url,
        ports: {},
        logFileOf: (name) => join(folder, `${name}.log`),
      });
      stops.push(async () => broker.server?.stop());
      await makeSchemas(server.url);
      const raw = await RAW_BROKERS[transport]((service) => broker.environmentOf(service), server.url);
      stops.push(() => raw.close());
      return new World({ transport, server, broker, raw, stops });
    } catch (error) {
      for (const stop of stops.reverse()) await stop();
      throw error;
    }
  }

  private constructor(parts: {
    transport: TransportName;
    server: PostgresServer;
    broker: Broker;
    raw: RawBroker;
    stops: (() => Promise<unknown>)[];
  }) {
    this.transport = parts.transport;
    this.postgres = parts.server;
    this.broker = parts.broker;
    this.#raw = parts.raw;
    this.#closers.push(...parts.stops);
  }

  get raw(): RawBroker {
    return this.#raw;
  }

  /** What was opened last is closed first, then the servers. */
  onStop(close: () => Promise<unknown>): void {
    this.#closers.push(close);
  }

  async stop(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }

  /** Connections to a schema; `synchronous_commit` is on unless said otherwise. */
  pool(schema: string, max: number, settings: Record<string, string> = {}): Sql {
    const sql = postgres(this.postgres.url, {
      max,
      connection: { search_path: schema, ...settings },
      onnotice: quiet,
    });
    this.#closers.push(() => sql.end({ timeout: 1 }));
    return sql;
  }

  transactions(schema: string, size: number): TransactionPool {
    const database = new Database({
      url: this.postgres.url,
      schema,
      max: 1,
      transactions: size,
      applicationName: schema,
    });
    this.#closers.push(() => database.close());
    return database.transactions;
  }

  /** A connection with a service's rights. */
  async connect(service: string): Promise<Transport> {
    const transport = await connectAs(this.broker, service);
    this.#closers.push(() => transport.close());
    return transport;
  }

  /** The relay of `cards`, as often as it is asked for, on the same connections; started by the caller. */
  publications(transport: Transport): () => Publication {
    const sql = this.pool('cards', 3);
    const relaySql = this.pool('cards', 3, { synchronous_commit: 'off' });
    return () => newPublication({ sql, relaySql, transport });
  }

  eventLog(connections: number, afterCommit: Publication['afterCommit'] = quiet): EventLog {
    return new EventLog(this.transactions('cards', connections), SOURCE, afterCommit);
  }

  /** The consumer `feeds`, with one batch handler that writes one row an event. */
  consumer(transport: Transport): () => Promise<RunningConsumer> {
    const sql = this.pool('feeds', 5);
    const transactions = this.transactions('feeds', 5);
    return () => startConsumer({ sql, transactions, transport });
  }
}

/** Measures each of the transports in a world of its own. */
export async function onEachWorld(
  options: BenchOptions,
  measure: (world: World, options: BenchOptions) => Promise<Figure[]>,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const transport of options.transports) {
    const measured = await inFolder(options, async (folder) => {
      const world = await World.start(options, folder, transport);
      return measure(world, options).finally(() => world.stop());
    });
    figures.push(...measured);
  }
  return figures;
}

export function newPublication(parts: { sql: Sql; relaySql: Sql; transport: Transport }): Publication {
  const metrics = new EventingMetrics(new Registry());
  return new Publication({ source: SOURCE, ...identity('bench'), retentionDays: 30 }, { ...parts, metrics });
}

/** Starts the consumer `feeds` on connections that are there. */
export async function startConsumer(parts: {
  sql: Sql;
  transactions: TransactionPool;
  transport: Transport;
}): Promise<RunningConsumer> {
  let handled = 0;
  const consumption = new Consumption(
    {
      consumer: 'feeds',
      generation: 0,
      source: '/services/feeds',
      ...identity('bench'),
      serviceVersion: '1',
    },
    { ...parts, metrics: new EventingMetrics(new Registry()), afterCommit: quiet },
  );
  const server = new EventServer(consumption, []);
  const handle = async (events: unknown, context: unknown): Promise<void> => {
    const batch = events as EventEnvelope<CardAddedToLibraryV1>[];
    await insertFeedRows((context as EventBatchContext).uow.sql, batch.map(feedRowOf));
    handled += batch.length;
  };
  server.addHandler(EVENT_TYPE, handle as never, true, { contract: CardAddedToLibraryV1, batch: true });
  await new Promise<void>((resolve, reject) => {
    server.listen((error) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('The consumer did not start', { cause: error }));
    });
  });
  return { handled: () => handled, stop: () => server.close() };
}

/** Connects as a service would from its environment. */
export function connectAs(
  broker: Pick<Broker, 'name' | 'environmentOf'>,
  service: string,
): Promise<Transport> {
  const environment = { ...broker.environmentOf(service), EVENT_TRANSPORT: broker.name };
  return connectFrom(environment, service);
}

/** Waits until it can be used: what is measured is not the start. */
export async function connectFrom(environment: NodeJS.ProcessEnv, service: string): Promise<Transport> {
  const { transports } = readConfig(service, {
    DATABASE_URL: 'postgres://unused',
    AUTH_MODE: 'development',
    ...environment,
  });
  const transport = connectTransport({ ...transports, service, name: `${service}-bench` });
  const isUsable = (): Promise<boolean> =>
    transport.check().then(
      () => true,
      () => false,
    );
  await waitUntil(isUsable, { what: `the transport of ${service}`, deadlineMs: 30_000 });
  return transport;
}

function identity(replica: string) {
  return { replica, incarnation: randomUUID(), leaseTtlMs: 6_000 };
}

/** The server then knows when each row was committed: latency is read afterwards, and measuring it costs nothing. */
export async function recordCommitTimes(server: PostgresServer): Promise<void> {
  const admin = postgres(server.url, { max: 1 });
  await admin`alter system set track_commit_timestamp = on`;
  await admin.end();
  await server.stop();
  await server.start();
}

/** The schemas of both sides, with the engine's tables and the bench's own. */
export async function makeSchemas(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: quiet });
  for (const [schema, table] of [
    ['cards', CARD_TABLE],
    ['feeds', FEED_TABLE],
  ] as const) {
    await sql`create schema ${sql(schema)}`;
    const folder = join(ROOT, 'libs/eventing/migrations');
    await migrate({ url, schema, sources: [{ name: 'eventing', folder }] });
    await sql.unsafe(`set search_path = ${schema}; ${table}; set search_path = public`);
  }
  await sql.end();
}
