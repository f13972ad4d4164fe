/**
 * Keeps the timelines of followers.
 *
 * Follows and events flow at the same time. Who has stored or removed entries takes the locks of their users and
 * collections shared, who has stored a follow or its end takes the target's alone, each before it reads what the other
 * writes: so an entry is either there when a timeline is filled, or finds the new follower. Statements that hold locks
 * go out together with the commit, so that nobody waits for a round trip, or for a process that hangs in the middle.
 */
import type { PendingQuery, Row, TransactionSql } from 'postgres';
import type { UnitOfWork } from '#eventing';
import type { FeedEntry } from '../domain/activity.js';
import type { FanOutLimits } from '../domain/fan-out.js';
import type { FollowTarget } from '../domain/follow-target.js';
import { json } from './many-rows.js';

type Statement = PendingQuery<Row[]>;
type Target = Pick<FollowTarget, 'type' | 'id'>;
type EntryKey = Pick<FeedEntry, 'activityId' | 'sourceId' | 'actorId' | 'collectionId'>;

/** Targets share locks, so that a batch of many of them holds no more than these. */
const LOCKS = 256;
const LOCK_CLASS = 'feeds/follow-targets';

const nameOf = ({ type, id }: Target): string => `${type}/${id}`;

function lockTarget(sql: TransactionSql, target: Target): Statement {
  return sql`
    select pg_advisory_xact_lock(hashtext(${LOCK_CLASS}), abs(hashtext(${nameOf(target)}) % ${LOCKS}))`;
}

function lockTargetsOf(sql: TransactionSql, entries: readonly EntryKey[]): Statement {
  const names = entries.flatMap(({ actorId, collectionId }) => [
    nameOf({ type: 'USER', id: actorId }),
    ...(collectionId === null ? [] : [nameOf({ type: 'COLLECTION', id: collectionId })]),
  ]);
  return sql`
    select pg_advisory_xact_lock_shared(hashtext(${LOCK_CLASS}), lock) from (
      select distinct abs(hashtext(name) % ${LOCKS}) as lock from unnest(${names}::text[]) as name order by 1
    ) locks`;
}

/** Writes entries, as they are stored at the end, to the timelines of who follows their users and collections. */
export function fanOut(uow: UnitOfWork, entries: readonly FeedEntry[]): void {
  uow.atCommit((sql) => [
    lockTargetsOf(sql, entries),
    // Only an import's entry moves, to the time of its earliest record.
    ...(entries.some(({ importId }) => importId !== null) ? [moveRows(sql, entries)] : []),
    sql`
      insert into timeline_entries (follower_id, target_type, target_id, activity_id, source_id, occurred_at)
      select f.follower_id, f.target_type, f.target_id, e.activity_id, e.source_id, e.occurred_at
      from jsonb_to_recordset(${json(entries)}::text::jsonb) as r ("activityId" uuid, "sourceId" uuid)
      join feed_entries e on e.activity_id = r."activityId" and e.source_id = r."sourceId"
      cross join lateral (values ('USER', e.actor_id), ('COLLECTION', e.collection_id::text)) as of (type, id)
      join follow_targets t on t.target_type = of.type and t.target_id = of.id and t.fans_out
      join follows f on f.target_type = of.type and f.target_id = of.id and f.active
      order by 2, 3, 1, 4, 5
      on conflict do nothing`,
  ]);
}

/** Takes removed entries out of all timelines, but for those that are there again by the end. */
export function takeOut(uow: UnitOfWork, entries: readonly EntryKey[]): void {
  if (entries.length === 0) return;
  uow.atCommit((sql) => [
    lockTargetsOf(sql, entries),
    sql`
      delete from timeline_entries t
      using jsonb_to_recordset(${json(entries)}::text::jsonb) as r ("activityId" uuid, "sourceId" uuid)
      where t.activity_id = r."activityId" and t.source_id = r."sourceId" and not exists (
        select from feed_entries e where e.activity_id = t.activity_id and e.source_id = t.source_id
      )`,
    moveRows(sql, entries),
  ]);
}

/** Rows of timelines get the times of their entries. */
function moveRows(sql: TransactionSql, entries: readonly EntryKey[]): Statement {
  return sql`
    update timeline_entries t set occurred_at = e.occurred_at
    from jsonb_to_recordset(${json(entries)}::text::jsonb) as r ("activityId" uuid, "sourceId" uuid)
    join feed_entries e on e.activity_id = r."activityId" and e.source_id = r."sourceId"
    where t.activity_id = e.activity_id and t.source_id = e.source_id and t.occurred_at <> e.occurred_at`;
}

/** Takes a follow or its end, which must be stored, into account: in the target's followers, and in timelines. */
export function followChanged(
  uow: UnitOfWork,
  followerId: string,
  target: Target,
  { active, limits }: { active: boolean; limits: FanOutLimits },
): void {
  const { type, id } = target;
  uow.atCommit((sql) => {
    const known = (column: 'followers' | 'fans_out'): Statement => sql`
      (select ${sql(column)} from follow_targets where target_type = ${type} and target_id = ${id})`;
    const before = sql`coalesce(${known('fans_out')}, true)`;
    const followers = sql`coalesce(${known('followers')}, 0) + ${active ? 1 : -1}::int`;
    const after = sql`
      (${followers} <= case when ${before} then ${limits.ends}::int else ${limits.resumes}::int end)`;
    const ofTarget = type === 'USER' ? sql`e.actor_id = ${id}` : sql`e.collection_id = ${id}`;
    // One statement for one timeline and one for all: a condition on either would look through all.
    const fill = (followers: Statement): Statement => sql`
      insert into timeline_entries (follower_id, target_type, target_id, activity_id, source_id, occurred_at)
      select f.follower_id, f.target_type, f.target_id, e.activity_id, e.source_id, e.occurred_at
      from follows f join feed_entries e on ${ofTarget}
      where f.target_type = ${type} and f.target_id = ${id} and f.active and ${followers}
      on conflict do nothing`;
    const empty = (followers: Statement): Statement => sql`
      delete from timeline_entries where target_type = ${type} and target_id = ${id} and ${followers}`;
    const own = sql`follower_id = ${followerId} and ${before}`;
    return [
      lockTarget(sql, target),
      active ? fill(sql`${own} and ${after}`) : empty(own),
      fill(sql`${after} and not ${before}`),
      empty(sql`${before} and not ${after}`),
      sql`
        insert into follow_targets as t (target_type, target_id, followers, fans_out)
        values (${type}, ${id}, ${followers}, ${after})
        on conflict (target_type, target_id)
          do update set followers = excluded.followers, fans_out = excluded.fans_out`,
    ];
  });
}
