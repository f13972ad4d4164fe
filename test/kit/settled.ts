import type { Sql } from 'postgres';

/** Sequence of the last event that the spec published, by `<source> <aggregate id>`. */
export type Published = Map<string, number>;

/** Parked events that a spec expects, by status. */
export interface Expectation {
  waiting?: number;
  retrying?: number;
  dead?: number;
}

const STATUSES = ['waiting', 'retrying', 'dead'] as const;

/** What keeps a service from being settled, in words; nothing when it is. */
export async function differences(
  sql: Sql,
  consumer: string,
  published: Published,
  expected: Expectation,
): Promise<string[]> {
  return [
    ...(await unpublished(sql)),
    ...(await unhandled(sql, consumer, published)),
    ...(await parkedOtherwise(sql, consumer, expected)),
  ];
}

async function unpublished(sql: Sql): Promise<string[]> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from outbox_pending`;
  const count = row?.count ?? 0;
  return count === 0 ? [] : [`${String(count)} events in its outbox are not published`];
}

/** An event that is parked was taken note of: whether it should be there is another question. */
async function unhandled(sql: Sql, consumer: string, published: Published): Promise<string[]> {
  const keys = [...published.keys()];
  const rows = await sql<{ key: string; last: number; cursor: number }[]>`
    select k.key, k.last::int as last, coalesce(c.sequence, 0)::int as cursor
    from unnest(${keys}::text[], ${[...published.values()]}::bigint[]) as k (key, last)
    left join inbox_cursors c on c.consumer = ${consumer} and c.source || ' ' || c.aggregate_id = k.key
    where coalesce(c.sequence, 0) < k.last and not exists (
      select from parked_events p where p.consumer = ${consumer}
        and p.source || ' ' || p.aggregate_id = k.key and p.sequence = k.last
    )`;
  return rows.map(({ key, last, cursor }) => `${key} stands at ${String(cursor)} of ${String(last)}`);
}

async function parkedOtherwise(sql: Sql, consumer: string, expected: Expectation): Promise<string[]> {
  const rows = await sql<{ status: string; aggregate_id: string; sequence: string; error: string | null }[]>`
    select status, aggregate_id, sequence, error from parked_events where consumer = ${consumer} order by parked_at`;
  const found = STATUSES.filter(
    (status) => rows.filter((row) => row.status === status).length !== (expected[status] ?? 0),
  );
  return found.flatMap((status) => {
    const ofStatus = rows.filter((row) => row.status === status);
    const [first] = ofStatus;
    const example =
      first === undefined ? '' : `; the first is number ${first.sequence} of ${first.aggregate_id}`;
    const error = typeof first?.error !== 'string' ? '' : `: ${first.error.split('\n')[0] ?? ''}`;
    return `${String(ofStatus.length)} parked as ${status}, not ${String(expected[status] ?? 0)}${example}${error}`;
  });
}
