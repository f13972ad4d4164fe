import { Injectable } from '@nestjs/common';
import { encodeCursor, type Page, pageOf, type PageQuery, positionOf } from '#platform';
import { type Notification, notificationOf } from '../domain/notification.js';
import { type ListedRow, NotificationReader } from '../infrastructure/notification-reader.js';

export type NotificationView = Notification & {
  read: boolean;
  seen: boolean;
  /** Its place in the list: what `upTo` of read-all takes. */
  cursor: string;
};

/** A recipient's notifications, newest first. */
@Injectable()
export class ListNotifications {
  readonly #reader: NotificationReader;

  constructor(reader: NotificationReader) {
    this.#reader = reader;
  }

  async execute(recipientId: string, { limit, cursor }: PageQuery): Promise<Page<NotificationView>> {
    const rows = await this.#reader.list(recipientId, positionOf(cursor), limit + 1);
    const { items, next } = pageOf(rows, limit, ({ at, id }) => ({ at, id }));
    return { items: await viewsOf(this.#reader, recipientId, items), next };
  }
}

/** Rows as they are shown; one that was withdrawn since they were read is left out. */
export async function viewsOf(
  reader: NotificationReader,
  recipientId: string,
  rows: readonly ListedRow[],
): Promise<NotificationView[]> {
  const actIds = rows.map(({ id }) => id);
  const reasons = Map.groupBy(await reader.reasons(recipientId, actIds), ({ actId }) => actId);
  return rows.flatMap(({ id, at, read, seen }) => {
    const notification = notificationOf(reasons.get(id) ?? []);
    return notification === undefined
      ? []
      : [{ ...notification, read, seen, cursor: encodeCursor({ at, id }) }];
  });
}
