import type { Sql, TransactionSql } from 'postgres';

/** An aggregate of which the live projection and the rebuilt one have not handled the same events. */
export interface CursorDifference {
  /** `<source> <aggregate id>` */
  key: string;
  live: number;
  rebuilt: number;
  /** The last event that lies in parking; 0 where none does. */
  liveParked: number;
  rebuiltParked: number;
}

/** @param limit of rows: more than so many say that there is much to do yet */
export function cursorDifferences(
  sql: Sql | TransactionSql,
  { live, rebuilt, consumer }: { live: string; rebuilt: string; consumer: string },
  limit: number,
): Promise<CursorDifference[]> {
  const cursors = (schema: string) => sql`
    (select source, aggregate_id, sequence from ${sql(schema)}.inbox_cursors
      where consumer = ${consumer} and generation = 0)`;
  const parked = (schema: string) => sql`
    (select source, aggregate_id, max(sequence) as sequence from ${sql(schema)}.parked_events
      where consumer = ${consumer} and generation = 0 group by 1, 2)`;
  return sql<CursorDifference[]>`
    select source || ' ' || aggregate_id as key,
      coalesce(l.sequence, 0)::float8 as live, coalesce(r.sequence, 0)::float8 as rebuilt,
      coalesce(lp.sequence, 0)::float8 as "liveParked", coalesce(rp.sequence, 0)::float8 as "rebuiltParked"
    from ${cursors(live)} l
    full join ${cursors(rebuilt)} r using (source, aggregate_id)
    full join ${parked(live)} lp using (source, aggregate_id)
    full join ${parked(rebuilt)} rp using (source, aggregate_id)
    where l.sequence is distinct from r.sequence or lp.sequence is not null or rp.sequence is not null
    limit ${limit}`;
}

/** The last event of the aggregate that the live side has, handled or in parking. */
export function liveHead({ live, liveParked }: CursorDifference): number {
  return Math.max(live, liveParked);
}

/** The same of the rebuilt side. */
export function rebuiltHead({ rebuilt, rebuiltParked }: CursorDifference): number {
  return Math.max(rebuilt, rebuiltParked);
}
