/** The pieces of SQL that say which entries of the feeds there are to see. */
import type { PendingQuery, Row, Sql } from 'postgres';
import type { Position } from '#platform';
import type { ActivityType } from '../domain/activity.js';

type Fragment = PendingQuery<Row[]>;

/** What a feed leaves out. */
export interface FeedFilter {
  type: ActivityType | undefined;
  /** Activities with a work of this kind only. */
  kind: string | undefined;
  actorId: string | undefined;
  /** Entries after this position only. */
  after: Position | undefined;
  limit: number;
  /** These activities only. */
  among?: readonly string[];
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

export function matches(sql: Sql, filter: FeedFilter): Fragment {
  const { type, kind, actorId, among } = filter;
  return sql`
    ${type === undefined ? sql`true` : sql`e.type = ${type}`}
    and ${actorId === undefined ? sql`true` : sql`e.actor_id = ${actorId}`}
    and ${kind === undefined ? sql`true` : isOfKind(sql, kind)}
    and ${among === undefined ? sql`true` : sql`e.activity_id = any(${[...among]}::uuid[])`}
    and ${isAfter(sql, filter, 'e')}`;
}

/** @param row an entry, or its row in a timeline */
export function isAfter(sql: Sql, { after }: FeedFilter, row: 'e' | 't'): Fragment {
  if (after === undefined) return sql`true`;
  return sql`(${sql(row)}.occurred_at, ${sql(row)}.activity_id)
    < (to_timestamp(${after.at}::float8 / 1000), ${after.id}::uuid)`;
}

/** A card of the activity that is there, or an end of the connection, is of that kind, as far as is known now. */
function isOfKind(sql: Sql, kind: string): Fragment {
  const isEnd = (side: 'source' | 'target'): Fragment => sql`${kind} = (
    coalesce(
      (select c.metadata from cards c where c.card_id = (n.${sql(side)} ->> 'cardId')::uuid and not c.removed),
      n.${sql(side)} -> 'metadata'
    ) ->> 'kind')`;
  return sql`case e.type
    when 'CARD_COLLECTED' then (
      select true from activity_cards a left join cards c on c.card_id = a.card_id
      where a.activity_id = e.activity_id and c.removed is not true
        and coalesce(c.metadata, a.metadata) ->> 'kind' = ${kind}
      limit 1)
    when 'CONNECTION_CREATED' then (
      select true from connections n
      where n.connection_id = e.connection_id and (${isEnd('source')} or ${isEnd('target')}))
    else false end`;
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

/** What a collection has to do with: an activity has one entry for it. */
export function collectionFeed(sql: Sql, collectionId: string, filter: FeedFilter): Fragment {
  return sql`
    select ${entryColumns(sql)} from feed_entries e
    where e.collection_id = ${collectionId} and ${matches(sql, filter)} and ${isLive(sql, 'e')}
    ${newestFirst(sql, filter.limit)}`;
}

/**
 * Saves and connections of a work walk `feed_entries_url`. An import's entry is of no single work, so those that have
 * the work among their cards are found by it; they are few.
 */
export function urlFeed(sql: Sql, url: string, filter: FeedFilter): Fragment {
  const key = sql`md5(${url})::uuid`;
  return sql`
    with e as (
      (select e.* from feed_entries e
       where e.url_key = ${key} and ${matches(sql, filter)} and ${isLive(sql, 'e')}
         and ${isFirst(sql, sql`earlier.url_key = ${key}`)}
       ${newestFirst(sql, filter.limit)})
      union all
      (select e.* from (
         select distinct a.activity_id from activity_cards a
         where a.url_key = ${key} and not exists (select from cards c where c.card_id = a.card_id and c.removed)
       ) imports join feed_entries e on e.activity_id = imports.activity_id
       where ${matches(sql, filter)} and ${isLive(sql, 'e')} and ${isFirst(sql)}
       ${newestFirst(sql, filter.limit)})
    )
    select ${entryColumns(sql)} from e ${newestFirst(sql, filter.limit)}`;
}
