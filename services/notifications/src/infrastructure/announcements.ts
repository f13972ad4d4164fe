/** What is to be announced when, and what was: rows, so that nothing is forgotten whatever process dies. */
import type { TransactionSql } from 'postgres';
import type { Causation } from '#eventing';

/**
 * How long the news of one act is waited for, so that its reasons become one announcement: those of a save come from
 * a card and from collections, on several lanes.
 */
const WINDOW = '5 seconds';

export interface DueRow {
  actId: string;
  sourceId: string;
  /** What the announcement will say that it was caused by: the event that told of the act. */
  cause?: Causation | undefined;
}

/**
 * Remembers that an act is to be announced a while from now. A row for each source: each has one writer. Where a row
 * is being announced, this waits until it is gone: what is told now may have come too late for it.
 */
export async function scheduleAnnouncements(sql: TransactionSql, acts: readonly DueRow[]): Promise<void> {
  if (acts.length === 0) return;
  await sql`
    insert into announcements_due (act_id, source_id, due_at, cause)
    select distinct on (d."actId", d."sourceId") d."actId", d."sourceId", now() + ${WINDOW}::text::interval, d.cause
    from jsonb_to_recordset(${JSON.stringify(acts)}::text::jsonb)
      as d ("actId" uuid, "sourceId" uuid, cause jsonb)
    order by 1, 2
    on conflict (act_id, source_id) do update set due_at = excluded.due_at, cause = excluded.cause`;
}

/** Takes what is due, the longest due first; never what another replica is at. */
export async function claimDue(sql: TransactionSql, limit: number): Promise<DueRow[]> {
  const rows = await sql<(Omit<DueRow, 'cause'> & { cause: string | null })[]>`
    select act_id as "actId", source_id as "sourceId", cause::text as cause from announcements_due
    where due_at <= now() order by due_at
    for update skip locked
    limit ${limit}`;
  return rows.map(({ cause, ...row }) => ({
    ...row,
    cause: cause === null ? undefined : (JSON.parse(cause) as Causation),
  }));
}

export async function forgetDue(sql: TransactionSql, rows: readonly DueRow[]): Promise<void> {
  await sql`
    delete from announcements_due a
    using jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as d ("actId" uuid, "sourceId" uuid)
    where a.act_id = d."actId" and a.source_id = d."sourceId"`;
}

export interface Announcement {
  recipientId: string;
  actId: string;
}

/**
 * Takes note of announcements, each once for ever.
 *
 * @returns those that are new
 */
export function recordAnnouncements(
  sql: TransactionSql,
  announcements: readonly Announcement[],
): Promise<Announcement[]> {
  return sql<Announcement[]>`
    insert into announcements (act_id, recipient_id)
    select a."actId", a."recipientId"
    from jsonb_to_recordset(${JSON.stringify(announcements)}::text::jsonb) as a ("actId" uuid, "recipientId" text)
    order by 1, 2
    on conflict do nothing
    returning act_id as "actId", recipient_id as "recipientId"`;
}
