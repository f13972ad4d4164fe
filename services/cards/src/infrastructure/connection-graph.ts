import type { Database } from '#platform';
import type { StoredConnection } from './connection-repository.js';

export interface GraphLimits {
  /** Connections on either side of one work that the walk looks at, the newest. */
  fanOut: number;
  /** Works, with the one that the walk begins at. */
  works: number;
  connections: number;
}

/** A connection between two works that the walk reached, and how many steps each is away. */
export interface ReachedConnection {
  row: StoredConnection;
  sourceDistance: number;
  targetDistance: number;
}

export interface Walk {
  connections: ReachedConnection[];
  /** A work on the way has more connections than the walk looked at. */
  isFanOutCut: boolean;
  /** There are more works within the distance. */
  isWorksCut: boolean;
  /** There are more connections between the works. */
  isConnectionsCut: boolean;
}

type RawConnection = Omit<StoredConnection, 'createdAt' | 'updatedAt'> & {
  createdAt: number;
  updatedAt: number;
  sourceDistance: number;
  targetDistance: number;
  isFanOutCut: boolean;
  isWorksCut: boolean;
};

/**
 * Walks from a work along connections in both directions, breadth first.
 *
 * One row of `level` is one step: the works reached by it, and all that were reached so far. So no work is visited
 * twice, and each step reads at most `fanOut` + 1 index entries on either side of at most `works` works, however many
 * connections a popular work has.
 */
export async function walkConnections(
  { sql }: Database,
  url: string,
  depth: number,
  limits: GraphLimits,
): Promise<Walk> {
  const rows = await sql<RawConnection[]>`
    with recursive level (distance, reached, seen, fan_out_cut, works_cut) as (
      select 0, array[md5(${url})::uuid], array[md5(${url})::uuid], false, false
      union all
      select level.distance + 1, step.reached, level.seen || step.reached, step.fan_out_cut, step.works_cut
      from level cross join lateral (
        select
          coalesce(array_agg(key) filter (where is_new and place <= room), '{}') as reached,
          coalesce(bool_or(is_beyond), false) as fan_out_cut,
          coalesce(bool_or(is_new and place > room), false) as works_cut
        from (
          select key, is_beyond, is_new, ${limits.works}::int - cardinality(level.seen) as room,
            row_number() over (partition by is_new order by nearest, key) as place
          from (
            select neighbour.key, min(neighbour.place) as nearest,
              bool_or(neighbour.place > ${limits.fanOut}) as is_beyond,
              min(neighbour.place) <= ${limits.fanOut} and neighbour.key <> all(level.seen) as is_new
            from unnest(level.reached) as origin (key) cross join lateral (
              (select target_key as key, row_number() over (order by created_at desc, id desc) as place
                from connections where source_key = origin.key
                order by created_at desc, id desc limit ${limits.fanOut + 1})
              union all
              (select source_key, row_number() over (order by created_at desc, id desc)
                from connections where target_key = origin.key
                order by created_at desc, id desc limit ${limits.fanOut + 1})
            ) as neighbour
            group by neighbour.key
          ) as neighbours
        ) as placed
      ) as step
      where level.distance < ${depth} and cardinality(level.reached) > 0
    ), work as (
      select key, level.distance from level cross join unnest(level.reached) as key
    )
    select c.id, c.curator_id as "curatorId", c.source, c.target, c.type, c.note, c.version, c.sequence,
      extract(epoch from c.created_at)::float8 * 1000 as "createdAt",
      extract(epoch from c.updated_at)::float8 * 1000 as "updatedAt",
      source.distance as "sourceDistance", target.distance as "targetDistance",
      (select bool_or(fan_out_cut) from level) as "isFanOutCut",
      (select bool_or(works_cut) from level) as "isWorksCut"
    from work source
    cross join work target
    join connections c on c.source_key = source.key and c.target_key = target.key
    order by greatest(source.distance, target.distance), c.created_at desc, c.id desc
    limit ${limits.connections + 1}
  `;
  return {
    connections: rows.slice(0, limits.connections).map(reached),
    isFanOutCut: rows[0]?.isFanOutCut ?? false,
    isWorksCut: rows[0]?.isWorksCut ?? false,
    isConnectionsCut: rows.length > limits.connections,
  };
}

function reached({ sourceDistance, targetDistance, createdAt, updatedAt, ...row }: RawConnection) {
  return {
    row: { ...row, createdAt: new Date(createdAt), updatedAt: new Date(updatedAt) },
    sourceDistance,
    targetDistance,
  };
}
