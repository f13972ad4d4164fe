/** Writes the activities, many rows a statement, sorted by key so that no two lanes deadlock. */
import type { PendingQuery, Row, TransactionSql } from 'postgres';
import type { UnitOfWork } from '#eventing';
import type { ActivityCard, FeedEntry } from '../domain/activity.js';
import type { CardCopy } from './card-copy.js';
import { json } from './many-rows.js';
import { fanOut, takeOut } from './timelines.js';

/** A card of an activity; a collection brings its own copy of the card along. */
export type ActivityCardRow = ActivityCard & { copy: CardCopy | null };

/** @param entries One for each key (`mergeEntries`). */
export async function saveEntries(uow: UnitOfWork, entries: readonly FeedEntry[]): Promise<void> {
  fanOut(uow, entries);
  await storeEntries(uow.sql, entries);
}

async function storeEntries(sql: TransactionSql, entries: readonly FeedEntry[]): Promise<void> {
  const stored = sql`
    insert into feed_entries
      (activity_id, source_id, type, actor_id, occurred_at, card_id, collection_id, import_id,
        connection_id, url)
    select r."activityId", r."sourceId", r.type, r."actorId", r."occurredAt", r."cardId", r."collectionId", r."importId",
      r."connectionId", r.url
    from jsonb_to_recordset(${json(entries)}::text::jsonb)
      as r ("activityId" uuid, "sourceId" uuid, type text, "actorId" text, "occurredAt" timestamptz(3),
            "cardId" uuid, "collectionId" uuid, "importId" uuid, "connectionId" uuid, url text)
    order by 1, 2
    on conflict (activity_id, source_id) do nothing`;
  const imports = entries.filter((entry) => entry.importId !== null);
  if (imports.length === 0) {
    await stored;
    return;
  }
  // Not "on conflict do update", which would lock an import's entry in every batch and make its lanes take turns.
  const earliest = sql`
    update feed_entries e set occurred_at = r."occurredAt"
    from jsonb_to_recordset(${json(imports)}::text::jsonb)
      as r ("activityId" uuid, "sourceId" uuid, "occurredAt" timestamptz(3))
    where e.activity_id = r."activityId" and e.source_id = r."sourceId" and e.occurred_at > r."occurredAt"`;
  await Promise.all([stored, earliest]);
}

export async function saveActivityCards(
  sql: TransactionSql,
  rows: readonly ActivityCardRow[],
): Promise<void> {
  const flat = rows.map(({ copy, ...row }) => ({ ...copy, ...row }));
  await sql`
    insert into activity_cards (activity_id, card_id, source_id, collection_id, curator_id, url, metadata, import_url)
    select r."activityId", r."cardId", r."sourceId", r."collectionId", r."curatorId", r.url, r.metadata, r."importUrl"
    from jsonb_to_recordset(${json(flat)}::text::jsonb)
      as r ("activityId" uuid, "cardId" uuid, "sourceId" uuid, "collectionId" uuid,
            "curatorId" text, url text, metadata jsonb, "importUrl" text)
    order by 1, 2, 3
    on conflict (activity_id, card_id, source_id) do nothing`;
}

/** Takes cards out of the activities of these sources: a card's own id, or a collection's. */
export async function removeFromSources(
  uow: UnitOfWork,
  rows: readonly { cardId: string; sourceId: string }[],
): Promise<void> {
  const { sql } = uow;
  const removed = json(rows);
  await removeEntries(
    uow,
    sql`(e.card_id, e.source_id) in (
      select r."cardId", r."sourceId"
      from jsonb_to_recordset(${removed}::text::jsonb) as r ("cardId" uuid, "sourceId" uuid))`,
  );
  await sql`
    delete from activity_cards a
    using jsonb_to_recordset(${removed}::text::jsonb) as r ("cardId" uuid, "sourceId" uuid)
    where a.card_id = r."cardId" and a.source_id = r."sourceId"`;
}

/** Takes deleted collections out of all activities, and the activity of each one's making with them. */
export async function removeCollections(uow: UnitOfWork, collectionIds: readonly string[]): Promise<void> {
  const { sql } = uow;
  const ids = [...collectionIds];
  await sql`
    delete from activity_cards a using feed_entries e
    where e.collection_id = any(${ids}::uuid[])
      and a.activity_id = e.activity_id and a.collection_id = e.collection_id`;
  await removeEntries(uow, sql`e.collection_id = any(${ids}::uuid[])`);
}

export async function removeActivities(uow: UnitOfWork, activityIds: readonly string[]): Promise<void> {
  await removeEntries(uow, uow.sql`e.activity_id = any(${[...activityIds]}::uuid[])`);
}

async function removeEntries(uow: UnitOfWork, condition: PendingQuery<Row[]>): Promise<void> {
  const gone = await uow.sql<Pick<FeedEntry, 'activityId' | 'sourceId' | 'actorId' | 'collectionId'>[]>`
    delete from feed_entries e where ${condition}
    returning e.activity_id as "activityId", e.source_id as "sourceId", e.actor_id as "actorId",
      e.collection_id as "collectionId"`;
  takeOut(uow, gone);
}
