import { type Column, is, Param, Placeholder, sql, type SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql, TransactionSql } from 'postgres';
import { preparing } from './preparing.js';

type Values = Record<string, unknown>;

interface Built<Result> {
  getQuery(): { params: unknown[] };
  execute(values?: Values): Promise<Result>;
}

/** Drizzle without a connection: it only writes texts. */
const writer = drizzle.mock();

/**
 * A Drizzle query that is built once, with `sql.placeholder` where its values go, instead of for each time that it
 * runs: building took longer than running it.
 *
 * @param build is called once, when the query first runs
 * @returns what runs it on a transaction, or on a client, with the placeholders' values by their names. A value that is
 *   missing is an error; null is null, in columns of any type.
 */
export function statement<Result>(
  build: (db: typeof writer) => { prepare(name: string): Built<Result> },
): (on: Sql | TransactionSql, values: object) => Promise<Result> {
  let built: Built<Result> | undefined;
  return (on, values) => {
    built ??= withNulls(build(writer).prepare(''));
    // The same query, on another connection: Drizzle keeps the client in a field of it.
    const here = Object.create(built, { client: { value: preparing(on) } }) as Built<Result>;
    return here.execute({ ...values });
  };
}

/** A placeholder for each of the columns, under its own name, as `values` and `set` take them. */
export function placeholders<Name extends string>(
  columns: Readonly<Record<Name, Column>>,
  names: readonly Name[],
): Record<Name, SQL> {
  const entries = names.map((name) => [name, sql`${sql.param(sql.placeholder(name), columns[name])}`]);
  return Object.fromEntries(entries) as Record<Name, SQL>;
}

/** Drizzle asks a column's encoder also for null, which not every encoder can take. */
function withNulls<Result>(built: Built<Result>): Built<Result> {
  const { params } = built.getQuery();
  params.forEach((param, index) => {
    if (!is(param, Param) || !is(param.value, Placeholder)) return;
    const { encoder } = param;
    params[index] = new Param(param.value, {
      mapToDriverValue: (value: unknown): unknown =>
        value === null ? null : encoder.mapToDriverValue(value),
    });
  });
  return built;
}
