/** What the change log has of notifications, and whom it concerns. */
import type { Sql, TransactionSql } from 'postgres';
import { type Change, recordChanges } from '#eventing';
import type { Withdrawn } from './reason-store.js';

/** An act was announced to these, or is told to them again. */
export function announced(actId: string, recipientIds: readonly string[]): Change {
  return { kind: 'announced', subject: actId, keys: recipientIds };
}

/** What acts come to may have changed, for all to whom they were announced. */
export function actsChanged(actIds: Iterable<string>): Change[] {
  return [...new Set(actIds)].map((subject) => ({ kind: 'act', subject, keys: [] }));
}

/** How many are unread, or unseen, may have changed for these. */
export function countChanged(subject: string, recipientIds: readonly string[]): Change {
  return { kind: 'count', subject, keys: recipientIds };
}

/** A work is in somebody's library no more: connections of it concern them no more. */
export function workLeft(urlKey: string, curatorId: string): Change {
  return { kind: 'work-left', subject: urlKey, keys: [curatorId] };
}

/** Records the acts that were withdrawn, of those sources whose news it is. */
export async function recordWithdrawals(
  sql: TransactionSql,
  withdrawn: readonly Withdrawn[],
  lately: ReadonlySet<string>,
): Promise<void> {
  const acts = withdrawn.filter(({ sourceId }) => lately.has(sourceId)).map(({ actId }) => actId);
  await recordChanges(sql, actsChanged(acts));
}

export interface Told {
  actId: string;
  recipientId: string;
}

/** Who of these was told of which of these acts. */
export function toldOf(
  sql: Sql,
  actIds: readonly string[],
  recipientIds: readonly string[],
): Promise<Told[]> {
  return sql<Told[]>`
    select act_id as "actId", recipient_id as "recipientId" from announcements
    where act_id = any(${[...actIds]}::uuid[]) and recipient_id = any(${[...recipientIds]}::text[])`;
}

/** The connections of works that somebody was told of. */
export async function toldConnectionsOf(
  sql: Sql,
  urlKeys: readonly string[],
  recipientId: string,
): Promise<{ actId: string; urlKey: string }[]> {
  return sql<{ actId: string; urlKey: string }[]>`
    select distinct a.act_id as "actId", e.url_key as "urlKey"
    from connection_ends e join announcements a on a.act_id = e.connection_id
    where e.url_key = any(${[...urlKeys]}::uuid[]) and a.recipient_id = ${recipientId}`;
}

/** Those of the acts that somebody was told of before. */
export async function toldBefore(sql: TransactionSql, actIds: readonly string[]): Promise<string[]> {
  const rows = await sql<{ actId: string }[]>`
    select distinct act_id as "actId" from announcements where act_id = any(${[...actIds]}::uuid[])`;
  return rows.map(({ actId }) => actId);
}
