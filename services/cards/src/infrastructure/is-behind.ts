import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import type { Position } from '#platform';

/**
 * The row stands behind the position in a list by these columns, newest first. One comparison of rows, so that an
 * index by both is entered at the position.
 */
export function isBehind(time: AnyColumn | SQL, id: AnyColumn, position: Position): SQL {
  return sql`(${time}, ${id}) < (to_timestamp(${position.at}::float8 / 1000), ${position.id}::uuid)`;
}
