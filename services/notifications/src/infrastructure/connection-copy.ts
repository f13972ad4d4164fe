/** Writes the copy of connections, many rows a statement, sorted by key so that no two lanes deadlock. */
import type { TransactionSql } from 'postgres';

export interface ConnectionEndRow {
  url: string;
  title: string | null;
  collectionId: string | null;
  collectionAuthorId: string | null;
}

export interface ConnectionRow {
  connectionId: string;
  curatorId: string;
  connectionType: string;
  /** When it was drawn: later changes leave it as it is. */
  createdAt: string;
  source: ConnectionEndRow;
  target: ConnectionEndRow;
}

/** Takes over what connections are now; of several for one connection the last. */
export async function putConnections(sql: TransactionSql, rows: readonly ConnectionRow[]): Promise<void> {
  const last = [...new Map(rows.map((row) => [row.connectionId, row])).values()];
  const ends = last.flatMap(({ connectionId, source, target }) => [
    { connectionId, side: 'SOURCE', ...source },
    { connectionId, side: 'TARGET', ...target },
  ]);
  await sql`
    insert into connections (connection_id, curator_id, connection_type, created_at)
    select c."connectionId", c."curatorId", c."connectionType", c."createdAt"
    from jsonb_to_recordset(${JSON.stringify(last)}::text::jsonb)
      as c ("connectionId" uuid, "curatorId" text, "connectionType" text, "createdAt" timestamptz(3))
    order by 1
    on conflict (connection_id) do update set connection_type = excluded.connection_type`;
  await sql`
    insert into connection_ends (connection_id, side, url, title, collection_id, collection_author_id)
    select e."connectionId", e.side, e.url, e.title, e."collectionId", e."collectionAuthorId"
    from jsonb_to_recordset(${JSON.stringify(ends)}::text::jsonb)
      as e ("connectionId" uuid, side text, url text, title text, "collectionId" uuid, "collectionAuthorId" text)
    order by 1, 2
    on conflict (connection_id, side) do update
      set url = excluded.url, title = excluded.title, collection_id = excluded.collection_id,
        collection_author_id = excluded.collection_author_id`;
}

export async function removeConnections(
  sql: TransactionSql,
  connectionIds: readonly string[],
): Promise<void> {
  const ids = [...connectionIds];
  await sql`delete from connection_ends where connection_id = any(${ids}::uuid[])`;
  await sql`delete from connections where connection_id = any(${ids}::uuid[])`;
}
