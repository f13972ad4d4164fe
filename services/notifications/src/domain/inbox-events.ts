import type { NotificationType } from './reason.js';

/** Where a notification stands in its recipient's list. */
export interface Place {
  occurredAt: string;
  actId: string;
}

/** What a recipient was told of an act when it was announced. */
export interface AnnouncedNotification {
  notificationId: string;
  actId: string;
  type: NotificationType;
  actorId: string;
  createdAt: string;
  card: { cardId: string; url: string; title: string | null } | null;
  collections: readonly { collectionId: string; name: string }[];
}

/** Everything that happens to an inbox, in this service's own words. */
export type InboxEvent =
  | { type: 'DigestMailed'; data: { recipientId: string; day: string; count: number; mailedAt: string } }
  | { type: 'NotificationsSeen'; data: { recipientId: string; upTo: Place; seenAt: string } }
  | { type: 'NotificationAnnounced'; data: { recipientId: string; notification: AnnouncedNotification } }
  | {
      type: 'NotificationsRead';
      data: {
        recipientId: string;
        /** The acts, each with its notification and its time when it was read. */
        marks: readonly { actId: string; notificationId: string; occurredAt: string }[];
        /** Set when all acts up to this instant were marked; those of `marks` that are later were marked by themselves. */
        upTo: string | null;
        unreadCount: number;
        readAt: string;
      };
    };
