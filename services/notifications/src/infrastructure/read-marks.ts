import { Injectable } from '@nestjs/common';
import { Database, type Position } from '#platform';
import { isChosen, isRead } from './notification-sql.js';

/** Marks notifications as read, each as it is at that moment. */
@Injectable()
export class ReadMarks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @returns whether the recipient has such a notification. */
  async markOne(recipientId: string, notificationId: string): Promise<boolean> {
    const { sql } = this.#database;
    const marked = await sql`
      insert into notification_reads as r (notification_id, recipient_id, read_up_to)
      select n.notification_id, n.recipient_id, n.occurred_at from notification_reasons n
      where n.notification_id = ${notificationId}::uuid and n.recipient_id = ${recipientId} and ${isChosen(sql)}
      on conflict (notification_id) do update set read_up_to = greatest(r.read_up_to, excluded.read_up_to)
      returning 1`;
    return marked.length > 0;
  }

  /**
   * Marks what is unread at or before a position, or all there is.
   *
   * @returns how many were marked.
   */
  async markAll(recipientId: string, upTo: Position | undefined): Promise<number> {
    const { sql } = this.#database;
    const marked = await sql`
      insert into notification_reads as r (notification_id, recipient_id, read_up_to)
      select n.notification_id, n.recipient_id, n.occurred_at from notification_reasons n
      where n.recipient_id = ${recipientId} and ${isChosen(sql)} and not ${isRead(sql)}
        ${upTo === undefined ? sql`` : sql`and (n.occurred_at, n.notification_id) <= (to_timestamp(${upTo.at}::float8 / 1000), ${upTo.id}::uuid)`}
      order by n.notification_id
      on conflict (notification_id) do update set read_up_to = greatest(r.read_up_to, excluded.read_up_to)
      returning 1`;
    return marked.length;
  }
}
