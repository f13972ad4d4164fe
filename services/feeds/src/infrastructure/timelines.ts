/**
 * Keeps the timelines of followers.
 *
 * Follows and events flow at the same time. Who writes entries holds the locks of their users and collections shared,
 * who follows or unfollows holds the target's alone, each before it reads what the other writes: so an entry is either
 * there when a timeline is filled, or finds the new follower.
 */
import type { TransactionSql } from 'postgres';
import type { FeedEntry } from '../domain/activity.js';
import { fansOut } from '../domain/fan-out.js';
import type { FollowTarget } from '../domain/follow-target.js';
import { json } from './many-rows.js';

type Target = Pick<FollowTarget, 'type' | 'id'>;

/** Targets share locks, so that a batch of many of them holds no more than these. */
const LOCKS = 256;
const LOCK_CLASS = 'feeds/follow-targets';

/** To be called first in a transaction that follows or unfollows. */
export async function lockTarget(sql: TransactionSql, target: Target): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtext(${LOCK_CLASS}), abs(hashtext(${nameOf(target)}) % ${LOCKS}))`;
}

/** To be called before entries are stored or removed. */
export async function lockTargetsOf(
  sql: TransactionSql,
  entries: readonly Pick<FeedEntry, 'actorId' | 'collectionId'>[],
): Promise<void> {
  const names = entries.flatMap(({ actorId, collectionId }) => [
    nameOf({ type: 'USER', id: actorId }),
    ...(collectionId === null ? [] : [nameOf({ type: 'COLLECTION', id: collectionId })]),
  ]);
  await sql`
    select pg_advisory_xact_lock_shared(hashtext(${LOCK_CLASS}), lock) from (
      select distinct abs(hashtext(name) % ${LOCKS}) as lock from unnest(${names}::text[]) as name order by 1
    ) locks`;
}

const nameOf = ({ type, id }: Target): string => `${type}/${id}`;

/** Writes stored entries to the timelines of who follows their users and collections. */
export async function fanOut(sql: TransactionSql, entries: readonly FeedEntry[]): Promise<void> {
  await sql`
    insert into timeline_entries (follower_id, target_type, target_id, activity_id, source_id, occurred_at)
    select f.follower_id, f.target_type, f.target_id, e.activity_id, e.source_id, e.occurred_at
    from jsonb_to_recordset(${json(entries)}::text::jsonb) as r ("activityId" uuid, "sourceId" uuid)
    join feed_entries e on e.activity_id = r."activityId" and e.source_id = r."sourceId"
    cross join lateral (values ('USER', e.actor_id), ('COLLECTION', e.collection_id::text)) as of (type, id)
    join follow_targets t on t.target_type = of.type and t.target_id = of.id and t.fans_out
    join follows f on f.target_type = of.type and f.target_id = of.id and f.active
    order by 2, 3, 1, 4, 5
    on conflict do nothing`;
}

/**
 * Takes a follow or its end, which must be stored, into account.
 *
 * @param limit followers up to which entries are fanned out
 */
export async function followChanged(
  sql: TransactionSql,
  followerId: string,
  target: Target,
  { active, limit }: { active: boolean; limit: number },
): Promise<void> {
  const [known] = await sql<{ followers: number; fansOut: boolean }[]>`
    select followers, fans_out as "fansOut" from follow_targets
    where target_type = ${target.type} and target_id = ${target.id}`;
  const before = known ?? { followers: 0, fansOut: true };
  const followers = before.followers + (active ? 1 : -1);
  const after = fansOut(followers, before.fansOut, limit);
  await sql`
    insert into follow_targets (target_type, target_id, followers, fans_out)
    values (${target.type}, ${target.id}, ${followers}, ${after})
    on conflict (target_type, target_id)
      do update set followers = excluded.followers, fans_out = excluded.fans_out`;
  if (after && active && before.fansOut) await fill(sql, target, followerId);
  else if (after && !before.fansOut) await fill(sql, target);
  else if (before.fansOut) await empty(sql, target, after ? followerId : undefined);
}

/** Writes all entries of a target to one timeline, or to those of all who follow it. */
async function fill(sql: TransactionSql, { type, id }: Target, followerId?: string): Promise<void> {
  const ofTarget = type === 'USER' ? sql`e.actor_id = ${id}` : sql`e.collection_id = ${id}`;
  await sql`
    insert into timeline_entries (follower_id, target_type, target_id, activity_id, source_id, occurred_at)
    select f.follower_id, f.target_type, f.target_id, e.activity_id, e.source_id, e.occurred_at
    from follows f join feed_entries e on ${ofTarget}
    where f.target_type = ${type} and f.target_id = ${id} and f.active
      and ${followerId === undefined ? sql`true` : sql`f.follower_id = ${followerId}`}
    on conflict do nothing`;
}

async function empty(sql: TransactionSql, { type, id }: Target, followerId?: string): Promise<void> {
  await sql`
    delete from timeline_entries where target_type = ${type} and target_id = ${id}
      and ${followerId === undefined ? sql`true` : sql`follower_id = ${followerId}`}`;
}
