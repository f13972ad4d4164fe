import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '#platform';
import type { ActivityType } from '../domain/activity.js';
import { FeedReader } from '../infrastructure/feed-reader.js';
import type { EntryRow, FeedFilter } from '../infrastructure/feed-sql.js';
import { type ActivityView, viewsOf } from './activity-view.js';
import { isPosition } from './position.js';

export type FeedRequest = PageQuery & { type?: ActivityType };

/** Pages of the feeds, newest first. */
@Injectable()
export class ReadFeed {
  readonly #reader: FeedReader;

  constructor(reader: FeedReader) {
    this.#reader = reader;
  }

  /** What everybody does. */
  global(request: FeedRequest): Promise<Page<ActivityView>> {
    return this.#page(request, (filter) => this.#reader.global(filter));
  }

  /** What the users one follows do, and what comes into the collections one follows. */
  following(followerId: string, request: FeedRequest): Promise<Page<ActivityView>> {
    return this.#page(request, (filter) => this.#reader.following(followerId, filter));
  }

  async #page(
    { type, cursor, limit }: FeedRequest,
    read: (filter: FeedFilter) => Promise<EntryRow[]>,
  ): Promise<Page<ActivityView>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, isPosition);
    const entries = await read({ type, after, limit: limit + 1 });
    const page = entries.slice(0, limit);
    const last = entries.length > limit ? page.at(-1) : undefined;
    return {
      items: await viewsOf(this.#reader, page),
      next: last === undefined ? null : encodeCursor({ at: last.at, id: last.activityId }),
    };
  }
}
