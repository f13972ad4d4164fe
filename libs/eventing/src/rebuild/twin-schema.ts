import type { Sql, TransactionSql } from 'postgres';
import { RebuildError } from './rebuild-error.js';

/** What the schema remembers of the rebuild that it is for. */
export interface RebuildState {
  operator: string;
  /** Events that were to be read when it began. */
  expected: number;
  swapped: boolean;
}

/** Migrations know these tables only by the record of what was applied, which is not for two. */
const RECORD = 'applied_migrations';

/** What the engine knows of a projection: swapped with it. */
const ENGINE_TABLES = ['inbox_cursors', 'parked_events', 'inbox_baselines', 'inbox_reconciliations'];

/**
 * A schema beside a service's own, with an empty twin of each of its tables and a copy of its functions. Connections
 * whose search path is this schema alone reach nothing else: handlers that run on them, whatever they write, change
 * nothing that is live and publish nothing. In the end the twins of the projection's tables take the places of the
 * live ones, and all others are dropped.
 */
export class TwinSchema {
  readonly name: string;
  readonly #live: string;

  constructor(live: string) {
    this.#live = live;
    this.name = `${live}_rebuild`;
  }

  /** @throws RebuildError `no-rebuild-schema` */
  async assertProvisioned(sql: Sql): Promise<void> {
    const [row] = await sql<{ usable: boolean | null }[]>`
      select has_schema_privilege(oid, 'create') as usable from pg_namespace where nspname = ${this.name}`;
    if (row?.usable === true) return;
    throw new RebuildError(
      'no-rebuild-schema',
      `There is no schema "${this.name}" that the service's role may use: run infra/postgres/provision.mjs again.`,
    );
  }

  /** Of the rebuild that was begun; undefined where there is none, or only the beginning of one. */
  async state(sql: Sql | TransactionSql): Promise<(RebuildState & { migrations: string }) | undefined> {
    const [found] = await sql`
      select from pg_tables where schemaname = ${this.name} and tablename = 'rebuild_state'`;
    if (found === undefined) return undefined;
    const [row] = await sql<(RebuildState & { migrations: string })[]>`
      select operator, expected::float8 as expected, swapped_at is not null as swapped, migrations
      from ${sql(this.name)}.rebuild_state`;
    return row;
  }

  /** What the live schema is, in a word that changes with each migration. */
  async migrations(sql: Sql | TransactionSql): Promise<string> {
    const [row] = await sql<{ word: string }[]>`
      select coalesce(md5(string_agg(source || created_at || hash, ',' order by source, created_at)), '') as word
      from ${sql(this.#live)}.applied_migrations`;
    return row?.word ?? '';
  }

  /** Makes everything anew; what is there is dropped. */
  async create(sql: TransactionSql, { operator, expected }: Omit<RebuildState, 'swapped'>): Promise<void> {
    await this.drop(sql);
    const tables = await sql<{ table: string }[]>`
      select c.relname as table from pg_class c where c.relnamespace = ${this.#live}::text::regnamespace
        and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> ${RECORD} order by 1`;
    for (const { table } of tables) await this.#createTwin(sql, table);
    await this.#copyFunctions(sql);
    await sql`
      create table ${sql(this.name)}.rebuild_state (
        operator text not null, expected bigint not null, migrations text not null,
        begun_at timestamptz not null default now(), swapped_at timestamptz
      )`;
    await sql`
      insert into ${sql(this.name)}.rebuild_state (operator, expected, migrations)
      values (${operator}, ${expected}, ${await this.migrations(sql)})`;
  }

  async drop(sql: TransactionSql): Promise<void> {
    const schema = this.name;
    const tables = await sql<{ table: string }[]>`
      select tablename as table from pg_tables where schemaname = ${schema}`;
    for (const { table } of tables) await sql`drop table ${sql(schema)}.${sql(table)} cascade`;
    const functions = await sql<{ signature: string }[]>`
      select oid::regprocedure::text as signature from pg_proc
      where pronamespace = ${schema}::text::regnamespace`;
    for (const { signature } of functions) await sql.unsafe(`drop function ${signature}`);
  }

  /**
   * Puts the twins in the places of the live tables, whose locks must be held by now.
   *
   * @throws RebuildError `schema-changed`
   */
  async swap(sql: TransactionSql, projections: readonly string[]): Promise<void> {
    const state = await this.state(sql);
    if (state?.migrations !== (await this.migrations(sql)))
      throw new RebuildError(
        'schema-changed',
        'Migrations were applied since the rebuild began. Abandon it and begin anew.',
      );
    for (const table of this.moved(projections)) {
      await sql`drop table ${sql(this.#live)}.${sql(table)}`;
      await sql`alter table ${sql(this.name)}.${sql(table)} set schema ${sql(this.#live)}`;
    }
    await sql`update ${sql(this.name)}.rebuild_state set swapped_at = now()`;
  }

  /** The tables that are swapped. */
  moved(projections: readonly string[]): string[] {
    return [...ENGINE_TABLES, ...projections];
  }

  /** With the names that migrations know its keys and indexes by. */
  async #createTwin(sql: TransactionSql, table: string): Promise<void> {
    const twin = sql`${sql(this.name)}.${sql(table)}`;
    await sql`create table ${twin} (like ${sql(this.#live)}.${sql(table)} including all excluding indexes)`;
    const [row] = await sql<{ oid: number }[]>`
      select ${`"${this.#live}"."${table}"`}::text::regclass::oid as oid`;
    const oid = row?.oid ?? 0;
    const keys = await sql<{ name: string; definition: string }[]>`
      select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = ${oid}::oid and contype in ('p', 'u')`;
    for (const { name, definition } of keys)
      await sql`alter table ${twin} add constraint ${sql(name)} ${sql.unsafe(definition)}`;
    const indexes = await sql<{ definition: string }[]>`
      select pg_get_indexdef(i.indexrelid) as definition from pg_index i
      where i.indrelid = ${oid}::oid and not exists (select from pg_constraint where conindid = i.indexrelid)`;
    for (const { definition } of indexes)
      await sql.unsafe(
        definition.replace(/ ON (?:ONLY )?\S+ USING /, ` ON "${this.name}"."${table}" USING `),
      );
  }

  /** Their bodies name tables without a schema, so that a copy works on the twins. */
  async #copyFunctions(sql: TransactionSql): Promise<void> {
    const functions = await sql<{ name: string; definition: string }[]>`
      select proname as name, pg_get_functiondef(oid) as definition from pg_proc
      where pronamespace = ${this.#live}::text::regnamespace and prokind = 'f'
        and prorettype <> 'trigger'::regtype`;
    await sql`set local check_function_bodies = off`;
    for (const { name, definition } of functions)
      await sql.unsafe(
        definition.replace(`FUNCTION ${this.#live}.${name}(`, `FUNCTION "${this.name}".${name}(`),
      );
  }
}
