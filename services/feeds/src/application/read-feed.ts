import { Injectable } from '@nestjs/common';
import { type Page, pageOf, type PageQuery, positionOf, ProblemError } from '#platform';
import type { ActivityType } from '../domain/activity.js';
import { ActivityReader } from '../infrastructure/activity-reader.js';
import { type FollowedType, FeedReader } from '../infrastructure/feed-reader.js';
import type { EntryRow, FeedFilter } from '../infrastructure/feed-sql.js';
import { type ActivityView, viewsOf } from './activity-view.js';

export interface FeedRequest extends PageQuery {
  type?: ActivityType;
  /** Of a work. */
  kind?: string;
  /** DID of who did it. */
  actor?: string;
}

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

  /**
   * What the users one follows do, and what comes into the collections one follows.
   *
   * @param request `followed` narrows it to the users or to the collections
   */
  following(
    followerId: string,
    request: FeedRequest & { followed?: FollowedType },
  ): Promise<Page<ActivityView>> {
    return this.#page(request, (filter) => this.#reader.following(followerId, request.followed, filter));
  }

  /** What one user does. */
  user(did: string, request: Omit<FeedRequest, 'actor'>): Promise<Page<ActivityView>> {
    return this.#page({ ...request, actor: did }, (filter) => this.#reader.global(filter));
  }

  /**
   * The making of a collection, and what comes into it.
   *
   * @throws ProblemError 404 `collection-not-found`
   */
  async collection(collectionId: string, request: FeedRequest): Promise<Page<ActivityView>> {
    await this.collectionName(collectionId);
    return this.#page(request, (filter) => this.#reader.collection(collectionId, filter));
  }

  /** @throws ProblemError 404 `collection-not-found` */
  async collectionName(collectionId: string): Promise<string> {
    const name = await this.#reader.collectionName(collectionId);
    if (name !== undefined) return name;
    throw new ProblemError({ status: 404, code: 'collection-not-found', title: 'No such collection' });
  }

  /** Who saved a work, and what it was connected with. */
  url(url: string, request: FeedRequest): Promise<Page<ActivityView>> {
    return this.#page(request, (filter) => this.#reader.url(url, filter));
  }

  async #page(
    { type, kind, actor, cursor, limit }: FeedRequest,
    read: (filter: FeedFilter) => Promise<EntryRow[]>,
  ): Promise<Page<ActivityView>> {
    const after = positionOf(cursor);
    const entries = await read({ type, kind, actorId: actor, after, limit: limit + 1 });
    const { items, next } = pageOf(entries, limit, ({ at, activityId }) => ({ at, id: activityId }));
    return { items: await viewsOf(this.#activities, items), next };
  }
}
