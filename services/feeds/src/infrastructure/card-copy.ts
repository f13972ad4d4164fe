/** Writes the copy of cards, many rows a statement, sorted by key so that no two lanes deadlock. */
import type { TransactionSql } from 'postgres';
import { json, lastOfEach } from './many-rows.js';

export interface CardCopy {
  cardId: string;
  curatorId: string;
  url: string;
  metadata: object;
}

export interface CardContentCopy {
  cardId: string;
  curatorId: string;
  url: string;
  cardType: 'URL' | 'NOTE' | 'HIGHLIGHT';
  parentCardId: string | null;
  note: string | null;
  quote: string | null;
  selector: string | null;
}

/** Stores cards as they are now. */
export async function saveCards(
  sql: TransactionSql,
  rows: readonly (CardCopy & { note: string | null })[],
): Promise<void> {
  await sql`
    insert into cards (card_id, curator_id, url, metadata, note, removed)
    select r."cardId", r."curatorId", r.url, r.metadata, r.note, false
    from jsonb_to_recordset(${json(lastOfEach(rows, (row) => row.cardId))}::text::jsonb)
      as r ("cardId" uuid, "curatorId" text, url text, metadata jsonb, note text)
    order by 1
    on conflict (card_id) do update set
      curator_id = excluded.curator_id, url = excluded.url, metadata = excluded.metadata, note = excluded.note,
      removed = false`;
}

/** Stores what cards say now, and what kind of card each is. */
export async function saveCardContents(sql: TransactionSql, rows: readonly CardContentCopy[]): Promise<void> {
  await sql`
    insert into cards (card_id, curator_id, url, card_type, parent_card_id, note, quote, selector, removed)
    select r."cardId", r."curatorId", r.url, r."cardType", r."parentCardId", r.note, r.quote, r.selector, false
    from jsonb_to_recordset(${json(lastOfEach(rows, (row) => row.cardId))}::text::jsonb)
      as r ("cardId" uuid, "curatorId" text, url text, "cardType" text, "parentCardId" uuid,
            note text, quote text, selector text)
    order by 1
    on conflict (card_id) do update set
      card_type = excluded.card_type, parent_card_id = excluded.parent_card_id, note = excluded.note,
      quote = excluded.quote, selector = excluded.selector`;
}

/** Stores what the works on cards turned out to be. */
export async function saveMetadata(sql: TransactionSql, rows: readonly CardCopy[]): Promise<void> {
  await sql`
    insert into cards (card_id, curator_id, url, metadata, removed)
    select r."cardId", r."curatorId", r.url, r.metadata, false
    from jsonb_to_recordset(${json(lastOfEach(rows, (row) => row.cardId))}::text::jsonb)
      as r ("cardId" uuid, "curatorId" text, url text, metadata jsonb)
    order by 1
    on conflict (card_id) do update set metadata = excluded.metadata`;
}

/** Turns cards into tombstones, also those that were never seen. What they said is forgotten. */
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
    on conflict (card_id) do update set removed = true, note = null, quote = null, selector = null`;
}
