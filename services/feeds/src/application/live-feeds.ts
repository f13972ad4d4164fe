import { Inject, Injectable, Optional } from '@nestjs/common';
import type { NumberedChange } from '#eventing';
import { Database, type LiveEvent, type LiveSource, People } from '#platform';
import { collectionKey, type FeedTopic, mayConcern, userKey } from '../domain/feed-topic.js';
import { ActivityReader } from '../infrastructure/activity-reader.js';
import { FeedReader } from '../infrastructure/feed-reader.js';
import type { EntryRow, FeedFilter } from '../infrastructure/feed-sql.js';
import { type ActivityChange, currentKeys, followedAmong } from '../infrastructure/live-changes.js';
import { type ActivityView, viewsOf } from './activity-view.js';

/** Tells readers of a feed of what comes into it, changes in it and goes from it, as its page has it. */
@Injectable()
export class LiveFeeds implements LiveSource<FeedTopic> {
  readonly #database: Database;
  readonly #reader: FeedReader;
  readonly #activities: ActivityReader;
  readonly #people: People | undefined;

  constructor(
    database: Database,
    reader: FeedReader,
    activities: ActivityReader,
    @Optional() @Inject(People) people?: People,
  ) {
    this.#database = database;
    this.#reader = reader;
    this.#activities = activities;
    this.#people = people;
  }

  async route(
    changes: readonly NumberedChange[],
    topics: readonly FeedTopic[],
  ): Promise<ReadonlyMap<FeedTopic, NumberedChange[]>> {
    const current = await currentKeys(this.#database.sql, [
      ...new Set(changes.map(({ subject }) => subject)),
    ]);
    const keyed = changes.map((change) => ({
      change,
      keys: new Set([...change.keys, ...(current.get(change.subject) ?? [])]),
    }));
    const followed = await this.#followed(keyed, topics);
    return new Map(
      topics.map((topic) => {
        const own = followed.get(topic) ?? new Set();
        return [topic, keyed.filter(({ keys }) => mayConcern(topic, keys, own)).map(({ change }) => change)];
      }),
    );
  }

  async events(topic: FeedTopic, changes: readonly NumberedChange[]): Promise<LiveEvent[]> {
    if (changes.length === 0) return [];
    const of = new Map(changes.map((change) => [change.subject, change]));
    const told: ActivityChange = 'added';
    const gone = new Set(changes.filter(({ kind }) => kind !== told).map(({ subject }) => subject));
    const entries = await this.#entries(topic, [...of.keys()]);
    const views = await viewsOf(this.#activities, entries);
    const shown = new Map(views.map((view) => [view.activityId, view]));
    return [...of]
      .toSorted(([, a], [, b]) => a.position - b.position)
      .flatMap(([activityId, { position }]) => {
        const view = shown.get(activityId);
        if (view !== undefined) return [{ event: 'activity', data: this.#named(view), position }];
        // What was only added, and is not in this feed, never was.
        return gone.has(activityId) ? [{ event: 'activity-gone', data: { activityId }, position }] : [];
      });
  }

  opening(): Promise<LiveEvent[]> {
    return Promise.resolve([]);
  }

  #named(view: ActivityView): object {
    const dids = new Set([view.actorId, ...view.cards.map(({ curatorId }) => curatorId)]);
    return this.#people?.beside(view, dids) ?? view;
  }

  /** What the reader of each topic follows, of what the changes are about. */
  async #followed(
    keyed: readonly { keys: ReadonlySet<string> }[],
    topics: readonly FeedTopic[],
  ): Promise<ReadonlyMap<FeedTopic, ReadonlySet<string>>> {
    const following = topics.flatMap((topic) =>
      topic.feed.of === 'followed' ? [{ topic, ...topic.feed }] : [],
    );
    if (following.length === 0) return new Map();
    const rows = await followedAmong(
      this.#database.sql,
      following.map(({ followerId }) => followerId),
      [...new Set(keyed.flatMap(({ keys }) => [...keys]))].flatMap(targetOf),
    );
    const byFollower = Map.groupBy(rows, ({ followerId }) => followerId);
    return new Map(
      following.map(({ topic, followerId, followed }) => {
        const own = (byFollower.get(followerId) ?? []).filter(
          ({ type }) => followed === undefined || type === followed,
        );
        return [
          topic,
          new Set(own.map(({ type, id }) => (type === 'USER' ? userKey(id) : collectionKey(id)))),
        ];
      }),
    );
  }

  /** Those of the activities that the feed shows. */
  #entries({ feed, filter }: FeedTopic, among: readonly string[]): Promise<EntryRow[]> {
    const of: FeedFilter = { ...filter, after: undefined, limit: among.length, among };
    if (feed.of === 'collection') return this.#reader.collection(feed.collectionId, of);
    if (feed.of === 'url') return this.#reader.url(feed.url, of);
    if (feed.of === 'followed') return this.#reader.following(feed.followerId, feed.followed, of);
    return this.#reader.global(feed.of === 'user' ? { ...of, actorId: feed.did } : of);
  }
}

function targetOf(key: string): { type: 'USER' | 'COLLECTION'; id: string }[] {
  const id = key.slice(key.indexOf(':') + 1);
  if (key === userKey(id)) return [{ type: 'USER', id }];
  return key === collectionKey(id) ? [{ type: 'COLLECTION', id }] : [];
}
