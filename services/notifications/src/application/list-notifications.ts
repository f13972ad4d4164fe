import { Injectable } from '@nestjs/common';
import { encodeCursor, type Page, pageOf, type PageQuery, positionOf } from '#platform';
import { type Notification, notificationOf } from '../domain/notification.js';
import type { Reason } from '../domain/reason.js';
import { NotificationReader } from '../infrastructure/notification-reader.js';

export type NotificationView = Notification & {
  read: boolean;
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
    const page = pageOf(rows, limit, ({ at, id }) => ({ at, id }));
    const actIds = page.items.map(({ id }) => id);
    const reasons = byAct(await this.#reader.reasons(recipientId, actIds));
    return {
      // One that was withdrawn since the list was read is left out.
      items: page.items.flatMap(({ id, at, read }) => {
        const notification = notificationOf(reasons.get(id) ?? []);
        return notification === undefined
          ? []
          : [{ ...notification, read, cursor: encodeCursor({ at, id }) }];
      }),
      next: page.next,
    };
  }
}

function byAct(reasons: readonly Reason[]): ReadonlyMap<string, Reason[]> {
  const groups = new Map<string, Reason[]>();
  for (const reason of reasons) {
    const group = groups.get(reason.actId);
    if (group === undefined) groups.set(reason.actId, [reason]);
    else group.push(reason);
  }
  return groups;
}
