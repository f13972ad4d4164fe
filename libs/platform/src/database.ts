import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql, type TransactionSql } from 'postgres';

export interface DatabaseOptions {
  url: string;
  /** The service's schema: the only one on its search path. */
  schema: string;
  /** Connections at most. */
  max: number;
  applicationName: string;
  /** `off`: commits do not wait for the disk. Only for what may be done twice. */
  synchronousCommit?: 'on' | 'off';
}

/** Type ids of timestamp[], date[], timestamptz[] and interval[]. */
const TEMPORAL_ARRAYS = [1115, 1182, 1185, 1187];

/**
 * One pool of connections to the service's own schema, as raw postgres.js (`sql`) and as Drizzle (`db`).
 *
 * Drizzle takes over the shared client's type parsers: raw queries get timestamps as strings and take JSON as
 * text. Code that uses `sql` relies on neither.
 */
export class Database {
  readonly sql: Sql;
  readonly db: PostgresJsDatabase;

  constructor(options: DatabaseOptions) {
    this.sql = postgres(options.url, {
      max: options.max,
      connect_timeout: 5,
      // Reconnects keep trying, a quarter of a second apart at first, two seconds at most.
      backoff: (retries: number) => Math.min(0.25 * 2 ** retries, 2),
      connection: {
        application_name: options.applicationName,
        search_path: options.schema,
        synchronous_commit: options.synchronousCommit ?? 'on',
        // A transaction whose process hangs lets go of its locks.
        idle_in_transaction_session_timeout: 60_000,
      },
      onnotice: () => undefined,
    });
    this.db = drizzle(this.sql);
    // Drizzle lets these arrays through as they are, which only its own columns can take: raw SQL's
    // `${dates}::timestamptz[]` needs the client's serializers, which it fetches where there are none.
    for (const arrayType of TEMPORAL_ARRAYS) {
      const { serializers, parsers } = this.sql.options as unknown as Record<string, Record<number, unknown>>;
      delete serializers?.[arrayType];
      delete parsers?.[arrayType];
    }
  }

  /** Drizzle on a running transaction, so that repositories and events share one commit. */
  drizzle(transaction: TransactionSql): PostgresJsDatabase {
    // Drizzle sets the parsers in the `options` of the client that it is given. A transaction has none, and works
    // with the pool's, which are set.
    const client = Object.assign(transaction, { options: { parsers: {}, serializers: {} } });
    return drizzle(client as unknown as Sql);
  }

  async ping(): Promise<void> {
    await this.sql`select 1`;
  }

  async close(): Promise<void> {
    await this.sql.end({ timeout: 5 });
  }
}
