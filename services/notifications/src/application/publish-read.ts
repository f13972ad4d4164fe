import type { UnitOfWork } from '#eventing';
import { type Mark, read } from '../domain/inbox.js';
import type { InboxRepository, StoredInbox } from '../infrastructure/inbox-repository.js';
import type { NotificationReader } from '../infrastructure/notification-reader.js';
import { addReadMarks } from '../infrastructure/read-marks.js';
import { publishInbox } from './publish-inbox.js';

/**
 * Stores marks of what is unread, and tells the world.
 *
 * @param before the recipient's inbox, as it was before it was looked up what is unread
 * @param command.upTo set when all up to this instant, and `marks`, are read then
 */
export async function publishRead(
  uow: UnitOfWork,
  reader: NotificationReader,
  inboxes: InboxRepository,
  { before, recipientId }: { before: StoredInbox | undefined; recipientId: string },
  { marks, upTo }: { marks: readonly Mark[]; upTo: string | null },
): Promise<void> {
  if (marks.length === 0) return;
  await addReadMarks(uow.sql, recipientId, marks);
  const { unread: unreadCount } = await reader.counts(recipientId, uow.sql);
  const at = new Date().toISOString();
  await publishInbox(uow, inboxes, before, read(recipientId, { marks, upTo, unreadCount, at }));
}
