import { Logger } from '@nestjs/common';
import postgres from 'postgres';
import {
  migrate,
  migrationSources,
  readConfig,
  type RunningService,
  type ServiceDefinition,
  startService,
} from '#platform';
import { cardsService } from '../../../services/cards/src/service.js';
import { feedsService } from '../../../services/feeds/src/service.js';
import { notificationsService } from '../../../services/notifications/src/service.js';
import { startTestNats, type TestNats } from '../../support/nats.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { producerOf } from './fixtures.js';

const DEFINITIONS: readonly ServiceDefinition[] = [cardsService, feedsService, notificationsService];

/** The three services on real servers, in the spec's own process, as deployed together. */
export class RunningSystem {
  /** @param changed definitions that take the place of the real ones of their name */
  static async start(...changed: ServiceDefinition[]): Promise<RunningSystem> {
    const [database, nats] = await Promise.all([createTestDatabase(), startTestNats()]);
    const services = new Map<string, RunningService>();
    Logger.overrideLogger(['error']);
    for (const real of DEFINITIONS) {
      const definition = changed.find(({ name }) => name === real.name) ?? real;
      const databaseUrl = database.urlOf(real.name);
      await migrate({ url: databaseUrl, schema: real.name, sources: migrationSources(real.name) });
      const config = readConfig(real.name, {
        DATABASE_URL: databaseUrl,
        NATS_URL: nats.url,
        NATS_NKEY_SEED: nats.seedOf(real.name),
        AUTH_MODE: 'development',
        HOST: '127.0.0.1',
      });
      services.set(real.name, await startService(definition, config));
    }
    return new RunningSystem(database, nats, services);
  }

  private constructor(
    readonly database: TestDatabase,
    readonly nats: TestNats,
    readonly services: ReadonlyMap<string, RunningService>,
  ) {}

  /**
   * Answers of a service's HTTP server. A string is sent as it is: `headers` say what it is.
   *
   * @throws when the answer is not the wanted one
   */
  async request(
    service: string,
    method: string,
    path: string,
    options: { as: string; body?: object | string; headers?: Record<string, string> },
  ): Promise<Record<string, unknown>> {
    const { as, body, headers = {} } = options;
    const response = await fetch(new URL(path, this.services.get(service)?.url), {
      method,
      headers: {
        ...headers,
        authorization: `Development ${as}`,
        ...(typeof body === 'object' ? { 'content-type': 'application/json' } : {}),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} of ${service} was answered with ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  }

  /** How many events of a type a consumer has handled, or passed, so far. */
  async handledBy(consumer: string, type: string): Promise<number> {
    const producer = producerOf(type);
    const sql = postgres(this.database.adminUrl, { max: 1, onnotice: () => undefined });
    try {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int as count from ${sql(producer)}.outbox o
        join ${sql(consumer)}.inbox_cursors c on c.source = ${`/services/${producer}`}
          and c.aggregate_id = o.aggregate_id and c.sequence >= o.sequence
        where o.type = ${type}`;
      return row?.count ?? 0;
    } finally {
      await sql.end({ timeout: 1 });
    }
  }

  async stop(): Promise<void> {
    for (const service of this.services.values()) await service.stop();
    await this.nats.stop();
    await this.database.drop();
  }
}
