/** What the change log has of activities, and by which keys it concerns whom. */
import type { PendingQuery, Row, Sql, TransactionSql } from 'postgres';
import { type Change, isNews, recordChanges } from '#eventing';
import type { ActivityCard, FeedEntry } from '../domain/activity.js';
import { collectionKey, typeKey, urlKey, userKey } from '../domain/feed-topic.js';

type KeyedEntry = Pick<FeedEntry, 'actorId' | 'collectionId' | 'type' | 'url'>;

/** Whether something was added to an activity, or anything else happened to it. */
export type ActivityChange = 'added' | 'changed';

/** Records activities that entries were added to, of those that are news. */
export function recordAdded(
  sql: TransactionSql,
  entries: readonly FeedEntry[],
  cards: readonly Pick<ActivityCard, 'activityId' | 'importUrl'>[] = [],
): Promise<void> {
  const news = entries.filter(({ occurredAt }) => isNews(occurredAt));
  const urls = Map.groupBy(cards, ({ activityId }) => activityId);
  const changes = [...Map.groupBy(news, ({ activityId }) => activityId)].map(
    ([activityId, of]): Change & { kind: ActivityChange } => ({
      kind: 'added',
      subject: activityId,
      keys: [
        ...new Set([
          ...of.flatMap(keysOf),
          ...(urls.get(activityId) ?? []).flatMap(({ importUrl }) =>
            importUrl === null ? [] : [urlKey(importUrl)],
          ),
        ]),
      ],
    }),
  );
  return recordChanges(sql, changes);
}

function keysOf({ actorId, collectionId, url, type }: KeyedEntry): string[] {
  return [
    userKey(actorId),
    typeKey(type),
    ...(collectionId === null ? [] : [collectionKey(collectionId)]),
    ...(url === null ? [] : [urlKey(url)]),
  ];
}

/** Records the activities that have these cards. To be called before cards are taken out of them. */
export function recordCardsLeaving(sql: TransactionSql, cardIds: readonly string[]): Promise<void> {
  return recordChanged(
    sql,
    cardIds,
    sql`select a.activity_id, a.url_key from activity_cards a where a.card_id = any(${[...cardIds]}::uuid[])`,
  );
}

/** Records the activities that have these cards by these collections. To be called before the cards leave them. */
export function recordCardsLeavingCollections(
  sql: TransactionSql,
  rows: readonly { cardId: string; collectionId: string }[],
): Promise<void> {
  return recordChanged(
    sql,
    rows,
    sql`
      select a.activity_id, a.url_key
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r ("cardId" uuid, "collectionId" uuid)
      join activity_cards a on a.card_id = r."cardId" and a.source_id = r."collectionId"`,
  );
}

/** Records the activities of collections. To be called before they are deleted. */
export function recordCollectionsLeaving(
  sql: TransactionSql,
  collectionIds: readonly string[],
): Promise<void> {
  return recordChanged(
    sql,
    collectionIds,
    sql`
      select e.activity_id, null::uuid as url_key from feed_entries e
      where e.collection_id = any(${[...collectionIds]}::uuid[])`,
  );
}

export function recordActivities(sql: TransactionSql, activityIds: readonly string[]): Promise<void> {
  return recordChanged(
    sql,
    activityIds,
    sql`
      select e.activity_id, null::uuid as url_key from feed_entries e
      where e.activity_id = any(${[...activityIds]}::uuid[])`,
  );
}

/** Records the saves of cards whose content is another now. An import shows few of its cards, and is not told again. */
export function recordCardContents(sql: TransactionSql, cardIds: readonly string[]): Promise<void> {
  return recordChanged(
    sql,
    cardIds,
    sql`
      select e.activity_id, null::uuid as url_key from feed_entries e
      where e.card_id = any(${[...cardIds]}::uuid[])`,
  );
}

/**
 * @param of what there is anything of to look for
 * @param touched query of `activity_id` and `url_key`, of an import's card
 */
async function recordChanged(
  sql: TransactionSql,
  of: readonly unknown[],
  touched: PendingQuery<Row[]>,
): Promise<void> {
  if (of.length === 0) return;
  const kind: ActivityChange = 'changed';
  await sql`
    with touched as (${touched}), keys as (
      select activity_id, 'url:' || url_key as key from touched
      union all
      select e.activity_id, k.key from (select distinct activity_id from touched) t
      join feed_entries e on e.activity_id = t.activity_id
      cross join lateral (values
        ('type:' || e.type), ('user:' || e.actor_id), ('collection:' || e.collection_id), ('url:' || e.url_key)
      ) k (key)
    )
    insert into recorded_changes (kind, subject, keys)
    select ${kind}, activity_id, array_agg(distinct key) from keys where key is not null group by activity_id`;
}

/** The keys that activities have now: lanes may have added to them what a change of theirs could not know. */
export async function currentKeys(
  sql: Sql,
  activityIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await sql<(KeyedEntry & { activityId: string })[]>`
    select activity_id as "activityId", actor_id as "actorId", collection_id as "collectionId", type, url
    from feed_entries where activity_id = any(${[...activityIds]}::uuid[])`;
  const byActivity = Map.groupBy(rows, ({ activityId }) => activityId);
  return new Map([...byActivity].map(([activityId, entries]) => [activityId, entries.flatMap(keysOf)]));
}

export interface FollowedRow {
  followerId: string;
  type: 'USER' | 'COLLECTION';
  id: string;
}

/** Which of these users and collections each of these readers follows. */
export function followedAmong(
  sql: Sql,
  followerIds: readonly string[],
  targets: readonly Pick<FollowedRow, 'type' | 'id'>[],
): Promise<FollowedRow[]> {
  return sql<FollowedRow[]>`
    select f.follower_id as "followerId", f.target_type as type, f.target_id as id
    from jsonb_to_recordset(${JSON.stringify(targets)}::text::jsonb) as t (type text, id text)
    join follows f on f.target_type = t.type and f.target_id = t.id
    where f.active and f.follower_id = any(${[...followerIds]}::text[])`;
}
