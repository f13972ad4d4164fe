/** The pieces of SQL that say which notifications there are. */
import type { PendingQuery, Row, Sql, TransactionSql } from 'postgres';
import type { Position } from '#platform';
import { inboxId } from '../domain/inbox.js';
import { rankOf } from '../domain/reason.js';

type Fragment = PendingQuery<Row[]>;

/**
 * Every reason to notify anybody, as `FROM` takes it; the conditions of the query around it reach the indexes. Left
 * out is what the recipient did not want to hear of when it happened.
 */
export function reasons(sql: Sql | TransactionSql): Fragment {
  return sql`(
    select r.* from (
      ${givenReasons(sql)} union all ${reasonsOfConnections(sql)} union all ${reasonsOfSubscriptions(sql)}
    ) r
    where not exists (
      select from choices m
      where m.person_id = r.recipient_id and m.kind in ('TYPE_OFF', 'MUTED_USER', 'MUTED_COLLECTION')
        and m.periods @> r.occurred_at
        and m.subject = case m.kind
          when 'TYPE_OFF' then r.type when 'MUTED_USER' then r.actor_id else r.collection_id::text end
    )
  )`;
}

/** Those that an event gave by itself, with the newest title and name. Live while the card is in the library. */
function givenReasons(sql: Sql | TransactionSql): Fragment {
  return sql`
    select n.recipient_id, n.act_id, n.source_id, n.type, n.rank::int as rank, n.actor_id, n.occurred_at, n.card_id,
      n.card_url, case when l.card_id is null then n.card_title else l.title end as card_title, n.via_card_id,
      n.collection_id, coalesce(k.name, n.collection_name) as collection_name, null::uuid as connection_id
    from notification_reasons n
    left join library_cards l on l.card_id = n.card_id
    left join collections k on k.collection_id = n.collection_id
    where not exists (select from removed_cards d where d.card_id = n.card_id)`;
}

/** Of who owns a collection that is connected, and of who had a work when it was connected, and still has it. */
function reasonsOfConnections(sql: Sql | TransactionSql): Fragment {
  return sql`
    select e.collection_author_id, c.connection_id, e.collection_id, 'USER_CONNECTED_YOUR_COLLECTION',
      ${rankOf('USER_CONNECTED_YOUR_COLLECTION')}::int, c.curator_id, c.created_at, null, null, null, null,
      e.collection_id, coalesce(k.name, e.title, ''), c.connection_id
    from connection_ends e
    join connections c on c.connection_id = e.connection_id and c.curator_id <> e.collection_author_id
    left join collections k on k.collection_id = e.collection_id
  union all
    select l.curator_id, c.connection_id, l.card_id, 'USER_CONNECTED_YOUR_URL',
      ${rankOf('USER_CONNECTED_YOUR_URL')}::int, c.curator_id, c.created_at, l.card_id, l.url, l.title, null,
      null, null, c.connection_id
    from library_cards l
    join connection_ends e on e.url_key = l.url_key and e.url = l.url
    join connections c on c.connection_id = e.connection_id and c.curator_id <> l.curator_id
      and l.added_at <= c.created_at`;
}

/** Of those who had a bell on when the act happened. */
function reasonsOfSubscriptions(sql: Sql | TransactionSql): Fragment {
  return sql`
    select s.person_id, a.save_id, a.collection_id, 'CARD_ADDED_TO_SUBSCRIBED_COLLECTION',
      ${rankOf('CARD_ADDED_TO_SUBSCRIBED_COLLECTION')}::int, a.added_by, a.added_at, a.card_id, a.url,
      case when l.card_id is null then a.title else l.title end, null, a.collection_id, k.name, null
    from choices s
    join collection_cards a on a.collection_id = s.collection_id and s.periods @> a.added_at
      and a.added_by <> s.person_id
    left join library_cards l on l.card_id = a.card_id
    left join collections k on k.collection_id = a.collection_id
    where s.kind = 'CARDS_OF_COLLECTION'
      and not exists (select from removed_cards d where d.card_id = a.card_id)
  union all
    select s.person_id, l.save_id, l.card_id, 'SUBSCRIBED_USER_ADDED_CARD',
      ${rankOf('SUBSCRIBED_USER_ADDED_CARD')}::int, l.curator_id, l.added_at, l.card_id, l.url, l.title, null,
      null, null, null
    from choices s
    join library_cards l on l.curator_id = s.subject and s.periods @> l.added_at and l.save_id is not null
    where s.kind = 'CARDS_OF_USER'
  union all
    select s.person_id, c.connection_id, c.connection_id, 'SUBSCRIBED_USER_MADE_CONNECTION',
      ${rankOf('SUBSCRIBED_USER_MADE_CONNECTION')}::int, c.curator_id, c.created_at, null, null, null, null,
      null, null, c.connection_id
    from choices s
    join connections c on c.curator_id = s.subject and s.periods @> c.created_at
    where s.kind = 'CONNECTIONS_OF_USER'`;
}

/** A stretch of time, both ends included, in milliseconds since 1970. */
export interface Stretch {
  from?: number | undefined;
  to?: number | undefined;
}

/**
 * A recipient's notifications: of each act the reason that `notificationOf` chooses.
 *
 * @param stretch of the acts; an act's reasons are all of its time
 */
export function notificationsOf(
  sql: Sql | TransactionSql,
  recipientId: string,
  { from, to }: Stretch = {},
): Fragment {
  return sql`(
    select distinct on (r.act_id) r.recipient_id, r.act_id, r.type, r.actor_id, r.occurred_at, r.card_id,
      r.via_card_id, r.collection_id
    from ${reasons(sql)} r
    where r.recipient_id = ${recipientId}
      ${from === undefined ? sql`` : sql`and r.occurred_at >= to_timestamp(${from}::float8 / 1000)`}
      ${to === undefined ? sql`` : sql`and r.occurred_at <= to_timestamp(${to}::float8 / 1000)`}
    order by r.act_id, r.rank, r.occurred_at, r.source_id
  )`;
}

/**
 * How far back so many of the reasons go that events gave by themselves: most there are, and the only ones that are
 * stored in their recipient's order. Nothing where there are not so many.
 *
 * @param upTo milliseconds since 1970; empty: from now
 */
export async function timeOfReason(
  sql: Sql | TransactionSql,
  recipientId: string,
  upTo: number | undefined,
  count: number,
): Promise<number | undefined> {
  const [row] = await sql<{ at: number }[]>`
    select (extract(epoch from occurred_at) * 1000)::float8 as at from notification_reasons
    where recipient_id = ${recipientId}
      ${upTo === undefined ? sql`` : sql`and occurred_at <= to_timestamp(${upTo}::float8 / 1000)`}
    order by occurred_at desc offset ${count} limit 1`;
  return row?.at;
}

/** The recipient has read the notification `n` as it is now. */
export function isRead(sql: Sql | TransactionSql): Fragment {
  // Not "exists": the planner may then hash everybody's marks first, however short the page.
  return sql`coalesce((
    select max(r.read_up_to) >= n.occurred_at from notification_reads r
    where r.recipient_id = n.recipient_id and r.act_id = n.act_id
  ), false)`;
}

/** The recipient has seen the notification `n`, or a newer one, in the list. */
export function isSeen(sql: Sql | TransactionSql, recipientId: string): Fragment {
  return sql`exists (
    select from inboxes i
    where i.inbox_id = ${inboxId(recipientId)} and (n.occurred_at, n.act_id) <= (i.seen_at, i.seen_act_id)
  )`;
}

/** The notification `n` stands at or behind a position; true without one. */
export function isUpTo(sql: Sql | TransactionSql, upTo: Position | undefined): Fragment {
  if (upTo === undefined) return sql`true`;
  return sql`(n.occurred_at, n.act_id) <= (to_timestamp(${upTo.at}::float8 / 1000), ${upTo.id}::uuid)`;
}
