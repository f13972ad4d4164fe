import { migrate, migrationSources, type ServiceDefinition } from '#platform';
import { cardsService } from '../../../services/cards/src/service.js';
import { feedsService } from '../../../services/feeds/src/service.js';
import { notificationsService } from '../../../services/notifications/src/service.js';
import postgres from 'postgres';
import { startTestNats, type TestNats } from '../../support/nats.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { TestService } from '../../support/running-service.js';
import { producerOf } from './fixtures.js';

const DEFINITIONS: readonly ServiceDefinition[] = [cardsService, feedsService, notificationsService];

/** The three services on real servers, in the spec's own process, as deployed together. */
export class RunningSystem {
  /** @param changed definitions that take the place of the real ones of their name */
  static async start(...changed: ServiceDefinition[]): Promise<RunningSystem> {
    const [database, nats] = await Promise.all([createTestDatabase(), startTestNats()]);
    const services = new Map<string, TestService>();
    for (const real of DEFINITIONS) {
      const definition = changed.find(({ name }) => name === real.name) ?? real;
      const databaseUrl = database.urlOf(real.name);
      await migrate({ url: databaseUrl, schema: real.name, sources: migrationSources(real.name) });
      services.set(real.name, await TestService.start(definition, { databaseUrl, nats }));
    }
    return new RunningSystem(database, nats, services);
  }

  private constructor(
    readonly database: TestDatabase,
    readonly nats: TestNats,
    readonly services: ReadonlyMap<string, TestService>,
  ) {}

  /** @throws when the answer is not the wanted one */
  async request(
    service: string,
    method: string,
    path: string,
    options: { as: string; body?: object | string; headers?: Record<string, string> },
  ): Promise<Record<string, unknown>> {
    const answer = await this.services.get(service)?.request(method, path, options);
    if (answer === undefined || answer.status >= 300) {
      throw new Error(`${method} ${path} of ${service} was answered with ${JSON.stringify(answer)}`);
    }
    return (answer.body ?? {}) as Record<string, unknown>;
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
