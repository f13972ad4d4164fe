import { type Column, type Placeholder, sql, type SQL } from 'drizzle-orm';

/**
 * The column has one of these values. They travel as one parameter, so the statement's text is the same however many
 * there are: Drizzle's `inArray` writes them out, and each length would be prepared, and kept, for itself.
 *
 * @param values or the placeholder of an array of them
 */
export function anyOf(column: Column, values: readonly string[] | Placeholder): SQL {
  return sql`${column} = any(${sql.param(values)}::text[]::${sql.raw(column.getSQLType())}[])`;
}
