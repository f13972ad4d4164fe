import { ArrayMaxSize, IsArray, IsInt, IsUUID, Min } from 'class-validator';
import { IsDid, IsInstant, Optional } from '../constraints.js';

/**
 * Somebody read notifications. Aggregate: the recipient's inbox.
 *
 * Raised when they mark one or all up to a point as read, so that other channels stop telling them; marking what is
 * read already raises nothing.
 */
export class NotificationsReadV1 {
  static readonly type = 'events.notifications.notifications-read.v1';

  /** DID of the one who was notified. */
  @IsDid()
  recipientId!: string;

  /** The notifications that were marked one by one, UUIDs, at most 100; empty when all up to a point were. */
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  notificationIds!: string[];

  /** All notifications of acts up to this instant are read: ISO 8601 in UTC; set when all up to a point were marked. */
  @Optional()
  @IsInstant()
  upTo?: string;

  /** How many are unread now. */
  @IsInt()
  @Min(0)
  unreadCount!: number;

  /** When it happened: an ISO 8601 instant in UTC. */
  @IsInstant()
  readAt!: string;
}
