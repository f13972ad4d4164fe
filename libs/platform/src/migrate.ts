import { readMigrationFiles } from 'drizzle-orm/migrator';
import postgres from 'postgres';
import { tlsOptions } from './certificate-authority.js';

export interface MigrationOptions {
  /** A role that owns the schema. Must be a direct connection: the lock is a session's. */
  url: string;
  /** As the service's own connections have it. */
  ca?: string | undefined;
  schema: string;
  /** Folders of migrations (drizzle-kit's layout), in order; each keeps a record of its own, by its name. */
  sources: readonly { name: string; folder: string }[];
}

export interface AppliedMigrations {
  /** `<source>: <count applied now>` for each source. */
  applied: Record<string, number>;
}

/**
 * Brings a service's schema up to date, all in one transaction; several replicas may call it at once.
 *
 * Drizzle's own migrator is not used because it creates schemas, which a service's role must not be able to.
 */
export async function migrate(options: MigrationOptions): Promise<AppliedMigrations> {
  const sql = postgres(options.url, {
    max: 1,
    ...tlsOptions(options.ca),
    connection: { search_path: options.schema, application_name: `${options.schema}-migrate` },
    onnotice: () => undefined,
  });
  try {
    const applied: Record<string, number> = {};
    await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext(${`migrate:${options.schema}`}))`;
      await tx`
        create table if not exists applied_migrations (
          source text not null, created_at bigint not null, hash text not null,
          applied_at timestamptz not null default now(), primary key (source, created_at)
        )`;
      for (const source of options.sources) applied[source.name] = await applySource(tx, source);
    });
    return { applied };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function applySource(
  tx: postgres.TransactionSql,
  source: { name: string; folder: string },
): Promise<number> {
  const rows = await tx<{ created_at: string; hash: string }[]>`
    select created_at, hash from applied_migrations where source = ${source.name}`;
  const known = new Map(rows.map((row) => [Number(row.created_at), row.hash]));
  let count = 0;
  for (const migration of readMigrationFiles({ migrationsFolder: source.folder })) {
    const hash = known.get(migration.folderMillis);
    if (hash !== undefined) {
      if (hash === migration.hash) continue;
      throw new Error(
        `Migration ${String(migration.folderMillis)} of "${source.name}" was changed after it was applied. ` +
          'Restore the file and put the change into a new migration.',
      );
    }
    for (const statement of migration.sql) {
      // The schema is provisioned with its role; the service may not create any.
      if (/^\s*create schema/i.test(statement)) continue;
      await tx.unsafe(statement);
    }
    await tx`
      insert into applied_migrations (source, created_at, hash)
      values (${source.name}, ${migration.folderMillis}, ${migration.hash})`;
    count += 1;
  }
  return count;
}
