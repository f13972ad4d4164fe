import { readMigrationFiles } from 'drizzle-orm/migrator';
import { ALL_PARTITIONS, type Consumption, type Transport } from '#eventing';
import type { Database } from './database.js';
import { migrationSources } from './run-migrations.js';

export interface ReadinessOptions {
  service: string;
  /** Events that the service may be behind by and still take requests; 0: however many. */
  maxLag: number;
}

export interface ReadinessParts {
  database: Database;
  transport: Transport;
  consumption: Consumption;
}

/** Longest wait for one answer of a dependency. */
const CHECK_TIMEOUT_MS = 2_000;

/** Whether this replica takes requests: asked by the load balancer, told by the shutdown. */
export class Readiness {
  readonly #options: ReadinessOptions;
  readonly #parts: ReadinessParts;
  #draining = false;
  #migrations: readonly { source: string; createdAt: number }[] | undefined;

  constructor(options: ReadinessOptions, parts: ReadinessParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** From now on it is not ready: the shutdown has begun. */
  drain(): void {
    this.#draining = true;
  }

  /** What is in the way, a sentence each; empty when nothing is. */
  async obstacles(): Promise<string[]> {
    if (this.#draining) return ['The service is shutting down'];
    const { database, transport } = this.#parts;
    const found = await Promise.all([
      // Without its database nothing is known of its migrations.
      failureOf('database', () => database.ping()).then(
        (failure) => failure ?? failureOf('migrations', () => this.#checkMigrations()),
      ),
      failureOf('broker', () => transport.check()).then(
        (failure) => failure ?? failureOf('lag', () => this.#checkLag()),
      ),
    ]);
    return found.filter((failure) => failure !== undefined);
  }

  /** Older code on a newer schema is how every release begins; newer code on an older one can not work. */
  async #checkMigrations(): Promise<void> {
    const wanted = (this.#migrations ??= migrationsOf(this.#options.service));
    const missing = await this.#parts.database.sql<{ source: string; count: number }[]>`
      select m.source, count(*)::int as count
      from unnest(
        ${wanted.map(({ source }) => source)}::text[], ${wanted.map(({ createdAt }) => createdAt)}::bigint[]
      ) as m (source, created_at)
      where not exists (
        select from applied_migrations a where a.source = m.source and a.created_at = m.created_at
      )
      group by m.source order by m.source`;
    if (missing.length === 0) return;
    const counts = missing.map(({ source, count }) => `${String(count)} of ${source}`).join(', ');
    throw new Error(`${counts} not applied: run the release's migrate.js`);
  }

  async #checkLag(): Promise<void> {
    const { service, maxLag } = this.#options;
    const { transport, consumption } = this.#parts;
    if (maxLag === 0 || !consumption.isConsuming) return;
    const lag = await transport.lag(service, ALL_PARTITIONS);
    if (lag > maxLag) throw new Error(`${String(lag)} events behind, of ${String(maxLag)} allowed`);
  }
}

function migrationsOf(service: string): { source: string; createdAt: number }[] {
  return migrationSources(service).flatMap(({ name, folder }) =>
    readMigrationFiles({ migrationsFolder: folder }).map(({ folderMillis }) => ({
      source: name,
      createdAt: folderMillis,
    })),
  );
}

async function failureOf(name: string, check: () => Promise<void>): Promise<string | undefined> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`no answer within ${String(CHECK_TIMEOUT_MS)} ms`));
  }, CHECK_TIMEOUT_MS);
  try {
    await Promise.race([check(), timeout]);
    return undefined;
  } catch (error) {
    return `${name}: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    clearTimeout(timer);
  }
}
