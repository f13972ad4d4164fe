import type { Sql } from 'postgres';

/** What became of a phase's events. Counted from the feed as it is: nothing removes a duplicate first. */
export interface Counters {
  /** Committed by a producer, and not in the feed. */
  lost: number;
  /** Rows beyond the first of an event. */
  doubled: number;
  /** Events whose first row was written after that of a later event of the same card. */
  inverted: number;
}

export const NONE: Counters = { lost: 0, doubled: 0, inverted: 0 };

export function add(a: Counters, b: Counters): Counters {
  return { lost: a.lost + b.lost, doubled: a.doubled + b.doubled, inverted: a.inverted + b.inverted };
}

export function isClean({ lost, doubled, inverted }: Counters): boolean {
  return lost + doubled + inverted === 0;
}

/** @param prefix which the ids of the phase's cards begin with. */
export async function countersOf(sql: Sql, prefix: string, committed: number): Promise<Counters> {
  const [row] = await sql<{ rows: number; events: number; inverted: number }[]>`
    with firsts as (
      select card_id, sequence, min(position) as position, count(*) as rows from feeds.bench_feed
      where starts_with(card_id, ${prefix}) group by card_id, sequence
    ), ordered as (
      select rows, sequence < max(sequence) over (partition by card_id order by position) as inverted from firsts
    )
    select coalesce(sum(rows), 0)::int as rows, count(*)::int as events,
      (count(*) filter (where inverted))::int as inverted
    from ordered`;
  const { rows = 0, events = 0, inverted = 0 } = row ?? {};
  return { lost: committed - events, doubled: rows - events, inverted };
}

/** Distinct events of a phase that are in the feed. */
export async function arrived(sql: Sql, prefix: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(distinct (card_id, sequence))::int as count from feeds.bench_feed
    where starts_with(card_id, ${prefix})`;
  return row?.count ?? 0;
}
