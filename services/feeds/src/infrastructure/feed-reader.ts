import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import {
  entryColumns,
  type EntryRow,
  type FeedFilter,
  globalFeed,
  isFirst,
  isLive,
  matches,
  newestFirst,
} from './feed-sql.js';

export interface CardRow {
  activityId: string;
  cardId: string;
  curatorId: string;
  url: string;
  metadata: Record<string, unknown>;
}

export interface CollectionRow {
  activityId: string;
  collectionId: string;
  name: string;
  description: string | null;
  access: string;
}

/** Reads entries in feed order, and what is shown of their activities. */
@Injectable()
export class FeedReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The newest of what everybody does. */
  global(filter: FeedFilter): Promise<EntryRow[]> {
    const { sql } = this.#database;
    return sql<EntryRow[]>`${globalFeed(sql, filter)}`;
  }

  /**
   * Merged on reading: the newest of each followed user and collection by their indexes, then the newest of all.
   * The cost grows with the number followed, not with the size of the feed. What one's followed users do is listed
   * as theirs; a followed collection adds what others put there.
   */
  following(followerId: string, filter: FeedFilter): Promise<EntryRow[]> {
    const { sql } = this.#database;
    const byFollowed = sql`e.actor_id in (select user_id from followed_users)`;
    const alsoFollowed = sql`earlier.collection_id in (select collection_id from followed_collections)`;
    return sql<EntryRow[]>`
      with followed as materialized (
        select target_type, target_id from follows where follower_id = ${followerId} and active
      ), followed_users as materialized (
        select target_id as user_id from followed where target_type = 'USER'
      ), followed_collections as materialized (
        select target_id::uuid as collection_id from followed where target_type = 'COLLECTION'
      ), e as (
        select e.* from followed_users u cross join lateral (
          select e.* from feed_entries e
          where e.actor_id = u.user_id and ${matches(sql, filter)} and ${isLive(sql, 'e')} and ${isFirst(sql)}
          ${newestFirst(sql, filter.limit)}
        ) e
        union all
        select e.* from followed_collections f cross join lateral (
          select e.* from feed_entries e
          where e.collection_id = f.collection_id and not ${byFollowed}
            and ${matches(sql, filter)} and ${isLive(sql, 'e')} and ${isFirst(sql, alsoFollowed)}
          ${newestFirst(sql, filter.limit)}
        ) e
      )
      select ${entryColumns(sql)} from e ${newestFirst(sql, filter.limit)}`;
  }

  /** Whether there is such an activity with a card to see, or a collection. */
  async exists(activityId: string): Promise<boolean> {
    const { sql } = this.#database;
    const rows = await sql`
      select 1 from feed_entries e where e.activity_id = ${activityId} and ${isLive(sql, 'e')} limit 1`;
    return rows.length > 0;
  }

  /** At most `limit` cards of each activity, in the order of their ids, which is the order they were made in. */
  cards(activityIds: readonly string[], limit: number, afterCardId?: string): Promise<CardRow[]> {
    const { sql } = this.#database;
    return sql<CardRow[]>`
      select wanted.activity_id as "activityId", shown.* from unnest(${[...activityIds]}::uuid[]) as wanted (activity_id)
      cross join lateral (
        select distinct on (a.card_id) a.card_id as "cardId", coalesce(c.curator_id, a.curator_id) as "curatorId",
          coalesce(c.url, a.url) as url, coalesce(c.metadata, a.metadata) as metadata
        from activity_cards a left join cards c on c.card_id = a.card_id
        where a.activity_id = wanted.activity_id and c.removed is not true
          ${afterCardId === undefined ? sql`` : sql`and a.card_id > ${afterCardId}::uuid`}
        order by a.card_id, a.source_id
        limit ${limit}
      ) shown`;
  }

  /** How many cards each activity has. */
  async counts(activityIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { sql } = this.#database;
    const rows = await sql<{ id: string; count: number }[]>`
      select a.activity_id as id, count(distinct a.card_id)::int as count from activity_cards a
      where a.activity_id = any(${[...activityIds]}::uuid[])
        and not exists (select from cards c where c.card_id = a.card_id and c.removed)
      group by a.activity_id`;
    return new Map(rows.map(({ id, count }) => [id, count]));
  }

  /** The collections of each activity, by name. */
  collections(activityIds: readonly string[]): Promise<CollectionRow[]> {
    const { sql } = this.#database;
    return sql<CollectionRow[]>`
      select e.activity_id as "activityId", c.collection_id as "collectionId", c.name,
        c.description, c.access
      from feed_entries e join collections c on c.collection_id = e.collection_id
      where e.activity_id = any(${[...activityIds]}::uuid[]) and ${isLive(sql, 'e')}
      order by c.name, c.collection_id`;
  }
}
