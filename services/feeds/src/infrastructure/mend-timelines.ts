/** Goes through all timelines, and makes them what follows and entries come to. */
import type { TransactionSql } from 'postgres';
import type { TransactionPool } from '#eventing';
import type { FanOutLimits } from '../domain/fan-out.js';
import type { FollowTarget } from '../domain/follow-target.js';
import { json } from './many-rows.js';
import { lockTargetsAlone } from './timelines.js';

type Target = Pick<FollowTarget, 'type' | 'id'>;

/** Users and collections of one transaction: their follows wait for it. */
const TARGETS = 20;

/**
 * A few targets at a time, each few in a transaction and under the locks of their timelines, so that it may run while
 * people follow and events come. What is right already is not touched.
 */
export async function mendTimelines(transactions: TransactionPool, limits: FanOutLimits): Promise<void> {
  let after: Target | undefined = undefined;
  for (;;) {
    const page: Target[] = await transactions.run((sql) => targetsAfter(sql, after));
    if (page.length === 0) break;
    await transactions.run(async (sql) => {
      await lockTargetsAlone(sql, page);
      await countFollowers(sql, page, limits);
      await removeRows(sql, page);
      await addRows(sql, page);
    });
    after = page.at(-1);
  }
}

/** Those that anybody follows, or that have rows of a timeline. */
function targetsAfter(sql: TransactionSql, after: Target | undefined): Promise<Target[]> {
  const next = (table: 'follows' | 'follow_targets' | 'timeline_entries') => sql`
    (select distinct target_type, target_id from ${sql(table)}
      where ${after === undefined} or (target_type, target_id) > (${after?.type ?? ''}, ${after?.id ?? ''})
      order by 1, 2 limit ${TARGETS})`;
  return sql<Target[]>`
    select target_type as type, target_id as id from (
      ${next('follows')} union ${next('follow_targets')} union ${next('timeline_entries')}
    ) targets
    order by 1, 2 limit ${TARGETS}`;
}

const listed = (sql: TransactionSql, targets: readonly Target[]) => sql`
  jsonb_to_recordset(${json(targets)}::text::jsonb) as k (type text, id text)`;

async function countFollowers(
  sql: TransactionSql,
  targets: readonly Target[],
  { ends, resumes }: FanOutLimits,
): Promise<void> {
  await sql`
    insert into follow_targets as t (target_type, target_id, followers, fans_out)
    select k.type, k.id, count(f.follow_id)::int, count(f.follow_id) <= ${ends}::int
    from ${listed(sql, targets)}
    left join follows f on f.target_type = k.type and f.target_id = k.id and f.active
    group by 1, 2
    on conflict (target_type, target_id) do update set followers = excluded.followers,
      fans_out = excluded.followers <= case when t.fans_out then ${ends}::int else ${resumes}::int end
    where t.followers <> excluded.followers`;
}

async function removeRows(sql: TransactionSql, targets: readonly Target[]): Promise<void> {
  await sql`
    delete from timeline_entries t using ${listed(sql, targets)}
    where t.target_type = k.type and t.target_id = k.id and not exists (
      select from follows f
      join follow_targets o on o.target_type = f.target_type and o.target_id = f.target_id and o.fans_out
      join feed_entries e on e.activity_id = t.activity_id and e.source_id = t.source_id
        and t.target_id = case t.target_type when 'USER' then e.actor_id else e.collection_id::text end
      where f.follower_id = t.follower_id and f.target_type = t.target_type and f.target_id = t.target_id
        and f.active
    )`;
}

async function addRows(sql: TransactionSql, targets: readonly Target[]): Promise<void> {
  for (const type of ['USER', 'COLLECTION'] as const) {
    const ofType = targets.filter((target) => target.type === type);
    if (ofType.length === 0) continue;
    const ofTarget = type === 'USER' ? sql`e.actor_id = k.id` : sql`e.collection_id = k.id::uuid`;
    await sql`
      insert into timeline_entries as t
        (follower_id, target_type, target_id, activity_id, source_id, occurred_at)
      select f.follower_id, f.target_type, f.target_id, e.activity_id, e.source_id, e.occurred_at
      from ${listed(sql, ofType)}
      join follow_targets o on o.target_type = k.type and o.target_id = k.id and o.fans_out
      join follows f on f.target_type = k.type and f.target_id = k.id and f.active
      join feed_entries e on ${ofTarget}
      on conflict (target_type, target_id, follower_id, activity_id, source_id)
        do update set occurred_at = excluded.occurred_at where t.occurred_at <> excluded.occurred_at`;
  }
}
