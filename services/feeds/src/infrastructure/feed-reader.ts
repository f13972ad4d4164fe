import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import type { FollowTarget } from '../domain/follow-target.js';
import {
  collectionFeed,
  entryColumns,
  type EntryRow,
  type FeedFilter,
  globalFeed,
  isAfter,
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
   * What users and collections with few followers do is read from the follower's timeline; of the others the newest of
   * each is merged in, by their indexes. Either way the entries say what there is to see: what one's followed users do
   * is listed as theirs; a followed collection adds what others put there.
   */
  following(followerId: string, followed: FollowedType | undefined, filter: FeedFilter): Promise<EntryRow[]> {
    const { sql } = this.#database;
    const byFollowed = sql`e.actor_id in (select user_id from followed_users)`;
    const alsoFollowed = sql`earlier.collection_id in (select collection_id from followed_collections)`;
    const ofUser = isFirst(sql);
    const ofCollection = sql`not ${byFollowed} and ${isFirst(sql, alsoFollowed)}`;
    const shown = sql`${matches(sql, filter)} and ${isLive(sql, 'e')}`;
    return sql<EntryRow[]>`
      with followed as materialized (
        select f.target_type, f.target_id, coalesce(t.fans_out, false) as fans_out
        from follows f left join follow_targets t on t.target_type = f.target_type and t.target_id = f.target_id
        where f.follower_id = ${followerId} and f.active
          and ${followed === undefined ? sql`true` : sql`f.target_type = ${followed}`}
      ), followed_users as materialized (
        select target_id as user_id, fans_out from followed where target_type = 'USER'
      ), followed_collections as materialized (
        select target_id::uuid as collection_id, fans_out from followed where target_type = 'COLLECTION'
      ), e as (
        (select e.* from timeline_entries t
         join feed_entries e on e.activity_id = t.activity_id and e.source_id = t.source_id
         where t.follower_id = ${followerId} and ${isAfter(sql, filter, 't')}
           and ${followed === undefined ? sql`true` : sql`t.target_type = ${followed}`}
           and ${shown} and case t.target_type when 'USER' then ${ofUser} else ${ofCollection} end
         order by t.occurred_at desc, t.activity_id desc limit ${filter.limit})
        union all
        select e.* from followed_users u cross join lateral (
          select e.* from feed_entries e where e.actor_id = u.user_id and ${shown} and ${ofUser}
          ${newestFirst(sql, filter.limit)}
        ) e where not u.fans_out
        union all
        select e.* from followed_collections f cross join lateral (
          select e.* from feed_entries e where e.collection_id = f.collection_id and ${shown} and ${ofCollection}
          ${newestFirst(sql, filter.limit)}
        ) e where not f.fans_out
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
