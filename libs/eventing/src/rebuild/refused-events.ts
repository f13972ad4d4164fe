import type { Sql, TransactionSql } from 'postgres';

export interface RefusedEvent {
  eventId: string;
  type: string;
  /** `lost`: what should come before it exists nowhere any more. */
  reason: string;
  error: string;
}

interface Sides {
  live: string;
  rebuilt: string;
  consumer: string;
}

/** Events that the rebuilt side has given up, and that the live side has behind it. */
export async function refusedEvents(sql: Sql, { live, rebuilt, consumer }: Sides): Promise<RefusedEvent[]> {
  return sql<RefusedEvent[]>`
    select p.event_id as "eventId", p.type, p.reason, p.error_signature as error
    from ${sql(rebuilt)}.parked_events p
    join ${sql(live)}.inbox_cursors c on c.consumer = p.consumer and c.generation = p.generation
      and c.source = p.source and c.aggregate_id = p.aggregate_id and c.sequence >= p.sequence
    where p.consumer = ${consumer} and p.generation = 0 and p.status = 'dead' order by p.parked_at limit 5`;
}

/** Aggregates of which the rebuilt side begins after events that exist nowhere any more, and the live side does not. */
export async function goneBeginnings(sql: Sql, { live, rebuilt, consumer }: Sides): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from ${sql(rebuilt)}.inbox_baselines r
    where r.consumer = ${consumer} and not exists (
      select from ${sql(live)}.inbox_baselines l where l.consumer = r.consumer and l.generation = r.generation
        and l.source = r.source and l.aggregate_id = r.aggregate_id and l.sequence >= r.sequence
    )`;
  return row?.count ?? 0;
}

/** Gives up again what an operator has discarded before, should it still fail: its aggregate goes on without it. */
export async function discardAgain(sql: TransactionSql, { live, rebuilt, consumer }: Sides): Promise<void> {
  await sql`
    with again as (
      select p.* from ${sql(rebuilt)}.parked_events p
      left join ${sql(rebuilt)}.inbox_cursors c on c.consumer = p.consumer and c.generation = p.generation
        and c.source = p.source and c.aggregate_id = p.aggregate_id
      where p.consumer = ${consumer} and p.generation = 0 and p.status = 'dead'
        and p.sequence = coalesce(c.sequence, 0) + 1 and exists (
          select from ${sql(live)}.event_audit a
          where a.action = 'discard' and a.consumer = p.consumer and a.target ->> 'eventId' = p.event_id::text
        )
    ), moved as (
      insert into ${sql(rebuilt)}.inbox_cursors as c (consumer, generation, source, aggregate_id, sequence, previous)
      select consumer, generation, source, aggregate_id, sequence, sequence - 1 from again
      on conflict (consumer, generation, source, aggregate_id) do update
        set sequence = excluded.sequence, previous = excluded.previous where c.sequence = excluded.previous
      returning source, aggregate_id, sequence
    )
    delete from ${sql(rebuilt)}.parked_events p using moved m
    where p.consumer = ${consumer} and p.generation = 0 and p.source = m.source
      and p.aggregate_id = m.aggregate_id and p.sequence = m.sequence`;
}
