import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import { onlyOnce, TransactionPool } from '#eventing';
import { answeringSockets } from './answering-socket.js';
import { tlsOptions } from './certificate-authority.js';
import { preparing } from './preparing.js';

export interface DatabaseOptions {
  url: string;
  /** PEM of the authority of the server's certificate: with it the connections are encrypted and the server is checked. */
  ca?: string | undefined;
  /** The service's schema: the only one on its search path. */
  schema: string;
  /** Connections for single statements, at most. */
  max: number;
  /** Transactions at once, at most: each has a connection of its own. */
  transactions?: number;
  applicationName: string;
  /** `off`: commits do not wait for the disk. Only for what may be done twice. */
  synchronousCommit?: 'on' | 'off';
  /** How long a statement may take until the server says something; then the connection is ended. 30 s. */
  answerTimeoutMs?: number;
}

const ANSWER_TIMEOUT_MS = 30_000;

/**
 * How statements are planned. A plan that the server chooses once and keeps is the one that was best while the tables
 * were small: it scans them for ever after.
 */
const PLANS = {
  /** Each time, for what is asked and for the tables as they are: for queries, whose filters and sizes differ. */
  anew: { plan_cache_mode: 'force_custom_plan' },
  /**
   * Once for a connection, by looking up each row by its index, whatever the planner believes of the tables. For what
   * reads and writes a batch of rows by their keys, many times a second: planning cost more than doing it.
   */
  byKey: {
    plan_cache_mode: 'force_generic_plan',
    enable_seqscan: 'off',
    enable_hashjoin: 'off',
    enable_mergejoin: 'off',
  },
} as const;

/** Type ids of timestamp[], date[], timestamptz[] and interval[]. */
const TEMPORAL_ARRAYS = [1115, 1182, 1185, 1187];

/**
 * Connections to the service's own schema: a pool for single statements, as raw postgres.js (`sql`) and as Drizzle
 * (`db`), and those that transactions run on.
 *
 * Drizzle takes over the shared client's type parsers: raw queries get timestamps as strings and take JSON as
 * text. Code that uses `sql` relies on neither.
 */
export class Database {
  readonly sql: Sql;
  /** For queries that find few rows by their keys, and are dearer to plan than to run: planned once for a connection. */
  readonly byKey: Sql;
  readonly db: PostgresJsDatabase;

  /** Where transactions run: on connections of their own. */
  readonly transactions: TransactionPool;

  constructor(options: DatabaseOptions) {
    this.sql = clientOf(options, options.max, 'anew');
    // Either connects when it is first asked.
    this.byKey = clientOf(options, options.max, 'byKey');
    this.db = drizzle(preparing(this.sql));
    this.transactions = new TransactionPool({
      size: options.transactions ?? 0,
      connect: (onClose) => clientOf(options, 1, 'byKey', onClose),
    });
  }

  /** Drizzle on a running transaction, so that repositories and events share one commit. */
  drizzle(transaction: TransactionSql): PostgresJsDatabase {
    return drizzle(preparing(transaction));
  }

  async ping(): Promise<void> {
    await this.sql`select 1`;
  }

  async close(): Promise<void> {
    const clients = [this.sql, this.byKey].map((client) => client.end({ timeout: 5 }));
    await Promise.all([this.transactions.close(), ...clients]);
  }
}

function clientOf(
  options: DatabaseOptions,
  max: number,
  plans: keyof typeof PLANS,
  onClose?: () => void,
): Sql {
  const sockets = answeringSockets(options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS);
  const client = postgres(options.url, {
    max,
    ...tlsOptions(options.ca),
    connect_timeout: 5,
    // Reconnects keep trying, a quarter of a second apart at first, two seconds at most.
    backoff: (retries: number) => Math.min(0.25 * 2 ** retries, 2),
    connection: {
      application_name: options.applicationName,
      search_path: options.schema,
      synchronous_commit: options.synchronousCommit ?? 'on',
      // A transaction whose process hangs lets go of its locks.
      idle_in_transaction_session_timeout: 60_000,
      ...PLANS[plans],
    },
    // Seconds. A connection that nobody uses costs the server memory.
    idle_timeout: 300,
    onnotice: () => undefined,
    ...{ socket: onClose === undefined ? sockets : onlyOnce(sockets) },
    ...(onClose === undefined ? {} : { onclose: onClose }),
  });
  // For its effect on the client: Drizzle's parsers, which its queries on a transaction rely on.
  drizzle(client);
  useClientArrays(client);
  return client;
}

function useClientArrays(client: Sql): void {
  // Drizzle lets these arrays through as they are, which only its own columns can take: raw SQL's
  // `${dates}::timestamptz[]` needs the client's serializers, which it fetches where there are none.
  const { serializers, parsers } = client.options as unknown as Record<string, Record<number, unknown>>;
  for (const arrayType of TEMPORAL_ARRAYS) {
    delete serializers?.[arrayType];
    delete parsers?.[arrayType];
  }
}
