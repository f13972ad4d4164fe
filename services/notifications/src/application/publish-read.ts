import type { UnitOfWork } from '#eventing';
import { type Mark, read } from '../domain/inbox.js';
import type { InboxRepository, StoredInbox } from '../infrastructure/inbox-repository.js';
import { addReadMarks } from '../infrastructure/read-marks.js';
import { publishInbox } from './publish-inbox.js';

/**
 * Stores marks of what is unread, and tells the world.
 *
 * @param before the recipient's inbox, as it was before it was looked up what is unread
 * @param what.upTo set when all up to this instant, and `marks`, are read then
 * @param what.unreadCount of what stays unread
 */
export async function publishRead(
  uow: UnitOfWork,
  inboxes: InboxRepository,
  { before, recipientId }: { before: StoredInbox | undefined; recipientId: string },
  { marks, upTo, unreadCount }: { marks: readonly Mark[]; upTo: string | null; unreadCount: number },
): Promise<void> {
  await addReadMarks(uow.sql, recipientId, marks);
  const at = new Date().toISOString();
  await publishInbox(uow, inboxes, before, read(recipientId, { marks, upTo, unreadCount, at }));
}
