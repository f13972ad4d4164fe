import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import type { Position } from '#platform';
import type { Mark } from '../domain/inbox.js';
import { InboxRepository } from '../infrastructure/inbox-repository.js';
import { findUnread } from '../infrastructure/read-marks.js';
import { endOf, LAST_ID } from './list-end.js';
import { publishRead } from './publish-read.js';

/**
 * Marks what the recipient has, and has not read, as read: all of it, or what is not newer than `upTo`. What comes
 * later is unread, whatever its time.
 */
@Injectable()
export class MarkAllRead {
  readonly #log: EventLog;
  readonly #inboxes: InboxRepository;

  constructor(log: EventLog, inboxes: InboxRepository) {
    this.#log = log;
    this.#inboxes = inboxes;
  }

  /**
   * @param upTo A notification's cursor, or an ISO 8601 time.
   * @returns how many were marked.
   * @throws ProblemError 400 `invalid-cursor`
   */
  async execute(recipientId: string, upTo: string | undefined): Promise<number> {
    const end = endOf(upTo);
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const before = await this.#inboxes.lock(uow, recipientId);
        const { marks, beyond } = await findUnread(uow.sql, recipientId, end);
        if (marks.length === 0) return 0;
        const what = { marks, upTo: instantOf(end, marks), unreadCount: beyond };
        await publishRead(uow, this.#inboxes, { before, recipientId }, what);
        return marks.length;
      }),
    );
  }
}

/** Up to when all is read. Of acts of one instant a cursor may leave some unread: then it is the one before. */
function instantOf(end: Position | undefined, marks: readonly Mark[]): string {
  if (end === undefined) {
    return new Date(Math.max(0, ...marks.map(({ occurredAt }) => Date.parse(occurredAt)))).toISOString();
  }
  return new Date(end.id === LAST_ID ? end.at : Math.max(0, end.at - 1)).toISOString();
}
