/** The aggregate of what one recipient is told: what was announced to others, and what was read. */
import type { AnnouncedNotification, InboxEvent, Place } from './inbox-events.js';
import { nameBasedUuid } from './name-based-uuid.js';

export interface Inbox {
  inboxId: string;
  recipientId: string;
  /** How many notifications were announced, ever. */
  announced: number;
  /** When the recipient last read something. */
  lastReadAt: string | null;
  /** The newest notification that the recipient has seen in the list: those behind it are seen too. */
  seenUpTo: Place | null;
  /** The last day, in UTC, whose digest was mailed. */
  lastDigestDay: string | null;
  /** Domain events so far. */
  version: number;
}

/** A notification as it is when it is marked. */
export interface Mark {
  actId: string;
  notificationId: string;
  occurredAt: string;
}

const INBOXES = 'b1a6f5a2-6a5b-5c0e-8f7d-2f3f6c1d9e88';

export function inboxId(recipientId: string): string {
  return nameBasedUuid(INBOXES, recipientId);
}

export function announce(recipientId: string, notification: AnnouncedNotification): InboxEvent {
  return { type: 'NotificationAnnounced', data: { recipientId, notification } };
}

/**
 * @param command.marks what is unread and becomes read; nothing happens when there is none
 * @param command.upTo set when all up to this instant, and those of `marks`, are read then
 */
export function read(
  recipientId: string,
  command: { marks: readonly Mark[]; upTo: string | null; unreadCount: number; at: string },
): InboxEvent[] {
  const { marks, upTo, unreadCount, at } = command;
  if (marks.length === 0) return [];
  return [{ type: 'NotificationsRead', data: { recipientId, marks, upTo, unreadCount, readAt: at } }];
}

/** Seeing goes forward only: what was seen stays so. */
export function see(
  state: Inbox | undefined,
  recipientId: string,
  command: { upTo: Place; at: string },
): InboxEvent[] {
  const seen = state?.seenUpTo ?? null;
  if (seen !== null && !isBehind(seen, command.upTo)) return [];
  return [{ type: 'NotificationsSeen', data: { recipientId, upTo: command.upTo, seenAt: command.at } }];
}

function isBehind(one: Place, other: Place): boolean {
  const [a, b] = [Date.parse(one.occurredAt), Date.parse(other.occurredAt)];
  return a === b ? one.actId < other.actId : a < b;
}

/** Digests are mailed in the order of their days: that of a day before the last one is not mailed any more. */
export function isDigestMailed(state: Inbox | undefined, day: string): boolean {
  const last = state?.lastDigestDay ?? null;
  return last !== null && last >= day;
}

export function mailDigest(
  state: Inbox | undefined,
  recipientId: string,
  { day, count, at }: { day: string; count: number; at: string },
): InboxEvent[] {
  if (isDigestMailed(state, day)) return [];
  return [{ type: 'DigestMailed', data: { recipientId, day, count, mailedAt: at } }];
}

export function evolve(state: Inbox | undefined, event: InboxEvent): Inbox {
  const { recipientId } = event.data;
  const before = state ?? {
    inboxId: inboxId(recipientId),
    recipientId,
    announced: 0,
    lastReadAt: null,
    seenUpTo: null,
    lastDigestDay: null,
    version: 0,
  };
  const version = before.version + 1;
  if (event.type === 'NotificationAnnounced') return { ...before, announced: before.announced + 1, version };
  if (event.type === 'NotificationsSeen') return { ...before, seenUpTo: event.data.upTo, version };
  if (event.type === 'DigestMailed') return { ...before, lastDigestDay: event.data.day, version };
  return { ...before, lastReadAt: event.data.readAt, version };
}
