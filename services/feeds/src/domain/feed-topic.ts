/** Which changes of activities concern which live feed: decided by the keys that a change carries. */
import { createHash } from 'node:crypto';
import type { ActivityType } from './activity.js';
import type { FollowTarget } from './follow-target.js';

/** A feed, as one reads it. */
export type Feed =
  | { of: 'everybody' }
  | { of: 'user'; did: string }
  | { of: 'collection'; collectionId: string }
  | { of: 'url'; url: string }
  | { of: 'followed'; followerId: string; followed: FollowTarget['type'] | undefined };

/** What a live feed leaves out. */
export interface TopicFilter {
  type: ActivityType | undefined;
  /** Of a work. */
  kind: string | undefined;
  actorId: string | undefined;
}

/** A feed with its filter: who has the same is told the same. */
export interface FeedTopic {
  key: string;
  feed: Feed;
  filter: TopicFilter;
}

export const userKey = (did: string): string => `user:${did}`;
export const collectionKey = (collectionId: string): string => `collection:${collectionId}`;
export const typeKey = (type: ActivityType): string => `type:${type}`;

/** By its hash, as the database has it: a UUID of the MD5. */
export function urlKey(url: string): string {
  const hash = createHash('md5').update(url).digest('hex');
  return `url:${hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}

export function feedTopic(feed: Feed, filter: TopicFilter): FeedTopic {
  return { key: JSON.stringify([feed, filter]), feed, filter };
}

/**
 * Whether a change may concern a topic. What is shown is decided on reading.
 *
 * @param keys of the activity, of each type there is
 * @param followed keys of the users and collections that the topic's reader follows
 */
export function mayConcern(
  { feed, filter }: FeedTopic,
  keys: ReadonlySet<string>,
  followed: ReadonlySet<string>,
): boolean {
  if (filter.type !== undefined && !keys.has(typeKey(filter.type))) return false;
  if (filter.actorId !== undefined && !keys.has(userKey(filter.actorId))) return false;
  if (feed.of === 'everybody') return true;
  if (feed.of === 'user') return keys.has(userKey(feed.did));
  if (feed.of === 'collection') return keys.has(collectionKey(feed.collectionId));
  if (feed.of === 'url') return keys.has(urlKey(feed.url));
  return [...followed].some((key) => keys.has(key));
}
