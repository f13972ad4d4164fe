/** Writes the copy of connections, many rows a statement, sorted by key so that no two lanes deadlock. */
import type { TransactionSql } from 'postgres';
import { json, lastOfEach } from './many-rows.js';

export interface ConnectionCopy {
  connectionId: string;
  curatorId: string;
  connectionType: string;
  note: string | null;
  /** The ends as the event has them. */
  source: object;
  target: object;
}

/** Stores connections as they are now, all of them. */
export async function saveConnections(sql: TransactionSql, rows: readonly ConnectionCopy[]): Promise<void> {
  await sql`
    insert into connections (connection_id, curator_id, connection_type, note, source, target)
    select r."connectionId", r."curatorId", r."connectionType", r.note, r.source, r.target
    from jsonb_to_recordset(${json(lastOfEach(rows, (row) => row.connectionId))}::text::jsonb)
      as r ("connectionId" uuid, "curatorId" text, "connectionType" text, note text, source jsonb, target jsonb)
    order by 1
    on conflict (connection_id) do update set connection_type = excluded.connection_type, note = excluded.note,
      source = excluded.source, target = excluded.target`;
}

export async function removeConnections(
  sql: TransactionSql,
  connectionIds: readonly string[],
): Promise<void> {
  await sql`delete from connections where connection_id = any(${[...connectionIds]}::uuid[])`;
}
