import { Injectable } from '@nestjs/common';
import { Database, type Position } from '#platform';
import { notificationId } from '../domain/reason.js';
import { isRead, notificationsOf } from './notification-sql.js';

/** A notification as it is at the moment that it is marked. */
interface Markable {
  actId: string;
  occurredAt: string;
}

/** Marks notifications as read, each as it is at that moment. */
@Injectable()
export class ReadMarks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @returns whether the recipient has such a notification. */
  async markOne(recipientId: string, id: string): Promise<boolean> {
    const { sql } = this.#database;
    const all = await sql<Markable[]>`
      select n.act_id as "actId", n.occurred_at as "occurredAt" from ${notificationsOf(sql, recipientId)} n`;
    // An id is a hash: what it is made of is found by making the ids of all that the recipient has.
    const wanted = all.filter(({ actId }) => notificationId(recipientId, actId) === id.toLowerCase());
    await this.#mark(recipientId, wanted);
    return wanted.length > 0;
  }

  /**
   * Marks what is unread at or before a position, or all there is.
   *
   * @returns how many were marked.
   */
  async markAll(recipientId: string, upTo: Position | undefined): Promise<number> {
    const { sql } = this.#database;
    const unread = await sql<Markable[]>`
      select n.act_id as "actId", n.occurred_at as "occurredAt" from ${notificationsOf(sql, recipientId)} n
      where not ${isRead(sql)}
        ${upTo === undefined ? sql`` : sql`and (n.occurred_at, n.act_id) <= (to_timestamp(${upTo.at}::float8 / 1000), ${upTo.id}::uuid)`}`;
    await this.#mark(recipientId, unread);
    return unread.length;
  }

  async #mark(recipientId: string, notifications: readonly Markable[]): Promise<void> {
    const rows = notifications.map(({ actId, occurredAt }) => ({
      id: notificationId(recipientId, actId),
      actId,
      occurredAt,
    }));
    await this.#database.sql`
      insert into notification_reads as r (notification_id, recipient_id, act_id, read_up_to)
      select m.id, ${recipientId}, m."actId", m."occurredAt"
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as m (id uuid, "actId" uuid, "occurredAt" timestamptz(3))
      order by 1
      on conflict (notification_id) do update
        set read_up_to = greatest(r.read_up_to, excluded.read_up_to), act_id = excluded.act_id`;
  }
}
