import type { Sql, TransactionSql } from 'postgres';

/** An aggregate of which the live projection and the rebuilt one have not handled the same events, or have some in parking. */
export interface CursorDifference extends RebuiltPlace {
  live: number;
  /** The last event that lies in parking; 0 where none does. */
  liveParked: number;
  /** Whether the live side has given one of them up. */
  liveGaveUp: boolean;
}

/** Where the rebuilt side is with an aggregate. */
export interface RebuiltPlace {
  source: string;
  aggregateId: string;
  rebuilt: number;
  rebuiltParked: number;
}

interface Sides {
  live: string;
  rebuilt: string;
  consumer: string;
}

/** @param limit of rows: more than so many say that there is much to do yet */
export function cursorDifferences(
  sql: Sql | TransactionSql,
  { live, rebuilt, consumer }: Sides,
  limit: number,
): Promise<CursorDifference[]> {
  const cursors = (schema: string) => sql`
    (select source, aggregate_id, sequence from ${sql(schema)}.inbox_cursors
      where consumer = ${consumer} and generation = 0)`;
  const parked = (schema: string) => sql`
    (select source, aggregate_id, max(sequence) as sequence, bool_or(status = 'dead') as dead
      from ${sql(schema)}.parked_events where consumer = ${consumer} and generation = 0 group by 1, 2)`;
  return sql<CursorDifference[]>`
    select source, aggregate_id as "aggregateId",
      coalesce(l.sequence, 0)::float8 as live, coalesce(r.sequence, 0)::float8 as rebuilt,
      coalesce(lp.sequence, 0)::float8 as "liveParked", coalesce(rp.sequence, 0)::float8 as "rebuiltParked",
      coalesce(lp.dead, false) as "liveGaveUp"
    from ${cursors(live)} l
    full join ${cursors(rebuilt)} r using (source, aggregate_id)
    full join ${parked(live)} lp using (source, aggregate_id)
    full join ${parked(rebuilt)} rp using (source, aggregate_id)
    where l.sequence is distinct from r.sequence or lp.sequence is not null or rp.sequence is not null
    limit ${limit}`;
}

/** Where the rebuilt side is with these now; one look by key at each. */
export function rebuiltPlaces(
  sql: TransactionSql,
  { rebuilt, consumer }: Sides,
  of: readonly RebuiltPlace[],
): Promise<RebuiltPlace[]> {
  return sql<RebuiltPlace[]>`
    select k.source, k.aggregate_id as "aggregateId", coalesce(c.sequence, 0)::float8 as rebuilt,
      coalesce(p.sequence, 0)::float8 as "rebuiltParked"
    from unnest(${of.map(({ source }) => source)}::text[], ${of.map(({ aggregateId }) => aggregateId)}::text[])
      as k (source, aggregate_id)
    left join lateral (
      select sequence from ${sql(rebuilt)}.inbox_cursors
      where consumer = ${consumer} and generation = 0 and source = k.source and aggregate_id = k.aggregate_id
    ) c on true
    left join lateral (
      select max(sequence) as sequence from ${sql(rebuilt)}.parked_events
      where consumer = ${consumer} and generation = 0 and source = k.source and aggregate_id = k.aggregate_id
    ) p on true`;
}

/**
 * The last event that the live side is done with: what lies in parking behind one that was given up may be handled by
 * the rebuilt side alone, since the live one never will.
 */
export function liveHead({ live, liveParked, liveGaveUp }: CursorDifference): number {
  return liveGaveUp ? Math.max(live, liveParked) : live;
}

/**
 * The live side has something to do yet before the rebuilt one may take its place: what only that has handled would be
 * told to nobody.
 */
export function isLiveBehind(one: CursorDifference): boolean {
  return one.rebuilt > liveHead(one) || one.liveParked > liveHead(one);
}

export function isRebuiltBehind(
  { rebuilt, rebuiltParked }: RebuiltPlace,
  { live, head }: { live: number; head: number },
): boolean {
  return rebuilt < live || Math.max(rebuilt, rebuiltParked) < head;
}
