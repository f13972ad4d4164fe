import { Injectable } from '@nestjs/common';
import type { PendingQuery, Row } from 'postgres';
import { Database, type Position } from '#platform';
import type { NotificationType } from '../domain/reason.js';
import { isRead, isSeen, isUpTo, notificationsOf } from './notification-sql.js';

/** A group of notifications; it stands where its newest does. */
export interface GroupRow {
  type: NotificationType;
  /** In UTC: `2026-01-31`. */
  day: string;
  /** The newest one's time, in milliseconds since 1970. */
  at: number;
  count: number;
  unread: number;
  unseen: number;
  actorCount: number;
  /** The acts of the newest ones, the newest first, and each one's actor. */
  actIds: string[];
  actorIds: string[];
  /** Of the newest. */
  read: boolean;
  seen: boolean;
}

@Injectable()
export class GroupReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Newest first, after a position.
   *
   * @param top what is newer is left out, so that the groups of a list that is being read stay where they are
   */
  list(
    recipientId: string,
    top: Position | undefined,
    after: Position | undefined,
    limit: number,
  ): Promise<GroupRow[]> {
    const { sql } = this.#database;
    const behind =
      after === undefined
        ? sql``
        : sql`where (latest, acts[1]) < (to_timestamp(${after.at}::float8 / 1000), ${after.id}::uuid)`;
    return sql<GroupRow[]>`
      ${this.#groups(recipientId, isUpTo(sql, top))} ${behind}
      order by latest desc, acts[1] desc
      limit ${limit}`;
  }

  /**
   * What is unread of the acts of one day, newest first.
   *
   * @param day in UTC: `2026-01-31`
   */
  unreadOn(recipientId: string, day: string): Promise<GroupRow[]> {
    const { sql } = this.#database;
    const ofDay = sql`n.occurred_at >= ${`${day}T00:00:00Z`}::text::timestamptz
      and n.occurred_at < ${`${day}T00:00:00Z`}::text::timestamptz + interval '24 hours' and not ${isRead(sql)}`;
    return sql<GroupRow[]>`${this.#groups(recipientId, ofDay)} order by latest desc, acts[1] desc`;
  }

  /** @param condition which notifications `n` are grouped */
  #groups(recipientId: string, condition: PendingQuery<Row[]>): PendingQuery<Row[]> {
    const { sql } = this.#database;
    return sql`
      with told as (
        select n.type, n.actor_id, n.occurred_at, n.act_id, ${isRead(sql)} as read,
          ${isSeen(sql, recipientId)} as seen, to_char(n.occurred_at at time zone 'UTC', 'YYYY-MM-DD') as day,
          -- What it was done to; of what one is subscribed to, who did it.
          case n.type
            when 'USER_ADDED_YOUR_CARD' then n.via_card_id::text
            when 'USER_CONNECTED_YOUR_URL' then n.card_id::text
            when 'USER_FOLLOWED_YOU' then ''
            when 'SUBSCRIBED_USER_ADDED_CARD' then n.actor_id
            when 'SUBSCRIBED_USER_MADE_CONNECTION' then n.actor_id
            else n.collection_id::text
          end as subject
        from ${notificationsOf(sql, recipientId)} n
        where ${condition}
      ), groups as (
        select type, day, max(occurred_at) as latest, count(*)::int as count,
          (count(*) filter (where not read))::int as unread, (count(*) filter (where not seen))::int as unseen,
          count(distinct actor_id)::int as "actorCount",
          array_agg(act_id order by occurred_at desc, act_id desc) as acts,
          array_agg(actor_id order by occurred_at desc, act_id desc) as actors,
          array_agg(read order by occurred_at desc, act_id desc) as reads,
          array_agg(seen order by occurred_at desc, act_id desc) as seens
        from told
        group by type, subject, day
      )
      select type, day, (extract(epoch from latest) * 1000)::float8 as at, count, unread, unseen, "actorCount",
        acts[1:100] as "actIds", actors[1:100] as "actorIds", reads[1] as read, seens[1] as seen
      from groups`;
  }
}
