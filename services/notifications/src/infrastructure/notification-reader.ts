import { Injectable } from '@nestjs/common';
import type { PendingQuery, Row, Sql, TransactionSql } from 'postgres';
import { Database, type Position } from '#platform';
import type { Place } from '../domain/inbox-events.js';
import type { ConnectionFact, NotificationType, Reason } from '../domain/reason.js';
import { isRead, isSeen, isUpTo, notificationsOf, reasons, timeOfReason } from './notification-sql.js';

/** Where a notification stands in its recipient's list; `id` is its act's. */
export interface ListedRow {
  id: string;
  at: number;
  read: boolean;
  seen: boolean;
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

/** Who was told of an act; its time in milliseconds since 1970. */
interface ToldRow {
  actId: string;
  recipientId: string;
  at: number;
}

interface EndRow {
  connectionId: string;
  connectionType: string;
  sourceUrl: string;
  sourceTitle: string | null;
  targetUrl: string;
  targetTitle: string | null;
}

/** An act may give several reasons, and some may not be wanted. */
const REASONS_A_NOTIFICATION = 4;

@Injectable()
export class NotificationReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Newest first, after a position. What a page costs does not grow with the list: it is looked for in the stretch of
   * time that its reasons are likely to come from, then in a longer one.
   */
  async list(recipientId: string, after: Position | undefined, limit: number): Promise<ListedRow[]> {
    const sql = this.#database.byKey;
    for (let reasonsRead = limit * REASONS_A_NOTIFICATION; ; reasonsRead *= 8) {
      const from = await timeOfReason(sql, recipientId, after?.at, reasonsRead);
      const rows = await sql<ListedRow[]>`
        select n.act_id as id, (extract(epoch from n.occurred_at) * 1000)::float8 as at, ${isRead(sql)} as read,
          ${isSeen(sql, recipientId)} as seen
        from ${notificationsOf(sql, recipientId, { from, to: after?.at })} n
        ${after === undefined ? sql`` : sql`where (n.occurred_at, n.act_id) < (to_timestamp(${after.at}::float8 / 1000), ${after.id}::uuid)`}
        order by n.occurred_at desc, n.act_id desc
        limit ${limit}`;
      if (rows.length >= limit || from === undefined) return rows;
    }
  }

  /** Those of a recipient's notifications that are of these acts. */
  ofActs(recipientId: string, actIds: readonly string[]): Promise<ListedRow[]> {
    const sql = this.#database.byKey;
    return sql<ListedRow[]>`
      select n.act_id as id, (extract(epoch from n.occurred_at) * 1000)::float8 as at, ${isRead(sql)} as read,
        ${isSeen(sql, recipientId)} as seen
      from ${notificationsOf(sql, recipientId)} n
      where n.act_id = any(${[...actIds]}::uuid[])`;
  }

  /** Where the newest notification stands, of those at or behind a position. */
  async newest(
    sql: TransactionSql,
    recipientId: string,
    upTo: Position | undefined,
  ): Promise<Place | undefined> {
    for (let reasonsRead = REASONS_A_NOTIFICATION; ; reasonsRead *= 8) {
      const from = await timeOfReason(sql, recipientId, upTo?.at, reasonsRead);
      const [row] = await sql<{ actId: string; at: number }[]>`
        select n.act_id as "actId", (extract(epoch from n.occurred_at) * 1000)::float8 as at
        from ${notificationsOf(sql, recipientId, { from, to: upTo?.at })} n
        where ${isUpTo(sql, upTo)}
        order by n.occurred_at desc, n.act_id desc
        limit 1`;
      if (row !== undefined) return { occurredAt: new Date(row.at).toISOString(), actId: row.actId };
      if (from === undefined) return undefined;
    }
  }

  /** The reasons that a recipient has to be told of acts. */
  reasons(recipientId: string, actIds: readonly string[]): Promise<Reason[]> {
    const sql = this.#database.byKey;
    return this.#reasons(
      sql,
      reasons(sql),
      sql`r.recipient_id = ${recipientId} and r.act_id = any(${[...actIds]}::uuid[])`,
    );
  }

  /** The reasons of the notifications of acts, so many notifications at most, that were not announced yet. */
  unannounced(sql: TransactionSql, actIds: readonly string[], limit: number): Promise<Reason[]> {
    return this.#reasons(
      sql,
      sql`(
        select r.*, dense_rank() over (order by r.recipient_id, r.act_id) as place from ${reasons(sql)} r
        where r.act_id = any(${[...actIds]}::uuid[]) and not exists (
          select from announcements a where a.act_id = r.act_id and a.recipient_id = r.recipient_id
        )
      )`,
      sql`r.place <= ${limit}`,
    );
  }

  /** Who has reasons of these acts that they were told of before, as the acts stand now. */
  toldAgain(sql: TransactionSql, actIds: readonly string[]): Promise<ToldRow[]> {
    return sql<ToldRow[]>`
      select distinct r.act_id as "actId", r.recipient_id as "recipientId",
        (extract(epoch from r.occurred_at) * 1000)::float8 as at
      from ${reasons(sql)} r join announcements a on a.act_id = r.act_id and a.recipient_id = r.recipient_id
      where r.act_id = any(${[...actIds]}::uuid[])`;
  }

  /** Counted from the notifications themselves, so they can not drift from them. */
  async counts(recipientId: string): Promise<{ unread: number; unseen: number }> {
    const sql = this.#database.byKey;
    const [row] = await sql<{ unread: number; unseen: number }[]>`
      select (count(*) filter (where not ${isRead(sql)}))::int as unread,
        (count(*) filter (where not ${isSeen(sql, recipientId)}))::int as unseen
      from ${notificationsOf(sql, recipientId)} n`;
    return row ?? { unread: 0, unseen: 0 };
  }

  async countUnread(sql: TransactionSql, recipientId: string): Promise<number> {
    const [row] = await sql<{ unread: number }[]>`
      select count(*)::int as unread from ${notificationsOf(sql, recipientId)} n where not ${isRead(sql)}`;
    return row?.unread ?? 0;
  }

  async #reasons(
    sql: Sql | TransactionSql,
    source: PendingQuery<Row[]>,
    condition: PendingQuery<Row[]>,
  ): Promise<Reason[]> {
    const rows = await sql<ReasonRow[]>`
      select r.recipient_id as "recipientId", r.act_id as "actId", r.source_id as "sourceId", r.type, r.rank,
        r.actor_id as "actorId", (extract(epoch from r.occurred_at) * 1000)::float8 as at, r.card_id as "cardId",
        r.card_url as "cardUrl", r.card_title as "cardTitle", r.via_card_id as "viaCardId",
        r.collection_id as "collectionId", r.collection_name as "collectionName", r.connection_id as "connectionId"
      from ${source} r
      where ${condition}`;
    const connections = await connectionsOf(
      sql,
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
}

async function connectionsOf(
  sql: Sql | TransactionSql,
  connectionIds: readonly string[],
): Promise<ReadonlyMap<string, ConnectionFact>> {
  if (connectionIds.length === 0) return new Map();
  const rows = await sql<EndRow[]>`
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
