import { Injectable } from '@nestjs/common';
import { Database, type Position } from '#platform';
import type { ConnectionFact, NotificationType, Reason } from '../domain/reason.js';
import { isRead, notificationsOf, reasons } from './notification-sql.js';

/** Where a notification stands in its recipient's list; `id` is its act's. */
export interface ListedRow {
  id: string;
  at: number;
  read: boolean;
}

/** A reason as it is read; its time in milliseconds since 1970. */
interface ReasonRow {
  recipientId: string;
  actId: string;
  sourceId: string;
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
  connectionId: string | null;
}

interface EndRow {
  connectionId: string;
  connectionType: string;
  sourceUrl: string;
  sourceTitle: string | null;
  targetUrl: string;
  targetTitle: string | null;
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
      select n.act_id as id, (extract(epoch from n.occurred_at) * 1000)::float8 as at, ${isRead(sql)} as read
      from ${notificationsOf(sql, recipientId)} n
      ${after === undefined ? sql`` : sql`where (n.occurred_at, n.act_id) < (to_timestamp(${after.at}::float8 / 1000), ${after.id}::uuid)`}
      order by n.occurred_at desc, n.act_id desc
      limit ${limit}`;
  }

  /** The live reasons that a recipient has to be told of acts. */
  async reasons(recipientId: string, actIds: readonly string[]): Promise<Reason[]> {
    const { sql } = this.#database;
    const rows = await sql<ReasonRow[]>`
      select r.recipient_id as "recipientId", r.act_id as "actId", r.source_id as "sourceId", r.type, r.rank,
        r.actor_id as "actorId", (extract(epoch from r.occurred_at) * 1000)::float8 as at, r.card_id as "cardId",
        r.card_url as "cardUrl", r.card_title as "cardTitle", r.via_card_id as "viaCardId",
        r.collection_id as "collectionId", r.collection_name as "collectionName", r.connection_id as "connectionId"
      from ${reasons(sql)} r
      where r.recipient_id = ${recipientId} and r.act_id = any(${[...actIds]}::uuid[])`;
    const connections = await this.#connections(
      rows.flatMap(({ connectionId }) => (connectionId === null ? [] : [connectionId])),
    );
    return rows.map(
      ({ at, cardId, cardUrl, cardTitle, collectionId, collectionName, connectionId, ...row }) => ({
        ...row,
        occurredAt: new Date(at).toISOString(),
        card: cardId === null ? null : { cardId, url: cardUrl ?? '', title: cardTitle },
        collection: collectionId === null ? null : { collectionId, name: collectionName ?? '' },
        connection: connections.get(connectionId ?? '') ?? null,
      }),
    );
  }

  /** Counted from the notifications themselves, so it can not drift from them. */
  async countUnread(recipientId: string): Promise<number> {
    const { sql } = this.#database;
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from ${notificationsOf(sql, recipientId)} n where not ${isRead(sql)}`;
    return row?.count ?? 0;
  }

  async #connections(connectionIds: readonly string[]): Promise<ReadonlyMap<string, ConnectionFact>> {
    if (connectionIds.length === 0) return new Map();
    const rows = await this.#database.sql<EndRow[]>`
      select c.connection_id as "connectionId", c.connection_type as "connectionType", s.url as "sourceUrl",
        s.title as "sourceTitle", t.url as "targetUrl", t.title as "targetTitle"
      from connections c
      join connection_ends s on s.connection_id = c.connection_id and s.side = 'SOURCE'
      join connection_ends t on t.connection_id = c.connection_id and t.side = 'TARGET'
      where c.connection_id = any(${[...connectionIds]}::uuid[])`;
    return new Map(
      rows.map(({ connectionId, connectionType, sourceUrl, sourceTitle, targetUrl, targetTitle }) => [
        connectionId,
        {
          connectionId,
          connectionType,
          source: { url: sourceUrl, title: sourceTitle },
          target: { url: targetUrl, title: targetTitle },
        },
      ]),
    );
  }
}
