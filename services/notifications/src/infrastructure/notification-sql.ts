/** The pieces of SQL that say which notifications there are. */
import type { PendingQuery, Row, Sql, TransactionSql } from 'postgres';
import { rankOf } from '../domain/reason.js';

type Fragment = PendingQuery<Row[]>;

/**
 * Every live reason to notify anybody, as `FROM` takes it; the conditions of the query around it reach the indexes.
 *
 * A reason is live while its card is in the library. What an act's own event does not say is taken from the copies:
 * the newest title and name, and who had a URL in the library when it was connected, and still has it.
 */
export function reasons(sql: Sql | TransactionSql): Fragment {
  return sql`(
    select n.recipient_id, n.act_id, n.source_id, n.type, n.rank::int as rank, n.actor_id, n.occurred_at, n.card_id,
      n.card_url, case when l.card_id is null then n.card_title else l.title end as card_title, n.via_card_id,
      n.collection_id, coalesce(k.name, n.collection_name) as collection_name, null::uuid as connection_id
    from notification_reasons n
    left join library_cards l on l.card_id = n.card_id
    left join collections k on k.collection_id = n.collection_id
    where not exists (select from removed_cards r where r.card_id = n.card_id)
  union all
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
      and l.added_at <= c.created_at
  )`;
}

/** A recipient's notifications: of each act the reason that `notificationOf` chooses. */
export function notificationsOf(sql: Sql | TransactionSql, recipientId: string): Fragment {
  return sql`(
    select distinct on (r.act_id) r.recipient_id, r.act_id, r.type, r.actor_id, r.occurred_at
    from ${reasons(sql)} r
    where r.recipient_id = ${recipientId}
    order by r.act_id, r.rank, r.occurred_at, r.source_id
  )`;
}

/** The recipient has read the notification `n` as it is now. */
export function isRead(sql: Sql | TransactionSql): Fragment {
  // Not "exists": the planner may then hash everybody's marks first, however short the page.
  return sql`coalesce((
    select max(r.read_up_to) >= n.occurred_at from notification_reads r
    where r.recipient_id = n.recipient_id and r.act_id = n.act_id
  ), false)`;
}
