import { Injectable } from '@nestjs/common';
import { Database, type Position } from '#platform';
import type { NotificationType, Reason } from '../domain/reason.js';
import { isChosen, isLive, isRead } from './notification-sql.js';

/** Where a notification stands in its recipient's list. */
export interface ListedRow {
  id: string;
  at: number;
  read: boolean;
}

/** A row of `notification_reasons`; its time in milliseconds since 1970. */
interface ReasonRow {
  notificationId: string;
  sourceId: string;
  recipientId: string;
  actId: string;
  type: NotificationType;
  rank: number;
  actorId: string;
  at: number;
  cardId: string | null;
  cardUrl: string | null;
  cardTitle: string | null;
  viaCardId: string | null;
  collectionId: string | null;
  collectionName: string | null;
}

@Injectable()
export class NotificationReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Newest first, after a position. */
  list(recipientId: string, after: Position | undefined, limit: number): Promise<ListedRow[]> {
    const { sql } = this.#database;
    return sql<ListedRow[]>`
      select n.notification_id as id, (extract(epoch from n.occurred_at) * 1000)::float8 as at, ${isRead(sql)} as read
      from notification_reasons n
      where n.recipient_id = ${recipientId} and ${isChosen(sql)}
        ${after === undefined ? sql`` : sql`and (n.occurred_at, n.notification_id) < (to_timestamp(${after.at}::float8 / 1000), ${after.id}::uuid)`}
      order by n.occurred_at desc, n.notification_id desc
      limit ${limit}`;
  }

  /** The live reasons of notifications. */
  async reasons(notificationIds: readonly string[]): Promise<Reason[]> {
    const { sql } = this.#database;
    const rows = await sql<ReasonRow[]>`
      select n.notification_id as "notificationId", n.source_id as "sourceId", n.recipient_id as "recipientId",
        n.act_id as "actId", n.type, n.rank, n.actor_id as "actorId",
        (extract(epoch from n.occurred_at) * 1000)::float8 as at, n.card_id as "cardId", n.card_url as "cardUrl",
        n.card_title as "cardTitle", n.via_card_id as "viaCardId", n.collection_id as "collectionId",
        n.collection_name as "collectionName"
      from notification_reasons n
      where n.notification_id = any(${[...notificationIds]}::uuid[]) and ${isLive(sql, 'n')}`;
    return rows.map(({ at, cardId, cardUrl, cardTitle, collectionId, collectionName, ...row }) => ({
      ...row,
      occurredAt: new Date(at).toISOString(),
      card: cardId === null ? null : { cardId, url: cardUrl ?? '', title: cardTitle },
      collection: collectionId === null ? null : { collectionId, name: collectionName ?? '' },
    }));
  }

  /** Counted from the notifications themselves, so it can not drift from them. */
  async countUnread(recipientId: string): Promise<number> {
    const { sql } = this.#database;
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from notification_reasons n
      where n.recipient_id = ${recipientId} and ${isChosen(sql)} and not ${isRead(sql)}`;
    return row?.count ?? 0;
  }
}
