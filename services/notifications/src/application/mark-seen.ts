import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import { see } from '../domain/inbox.js';
import { InboxRepository } from '../infrastructure/inbox-repository.js';
import { NotificationReader } from '../infrastructure/notification-reader.js';
import { endOf } from './list-end.js';
import { publishInbox } from './publish-inbox.js';

/** Marks the recipient's list as seen up to a place, or all of it: they know of it, and need not have read it. */
@Injectable()
export class MarkSeen {
  readonly #log: EventLog;
  readonly #reader: NotificationReader;
  readonly #inboxes: InboxRepository;

  constructor(log: EventLog, reader: NotificationReader, inboxes: InboxRepository) {
    this.#log = log;
    this.#reader = reader;
    this.#inboxes = inboxes;
  }

  /**
   * @param upTo A notification's cursor, or an ISO 8601 time.
   * @throws ProblemError 400 `invalid-cursor`
   */
  async execute(recipientId: string, upTo: string | undefined): Promise<void> {
    const end = endOf(upTo);
    await retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        // The place of a notification that there is: a time in the future marks nothing that is still to come.
        const newest = await this.#reader.newest(uow.sql, recipientId, end);
        if (newest === undefined) return;
        const state = await this.#inboxes.lock(uow, recipientId);
        const events = see(state, recipientId, { upTo: newest, at: new Date().toISOString() });
        await publishInbox(uow, this.#inboxes, state, events);
      }),
    );
  }
}
