import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import type { FollowTarget } from '../domain/follow-target.js';
import {
  collectionFeed,
  entryColumns,
  type EntryRow,
  type FeedFilter,
  globalFeed,
  isFirst,
  isLive,
  matches,
  newestFirst,
  urlFeed,
} from './feed-sql.js';

export type FollowedType = FollowTarget['type'];

/** Reads entries in feed order. */
@Injectable()
export class FeedReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The newest of what everybody does, or of what the filter's actor does. */
  global(filter: FeedFilter): Promise<EntryRow[]> {
    const { sql } = this.#database;
    return sql<EntryRow[]>`${globalFeed(sql, filter)}`;
  }

  /**
   * Merged on reading: the newest of each followed user and collection by their indexes, then the newest of all.
   * The cost grows with the number followed, not with the size of the feed. What one's followed users do is listed
   * as theirs; a followed collection adds what others put there.
   */
  following(followerId: string, followed: FollowedType | undefined, filter: FeedFilter): Promise<EntryRow[]> {
    const { sql } = this.#database;
    const byFollowed = sql`e.actor_id in (select user_id from followed_users)`;
    const alsoFollowed = sql`earlier.collection_id in (select collection_id from followed_collections)`;
    return sql<EntryRow[]>`
      with followed as materialized (
        select target_type, target_id from follows where follower_id = ${followerId} and active
          and ${followed === undefined ? sql`true` : sql`target_type = ${followed}`}
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

  /** @returns undefined when there is no such collection, or none any more */
  async collectionName(collectionId: string): Promise<string | undefined> {
    const { sql } = this.#database;
    const [found] = await sql<{ name: string }[]>`
      select name from collections where collection_id = ${collectionId} and not deleted`;
    return found?.name;
  }

  collection(collectionId: string, filter: FeedFilter): Promise<EntryRow[]> {
    const { sql } = this.#database;
    return sql<EntryRow[]>`${collectionFeed(sql, collectionId, filter)}`;
  }

  /** @param url as the cards have it: normalised */
  url(url: string, filter: FeedFilter): Promise<EntryRow[]> {
    const { sql } = this.#database;
    return sql<EntryRow[]>`${urlFeed(sql, url, filter)}`;
  }
}
