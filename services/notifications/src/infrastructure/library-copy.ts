/** Writes the copy of what is in libraries, many rows a statement, sorted by key so that no two lanes deadlock. */
import type { TransactionSql } from 'postgres';

export interface LibraryCard {
  cardId: string;
  curatorId: string;
  url: string;
  title: string | null;
  addedAt: string;
  /** `null` where it came with an import: nobody is told of the save. */
  saveId: string | null;
}

export async function addLibraryCards(sql: TransactionSql, cards: readonly LibraryCard[]): Promise<void> {
  await sql`
    insert into library_cards (card_id, curator_id, url, title, added_at, save_id)
    select distinct on (c."cardId") c."cardId", c."curatorId", c.url, c.title, c."addedAt", c."saveId"
    from jsonb_to_recordset(${JSON.stringify(cards)}::text::jsonb)
      as c ("cardId" uuid, "curatorId" text, url text, title text, "addedAt" timestamptz(3), "saveId" uuid)
    order by c."cardId"
    on conflict (card_id) do nothing`;
}

/** Takes over what became known of cards; of several for one card the last. */
export async function retitleLibraryCards(
  sql: TransactionSql,
  titles: readonly { cardId: string; title: string | null }[],
): Promise<void> {
  const last = new Map(titles.map((row) => [row.cardId, row]));
  await sql`
    update library_cards l set title = t.title
    from jsonb_to_recordset(${JSON.stringify([...last.values()])}::text::jsonb) as t ("cardId" uuid, title text)
    where l.card_id = t."cardId"`;
}

export interface RemovedCard {
  cardId: string;
  curatorId: string;
  urlKey: string;
  saveId: string | null;
}

/** @returns those that were there */
export function removeLibraryCards(sql: TransactionSql, cardIds: readonly string[]): Promise<RemovedCard[]> {
  return sql<RemovedCard[]>`
    delete from library_cards where card_id = any(${[...cardIds]}::uuid[])
    returning card_id as "cardId", curator_id as "curatorId", url_key as "urlKey", save_id as "saveId"`;
}
