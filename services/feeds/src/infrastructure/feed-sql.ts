/** The pieces of SQL that say which entries of the feeds there are to see. */
import type { PendingQuery, Row, Sql } from 'postgres';
import type { Position } from '#platform';
import type { ActivityType } from '../domain/activity.js';

type Fragment = PendingQuery<Row[]>;

/** What a feed leaves out. */
export interface FeedFilter {
  type: ActivityType | undefined;
  /** Entries after this position only. */
  after: Position | undefined;
  limit: number;
}

/** Where an entry or activity stands, and what is needed to show it. */
export interface EntryRow {
  activityId: string;
  type: ActivityType;
  actorId: string;
  at: number;
  collectionId: string | null;
  importId: string | null;
  connectionId: string | null;
}

/** Columns of {@link EntryRow} from `e`. */
export function entryColumns(sql: Sql): Fragment {
  return sql`e.activity_id as "activityId", e.type, e.actor_id as "actorId", e.collection_id as "collectionId",
    e.import_id as "importId", e.connection_id as "connectionId", (extract(epoch from e.occurred_at) * 1000)::float8 as at`;
}

/**
 * The entry has a card that is still in its library. An entry of a collection speaks for the cards in it only,
 * any other for all cards of its activity.
 */
export function isLive(sql: Sql, entry: 'e' | 'earlier'): Fragment {
  // Not "exists": the planner may then hash all cards of all activities first, however short the page.
  const cardOf = (condition: Fragment): Fragment => sql`(
    select true from activity_cards a
    where a.activity_id = ${sql(entry)}.activity_id and ${condition}
      and not exists (select from cards c where c.card_id = a.card_id and c.removed)
    limit 1)`;
  return sql`case
    when ${sql(entry)}.type <> 'CARD_COLLECTED' then true
    when ${sql(entry)}.collection_id is null then ${cardOf(sql`true`)}
    else ${cardOf(sql`a.collection_id = ${sql(entry)}.collection_id`)} end`;
}

/**
 * `e` is the one entry by which its activity is listed: no other live entry of it is earlier.
 *
 * @param among Narrows which other entries count (`earlier.…`).
 */
export function isFirst(sql: Sql, among: Fragment = sql`true`): Fragment {
  return sql`not exists (
    select from feed_entries earlier
    where earlier.activity_id = e.activity_id
      and (earlier.occurred_at, earlier.source_id) < (e.occurred_at, e.source_id)
      and ${among} and ${isLive(sql, 'earlier')})`;
}

export function matches(sql: Sql, { type, after }: FeedFilter): Fragment {
  return sql`
    ${type === undefined ? sql`true` : sql`e.type = ${type}`}
    and ${
      after === undefined
        ? sql`true`
        : sql`(e.occurred_at, e.activity_id) < (to_timestamp(${after.at}::float8 / 1000), ${after.id}::uuid)`
    }`;
}

/** Newest first; as the indexes are. */
export function newestFirst(sql: Sql, limit: number): Fragment {
  return sql`order by e.occurred_at desc, e.activity_id desc limit ${limit}`;
}

/** The whole feed: walks `feed_entries_latest`, or with a type `feed_entries_type`, until the page is full. */
export function globalFeed(sql: Sql, filter: FeedFilter): Fragment {
  return sql`
    select ${entryColumns(sql)} from feed_entries e
    where ${matches(sql, filter)} and ${isLive(sql, 'e')} and ${isFirst(sql)}
    ${newestFirst(sql, filter.limit)}`;
}
