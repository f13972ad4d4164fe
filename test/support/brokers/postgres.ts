import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { type PostgresServer, startPostgres } from '../../../infra/dev/servers/postgres.mjs';
import { OPERATOR, SERVICES } from '../../../infra/nats/topology.mjs';
import { BUS_DATABASE, provisionBus } from '../../../infra/postgres/bus.mjs';
import { withPath } from '../../../infra/postgres/provision.mjs';
import {
  PostgresTransport,
  type PostgresTransportOptions,
} from '../../../libs/eventing/src/transports/postgres/postgres-transport.js';
import type { BrokerOptions, StartAt, TestBroker } from './broker.js';

/** The bus on a PostgreSQL of its own. */
export class PostgresBroker implements TestBroker {
  readonly name = 'postgres';
  readonly keepsHistory = true;

  static async start(options: BrokerOptions): Promise<PostgresBroker> {
    const server = await startPostgres({
      dataDir: join(options.folder, 'bus'),
      log: () => undefined,
      record: options.record,
      durable: options.durable ?? true,
    });
    try {
      const urls = await provisionBus({ adminUrl: server.url, passwordOf: (identity) => `of-${identity}` });
      return new PostgresBroker(server, urls);
    } catch (error) {
      await server.kill();
      throw error;
    }
  }

  private constructor(
    readonly server: PostgresServer,
    readonly urls: Record<string, string>,
  ) {}

  get pid(): number {
    return this.server.pid;
  }

  environmentOf(service: string): Record<string, string> {
    return { EVENT_TRANSPORT: 'postgres', BUS_DATABASE_URL: this.urlOf(service) };
  }

  connect(service: string, options: Partial<PostgresTransportOptions> = {}): Promise<PostgresTransport> {
    return Promise.resolve(PostgresTransport.begin({ url: this.urlOf(service), name: service, ...options }));
  }

  async addConsumer(consumer: string, startAt: StartAt = 'first'): Promise<void> {
    await this.#as(this.urlOf(OPERATOR), async (sql) => {
      await sql`SELECT bus.add_consumer(${consumer}, ${startAt})`;
    });
  }

  async removeConsumer(consumer: string): Promise<void> {
    await this.#as(this.urlOf(OPERATOR), async (sql) => {
      await sql`SELECT bus.remove_consumer(${consumer})`;
    });
  }

  async lose(count: number): Promise<number> {
    return this.#as(this.adminUrl, async (sql) => {
      const lost = await sql`
        DELETE FROM bus.events WHERE (partition, position) IN (
          SELECT partition, position FROM bus.events ORDER BY stored_at DESC, position DESC LIMIT ${count}
        )`;
      return lost.count;
    });
  }

  kill(): Promise<void> {
    return this.server.kill();
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  start(): Promise<void> {
    return this.server.start();
  }

  signal(signal: NodeJS.Signals): void {
    this.server.process().signal(signal);
  }

  /** The superuser's, to the bus. */
  get adminUrl(): string {
    return withPath(this.server.url, BUS_DATABASE);
  }

  urlOf(service: string): string {
    const identity = SERVICES.some(({ name }) => name === service) ? service : OPERATOR;
    const url = this.urls[identity];
    if (url === undefined) throw new Error(`The bus was made without "${identity}"`);
    return url;
  }

  async #as<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
    const sql = postgres(url, { max: 1, onnotice: () => undefined });
    try {
      return await work(sql);
    } finally {
      await sql.end({ timeout: 5 });
    }
  }
}
