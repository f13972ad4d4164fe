import { Injectable } from '@nestjs/common';
import { type Page, pageOf, type PageQuery, positionOf } from '#platform';
import type { ActivityType } from '../domain/activity.js';
import { ActivityReader } from '../infrastructure/activity-reader.js';
import { FeedReader } from '../infrastructure/feed-reader.js';
import type { EntryRow, FeedFilter } from '../infrastructure/feed-sql.js';
import { type ActivityView, viewsOf } from './activity-view.js';

export type FeedRequest = PageQuery & { type?: ActivityType };

/** Pages of the feeds, newest first. */
@Injectable()
export class ReadFeed {
  readonly #reader: FeedReader;
  readonly #activities: ActivityReader;

  constructor(reader: FeedReader, activities: ActivityReader) {
    this.#reader = reader;
    this.#activities = activities;
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
    const entries = await read({ type, after: positionOf(cursor), limit: limit + 1 });
    const { items, next } = pageOf(entries, limit, ({ at, activityId }) => ({ at, id: activityId }));
    return { items: await viewsOf(this.#activities, items), next };
  }
}
