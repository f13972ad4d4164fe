import type { UnitOfWork } from '#eventing';
import { type Mark, read } from '../domain/inbox.js';
import type { InboxRepository } from '../infrastructure/inbox-repository.js';
import type { NotificationReader } from '../infrastructure/notification-reader.js';
import { addReadMarks } from '../infrastructure/read-marks.js';
import { publishInbox } from './publish-inbox.js';

/**
 * Stores marks of what is unread, and tells the world.
 *
 * @param command.upTo set when all up to this instant, and `marks`, are read then
 */
export async function publishRead(
  uow: UnitOfWork,
  reader: NotificationReader,
  inboxes: InboxRepository,
  recipientId: string,
  { marks, upTo }: { marks: readonly Mark[]; upTo: string | null },
): Promise<void> {
  if (marks.length === 0) return;
  await addReadMarks(uow.sql, recipientId, marks);
  const { unread: unreadCount } = await reader.counts(recipientId, uow.sql);
  const at = new Date().toISOString();
  await publishInbox(uow, inboxes, recipientId, read(recipientId, { marks, upTo, unreadCount, at }));
}
