/** The pieces of SQL that say which notifications there are. */
import type { PendingQuery, Row, Sql } from 'postgres';

type Fragment = PendingQuery<Row[]>;

/** The reason's card, if it has one, is still in its library. */
export function isLive(sql: Sql, reason: 'n' | 'other'): Fragment {
  return sql`not exists (select from removed_cards c where c.card_id = ${sql(reason)}.card_id)`;
}

/** `n` is the reason by which its act is notified: as `notificationOf` chooses it. */
export function isChosen(sql: Sql): Fragment {
  return sql`${isLive(sql, 'n')} and not exists (
    select from notification_reasons other
    where other.notification_id = n.notification_id
      and (other.rank, other.occurred_at, other.source_id) < (n.rank, n.occurred_at, n.source_id)
      and ${isLive(sql, 'other')})`;
}

/** The recipient has read the notification as it is now. */
export function isRead(sql: Sql): Fragment {
  // Not "exists": the planner may then hash everybody's marks first, however short the page.
  return sql`coalesce((
    select r.read_up_to >= n.occurred_at from notification_reads r where r.notification_id = n.notification_id
  ), false)`;
}
