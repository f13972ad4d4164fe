import type { UnitOfWork } from '#eventing';
import { type Mark, read } from '../domain/inbox.js';
import type { InboxRepository } from '../infrastructure/inbox-repository.js';
import { addReadMarks } from '../infrastructure/read-marks.js';
import { publishInbox } from './publish-inbox.js';

/**
 * Stores marks of what is unread, and tells the world.
 *
 * @param what.upTo set when all up to this instant, and `marks`, are read then
 * @param what.unreadCount of what stays unread
 */
export async function publishRead(
  uow: UnitOfWork,
  inboxes: InboxRepository,
  recipientId: string,
  { marks, upTo, unreadCount }: { marks: readonly Mark[]; upTo: string | null; unreadCount: number },
): Promise<void> {
  await addReadMarks(uow.sql, recipientId, marks);
  const at = new Date().toISOString();
  await publishInbox(uow, inboxes, recipientId, read(recipientId, { marks, upTo, unreadCount, at }));
}
