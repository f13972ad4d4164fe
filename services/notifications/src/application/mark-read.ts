import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import { ProblemError } from '#platform';
import { InboxRepository } from '../infrastructure/inbox-repository.js';
import { NotificationReader } from '../infrastructure/notification-reader.js';
import { findNotification } from '../infrastructure/read-marks.js';
import { publishRead } from './publish-read.js';

/** Marks one of the recipient's own notifications as read; it may be so already. */
@Injectable()
export class MarkRead {
  readonly #log: EventLog;
  readonly #reader: NotificationReader;
  readonly #inboxes: InboxRepository;

  constructor(log: EventLog, reader: NotificationReader, inboxes: InboxRepository) {
    this.#log = log;
    this.#reader = reader;
    this.#inboxes = inboxes;
  }

  /** @throws ProblemError 404 `notification-not-found`, also for somebody else's. */
  execute(recipientId: string, notificationId: string): Promise<void> {
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const before = await this.#inboxes.lock(uow, recipientId);
        const found = await findNotification(uow.sql, recipientId, notificationId);
        if (found === undefined) throw notFound();
        const { read, ...mark } = found;
        if (read) return;
        const unreadCount = (await this.#reader.countUnread(uow.sql, recipientId)) - 1;
        const what = { marks: [mark], upTo: null, unreadCount };
        await publishRead(uow, this.#inboxes, { before, recipientId }, what);
      }),
    );
  }
}

function notFound(): ProblemError {
  return new ProblemError({
    status: 404,
    code: 'notification-not-found',
    title: 'No such notification',
    detail: 'It never was, is not yours, or was withdrawn because the act was undone.',
  });
}
