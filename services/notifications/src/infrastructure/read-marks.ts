/** Marks notifications as read, each as it is at that moment. */
import type { TransactionSql } from 'postgres';
import type { Position } from '#platform';
import type { Mark } from '../domain/inbox.js';
import { notificationId } from '../domain/reason.js';
import { isRead, isUpTo, notificationsOf, timeOfReason } from './notification-sql.js';

/** Reasons to look through first. */
const FIRST_LOOK = 64;

interface Row {
  actId: string;
  at: number;
}

/** One of the recipient's notifications, and whether it is read; undefined where there is none. */
export async function findNotification(
  sql: TransactionSql,
  recipientId: string,
  id: string,
): Promise<(Mark & { read: boolean }) | undefined> {
  // An id is a hash: what it is made of is found by making the ids of what the recipient has. Most mark what is new.
  for (let reasons = FIRST_LOOK; ; reasons *= 8) {
    const from = await timeOfReason(sql, recipientId, undefined, reasons);
    const rows = await sql<(Row & { read: boolean })[]>`
      select n.act_id as "actId", (extract(epoch from n.occurred_at) * 1000)::float8 as at, ${isRead(sql)} as read
      from ${notificationsOf(sql, recipientId, { from })} n`;
    const row = rows.find(({ actId }) => notificationId(recipientId, actId) === id.toLowerCase());
    if (row !== undefined) return { ...markOf(recipientId, row), read: row.read };
    if (from === undefined) return undefined;
  }
}

/** The recipient's unread notifications at or before a position, or all there are; and how many are beyond it. */
export async function findUnread(
  sql: TransactionSql,
  recipientId: string,
  upTo: Position | undefined,
): Promise<{ marks: Mark[]; beyond: number }> {
  const rows = await sql<(Row & { isUpTo: boolean })[]>`
    select n.act_id as "actId", (extract(epoch from n.occurred_at) * 1000)::float8 as at,
      ${isUpTo(sql, upTo)} as "isUpTo"
    from ${notificationsOf(sql, recipientId)} n
    where not ${isRead(sql)}`;
  const marks = rows.filter((row) => row.isUpTo).map((row) => markOf(recipientId, row));
  return { marks, beyond: rows.length - marks.length };
}

export async function addReadMarks(
  sql: TransactionSql,
  recipientId: string,
  marks: readonly Mark[],
): Promise<void> {
  await sql`
    insert into notification_reads as r (notification_id, recipient_id, act_id, read_up_to)
    select m."notificationId", ${recipientId}, m."actId", m."occurredAt"
    from jsonb_to_recordset(${JSON.stringify(marks)}::text::jsonb)
      as m ("notificationId" uuid, "actId" uuid, "occurredAt" timestamptz(3))
    order by 1
    on conflict (notification_id) do update
      set read_up_to = greatest(r.read_up_to, excluded.read_up_to), act_id = excluded.act_id`;
}

function markOf(recipientId: string, { actId, at }: Row): Mark {
  return {
    actId,
    notificationId: notificationId(recipientId, actId),
    occurredAt: new Date(at).toISOString(),
  };
}
