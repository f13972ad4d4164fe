import { Injectable } from '@nestjs/common';
import { Database, type Page, pageOf, type PageQuery, positionOf } from '#platform';
import type { FollowTarget } from '../domain/follow-target.js';

export interface FollowView {
  followId: string;
  targetType: FollowTarget['type'];
  targetId: string;
  collectionName: string | null;
  followedAt: string;
}

/** What somebody follows, newest first. */
@Injectable()
export class ListFollows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async execute(followerId: string, { limit, cursor }: PageQuery): Promise<Page<FollowView>> {
    const { sql } = this.#database;
    const after = positionOf(cursor);
    const rows = await sql<(Omit<FollowView, 'followedAt'> & { at: number })[]>`
      select f.follow_id as "followId", f.target_type as "targetType", f.target_id as "targetId",
        c.name as "collectionName", (extract(epoch from f.followed_at) * 1000)::float8 as at
      from follows f
      left join collections c
        on c.collection_id = case when f.target_type = 'COLLECTION' then f.target_id::uuid end
      where f.follower_id = ${followerId} and f.active
        ${after ? sql`and (f.followed_at, f.follow_id) < (to_timestamp(${after.at}::float8 / 1000), ${after.id}::uuid)` : sql``}
      order by f.followed_at desc, f.follow_id desc
      limit ${limit + 1}`;
    const { items, next } = pageOf(rows, limit, ({ at, followId }) => ({ at, id: followId }));
    return {
      items: items.map(({ at, ...row }) => ({ ...row, followedAt: new Date(at).toISOString() })),
      next,
    };
  }
}
