/** Writes the copy of collections, many rows a statement, sorted by key so that no two lanes deadlock. */
import type { TransactionSql } from 'postgres';

export interface CollectionRow {
  collectionId: string;
  authorId: string;
  name: string;
}

/** Takes over what collections are now; of several for one collection the last. */
export async function putCollections(
  sql: TransactionSql,
  rows: readonly CollectionRow[],
  { deleted = false } = {},
): Promise<void> {
  const last = new Map(rows.map((row) => [row.collectionId, row]));
  await sql`
    insert into collections (collection_id, author_id, name, deleted)
    select c."collectionId", c."authorId", c.name, ${deleted}
    from jsonb_to_recordset(${JSON.stringify([...last.values()])}::text::jsonb)
      as c ("collectionId" uuid, "authorId" text, name text)
    order by 1
    on conflict (collection_id) do update
      set author_id = excluded.author_id, name = excluded.name, deleted = excluded.deleted`;
}
