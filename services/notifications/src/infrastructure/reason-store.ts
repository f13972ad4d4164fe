/** Writes reasons, many rows a statement, sorted by key so that no two lanes deadlock. */
import type { TransactionSql } from 'postgres';
import type { GivenReason } from '../domain/reason.js';

/** Adds reasons. One that is there already is taken anew: its source says it again with another time or name. */
export async function addReasons(sql: TransactionSql, reasons: readonly GivenReason[]): Promise<void> {
  if (reasons.length === 0) return;
  const rows = new Map(
    reasons.map(({ card, collection, connection: _, ...reason }) => [
      `${reason.notificationId}/${reason.sourceId}`,
      {
        ...reason,
        cardId: card?.cardId,
        cardUrl: card?.url,
        cardTitle: card?.title,
        collectionId: collection?.collectionId,
        collectionName: collection?.name,
      },
    ]),
  );
  await sql`
    insert into notification_reasons
      (notification_id, source_id, recipient_id, act_id, type, rank, actor_id, occurred_at,
       card_id, card_url, card_title, via_card_id, collection_id, collection_name)
    select r."notificationId", r."sourceId", r."recipientId", r."actId", r.type, r.rank, r."actorId", r."occurredAt",
       r."cardId", r."cardUrl", r."cardTitle", r."viaCardId", r."collectionId", r."collectionName"
    from jsonb_to_recordset(${JSON.stringify([...rows.values()])}::text::jsonb)
      as r ("notificationId" uuid, "sourceId" uuid, "recipientId" text, "actId" uuid, type text, rank smallint,
            "actorId" text, "occurredAt" timestamptz(3), "cardId" uuid, "cardUrl" text, "cardTitle" text,
            "viaCardId" uuid, "collectionId" uuid, "collectionName" text)
    order by 1, 2
    on conflict (notification_id, source_id) do update set
      occurred_at = excluded.occurred_at, card_id = excluded.card_id, card_url = excluded.card_url,
      card_title = excluded.card_title, collection_name = excluded.collection_name`;
}

/** What was withdrawn: an act, and the source that had told of it. */
export interface Withdrawn {
  actId: string;
  sourceId: string;
}

/** Takes back what these cards, coming from these collections or by themselves, gave reason for. */
export function withdrawCardReasons(
  sql: TransactionSql,
  rows: readonly { cardId: string; sourceId: string }[],
): Promise<Withdrawn[]> {
  return sql<Withdrawn[]>`
    delete from notification_reasons n
    using jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r ("cardId" uuid, "sourceId" uuid)
    where n.source_id = r."sourceId" and n.card_id = r."cardId"
    returning n.act_id as "actId", n.source_id as "sourceId"`;
}

/** Takes back all that these follows, or collections, gave reason for. */
export function withdrawReasonsOf(sql: TransactionSql, sourceIds: readonly string[]): Promise<Withdrawn[]> {
  return sql<Withdrawn[]>`
    delete from notification_reasons where source_id = any(${[...sourceIds]}::uuid[])
    returning act_id as "actId", source_id as "sourceId"`;
}

/** Remembers cards that are gone, for what collections say of them later. */
export async function buryCards(sql: TransactionSql, cardIds: readonly string[]): Promise<void> {
  await sql`
    insert into removed_cards (card_id)
    select distinct id from unnest(${[...cardIds]}::uuid[]) as r (id) order by 1
    on conflict do nothing`;
}
