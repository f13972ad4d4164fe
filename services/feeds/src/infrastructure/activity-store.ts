/** Writes the read copies and activities, many rows a statement, sorted by key so that no two lanes deadlock. */
import type { TransactionSql } from 'postgres';
import type { ActivityCard, FeedEntry } from '../domain/activity.js';

export interface CardCopy {
  cardId: string;
  curatorId: string;
  url: string;
  metadata: object;
}

export interface CollectionCopy {
  collectionId: string;
  authorId: string;
  name: string;
}

/** A card of an activity; a collection brings its own copy of the card along. */
export type ActivityCardRow = ActivityCard & { copy: CardCopy | null };

/** Rows travel as one JSON parameter: any number of rows is one statement with one plan. */
const json = (rows: readonly object[]): string => JSON.stringify(rows);

/** Stores cards as they are now. */
export async function saveCards(sql: TransactionSql, rows: readonly CardCopy[]): Promise<void> {
  await sql`
    insert into cards (card_id, curator_id, url, metadata, removed)
    select r."cardId", r."curatorId", r.url, r.metadata, false
    from jsonb_to_recordset(${json(lastOfEach(rows, (row) => row.cardId))}::text::jsonb)
      as r ("cardId" uuid, "curatorId" text, url text, metadata jsonb)
    order by 1
    on conflict (card_id) do update set
      curator_id = excluded.curator_id, url = excluded.url, metadata = excluded.metadata, removed = false`;
}

/** Turns cards into tombstones, also those that were never seen. */
export async function buryCards(
  sql: TransactionSql,
  rows: readonly Omit<CardCopy, 'metadata'>[],
): Promise<void> {
  await sql`
    insert into cards (card_id, curator_id, url, metadata, removed)
    select r."cardId", r."curatorId", r.url, '{}'::jsonb, true
    from jsonb_to_recordset(${json(lastOfEach(rows, (row) => row.cardId))}::text::jsonb)
      as r ("cardId" uuid, "curatorId" text, url text)
    order by 1
    on conflict (card_id) do update set removed = true`;
}

/** Stores collections as they were made. */
export async function saveNewCollections(
  sql: TransactionSql,
  rows: readonly (CollectionCopy & { description: string | null; access: string })[],
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

/** @param entries One for each key (`mergeEntries`). */
export async function saveEntries(sql: TransactionSql, entries: readonly FeedEntry[]): Promise<void> {
  await sql`
    insert into feed_entries
      (activity_id, source_id, type, actor_id, occurred_at, card_id, collection_id, import_id)
    select r."activityId", r."sourceId", r.type, r."actorId", r."occurredAt", r."cardId", r."collectionId", r."importId"
    from jsonb_to_recordset(${json(entries)}::text::jsonb)
      as r ("activityId" uuid, "sourceId" uuid, type text, "actorId" text, "occurredAt" timestamptz(3),
            "cardId" uuid, "collectionId" uuid, "importId" uuid)
    order by 1, 2
    on conflict (activity_id, source_id) do nothing`;
  const imports = entries.filter((entry) => entry.importId !== null);
  if (imports.length === 0) return;
  // Not "on conflict do update", which would lock an import's entry in every batch and make its lanes take turns.
  await sql`
    update feed_entries e set occurred_at = r."occurredAt"
    from jsonb_to_recordset(${json(imports)}::text::jsonb)
      as r ("activityId" uuid, "sourceId" uuid, "occurredAt" timestamptz(3))
    where e.activity_id = r."activityId" and e.source_id = r."sourceId" and e.occurred_at > r."occurredAt"`;
}

export async function saveActivityCards(
  sql: TransactionSql,
  rows: readonly ActivityCardRow[],
): Promise<void> {
  const flat = rows.map(({ copy, ...row }) => ({ ...copy, ...row }));
  await sql`
    insert into activity_cards (activity_id, card_id, source_id, collection_id, curator_id, url, metadata)
    select r."activityId", r."cardId", r."sourceId", r."collectionId", r."curatorId", r.url, r.metadata
    from jsonb_to_recordset(${json(flat)}::text::jsonb)
      as r ("activityId" uuid, "cardId" uuid, "sourceId" uuid, "collectionId" uuid,
            "curatorId" text, url text, metadata jsonb)
    order by 1, 2, 3
    on conflict (activity_id, card_id, source_id) do nothing`;
}

/** Takes cards out of the activities of these sources: a card's own id, or a collection's. */
export async function removeFromSources(
  sql: TransactionSql,
  rows: readonly { cardId: string; sourceId: string }[],
): Promise<void> {
  const removed = json(rows);
  await sql`
    delete from feed_entries e
    using jsonb_to_recordset(${removed}::text::jsonb) as r ("cardId" uuid, "sourceId" uuid)
    where e.card_id = r."cardId" and e.source_id = r."sourceId"`;
  await sql`
    delete from activity_cards a
    using jsonb_to_recordset(${removed}::text::jsonb) as r ("cardId" uuid, "sourceId" uuid)
    where a.card_id = r."cardId" and a.source_id = r."sourceId"`;
}

/** An aggregate's events come in order, so the last one of a batch is its newest state. */
function lastOfEach<T>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}
