/** Writes the copy of collections, many rows a statement, sorted by key so that no two lanes deadlock. */
import type { TransactionSql } from 'postgres';
import type { Withdrawn } from './reason-store.js';

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

export interface CollectionCard {
  collectionId: string;
  cardId: string;
  addedBy: string;
  saveId: string;
  addedAt: string;
  url: string;
  title: string | null;
}

/** Of several additions of one card to one collection, the last: it was taken out between them. */
export async function addCollectionCards(
  sql: TransactionSql,
  cards: readonly CollectionCard[],
): Promise<void> {
  const last = new Map(cards.map((card) => [`${card.collectionId}/${card.cardId}`, card]));
  await sql`
    insert into collection_cards (collection_id, card_id, added_by, save_id, added_at, url, title)
    select c."collectionId", c."cardId", c."addedBy", c."saveId", c."addedAt", c.url, c.title
    from jsonb_to_recordset(${JSON.stringify([...last.values()])}::text::jsonb)
      as c ("collectionId" uuid, "cardId" uuid, "addedBy" text, "saveId" uuid, "addedAt" timestamptz(3), url text,
            title text)
    order by 1, 2
    on conflict (collection_id, card_id) do update
      set added_by = excluded.added_by, save_id = excluded.save_id, added_at = excluded.added_at,
        url = excluded.url, title = excluded.title`;
}

/** @returns the acts by which the cards had come, and from where */
export function removeCollectionCards(
  sql: TransactionSql,
  cards: readonly { collectionId: string; cardId: string }[],
): Promise<Withdrawn[]> {
  return sql<Withdrawn[]>`
    delete from collection_cards c
    using jsonb_to_recordset(${JSON.stringify(cards)}::text::jsonb) as r ("collectionId" uuid, "cardId" uuid)
    where c.collection_id = r."collectionId" and c.card_id = r."cardId"
    returning c.save_id as "actId", c.collection_id as "sourceId"`;
}

/** @returns the acts by which the cards had come, and from where */
export function emptyCollections(
  sql: TransactionSql,
  collectionIds: readonly string[],
): Promise<Withdrawn[]> {
  return sql<Withdrawn[]>`
    delete from collection_cards where collection_id = any(${[...collectionIds]}::uuid[])
    returning save_id as "actId", collection_id as "sourceId"`;
}
