import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { type PostgresServer, startPostgres } from '../../infra/dev/servers/postgres.mjs';
import { provisionPostgres, SERVICES } from '../../infra/postgres/provision.mjs';
import { postgresUrl, quiet, runRecord, testFolder } from './run.js';

export interface TestDatabase {
  /** The superuser's, to this database. */
  adminUrl: string;
  /** Of each service's own role, with no rights but in its own schema. */
  urls: Record<string, string>;
  /** Of one service. Throws for one that the database was not made for. */
  urlOf(service: string): string;
  /** Ends its sessions and removes it with its roles. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  services?: readonly string[];
  /** The run's shared server unless given. */
  server?: { url: string };
}

/**
 * A fresh database on the run's server, provisioned as production's is, with roles of its own. Takes some 60 ms.
 * Schemas are empty: `migrate({ url, schema, sources: migrationSources(service) })` of `#platform` fills them.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = options.server?.url ?? postgresUrl();
  const services = options.services ?? SERVICES;
  const name = `test_${randomBytes(6).toString('hex')}`;
  const roleOf = (service: string): string => `${service}_${name}`;
  const urls = await provisionPostgres({
    adminUrl: server,
    database: name,
    services,
    roleOf,
    passwordOf: () => name,
  });
  const adminUrl = new URL(server);
  adminUrl.pathname = `/${name}`;
  return {
    adminUrl: adminUrl.href,
    urls,
    urlOf(service) {
      const url = urls[service];
      if (url === undefined) throw new Error(`The test database was made without "${service}"`);
      return url;
    },
    async drop() {
      const sql = postgres(server, { max: 1, onnotice: quiet });
      try {
        await sql`DROP DATABASE IF EXISTS ${sql(name)} WITH (FORCE)`;
        for (const service of services) await sql`DROP ROLE IF EXISTS ${sql(roleOf(service))}`;
      } finally {
        await sql.end({ timeout: 5 });
      }
    },
  };
}

/** A server of the spec's own, to be killed and started again. Its caller stops it. */
export function startTestPostgres(): Promise<PostgresServer> {
  return startPostgres({ dataDir: testFolder('postgres'), log: quiet, durable: false, record: runRecord() });
}
