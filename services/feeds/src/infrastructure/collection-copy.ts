/** Writes the copy of collections, many rows a statement, sorted by key so that no two lanes deadlock. */
import type { TransactionSql } from 'postgres';
import { json, lastOfEach } from './many-rows.js';

export interface CollectionCopy {
  collectionId: string;
  authorId: string;
  name: string;
}

export interface DescribedCollection extends CollectionCopy {
  description: string | null;
  access: string;
}

/** Stores collections as they are now, all of them. */
export async function describeCollections(
  sql: TransactionSql,
  rows: readonly DescribedCollection[],
): Promise<void> {
  await sql`
    insert into collections (collection_id, author_id, name, description, access)
    select r."collectionId", r."authorId", r.name, r.description, r.access
    from jsonb_to_recordset(${json(lastOfEach(rows, (row) => row.collectionId))}::text::jsonb)
      as r ("collectionId" uuid, "authorId" text, name text, description text, access text)
    order by 1
    on conflict (collection_id) do update set author_id = excluded.author_id, name = excluded.name,
      description = excluded.description, access = excluded.access`;
}

/** Stores what additions say of collections; one that has not changed is not written. */
export async function saveCollections(sql: TransactionSql, rows: readonly CollectionCopy[]): Promise<void> {
  await sql`
    insert into collections as c (collection_id, author_id, name)
    select r."collectionId", r."authorId", r.name
    from jsonb_to_recordset(${json(lastOfEach(rows, (row) => row.collectionId))}::text::jsonb)
      as r ("collectionId" uuid, "authorId" text, name text)
    order by 1
    on conflict (collection_id) do update set author_id = excluded.author_id, name = excluded.name
      where (c.author_id, c.name) is distinct from (excluded.author_id, excluded.name)`;
}

/** Marks collections as deleted, also those that were never seen. */
export async function buryCollections(sql: TransactionSql, rows: readonly CollectionCopy[]): Promise<void> {
  await sql`
    insert into collections (collection_id, author_id, name, deleted)
    select r."collectionId", r."authorId", r.name, true
    from jsonb_to_recordset(${json(lastOfEach(rows, (row) => row.collectionId))}::text::jsonb)
      as r ("collectionId" uuid, "authorId" text, name text)
    order by 1
    on conflict (collection_id) do update set name = excluded.name, deleted = true`;
}
