import { IsUUID } from 'class-validator';
import { IsDid, IsInstant, IsOpenEnum, Nested, NestedList, Optional } from '../constraints.js';
import { NotifiedCard, NotifiedCollection } from './notified.js';

/** Why somebody is notified. OTHER is never sent: it is what readers take a newer one for. */
export const NOTIFICATION_TYPES = [
  'USER_ADDED_YOUR_CARD',
  'USER_ADDED_TO_YOUR_COLLECTION',
  'USER_FOLLOWED_YOU',
  'USER_FOLLOWED_YOUR_COLLECTION',
  'USER_CONNECTED_YOUR_URL',
  'USER_CONNECTED_YOUR_COLLECTION',
  'SUBSCRIBED_USER_ADDED_CARD',
  'SUBSCRIBED_USER_MADE_CONNECTION',
  'CARD_ADDED_TO_SUBSCRIBED_COLLECTION',
  'OTHER',
] as const;
export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/**
 * Somebody is notified of what another researcher did. Aggregate: the recipient's inbox.
 *
 * Raised once for a recipient and an act, so that other channels, such as mail, can tell them too; what preferences
 * and mutes keep from the recipient raises nothing.
 */
export class NotificationCreatedV1 {
  static readonly type = 'events.notifications.notification-created.v1';

  /** The notification, a UUID: the same for a (recipient, act) for ever. */
  @IsUUID()
  notificationId!: string;

  /** DID of the one who is notified. */
  @IsDid()
  recipientId!: string;

  /** Why. There will be more reasons: read one that you do not know as `OTHER`. */
  @IsOpenEnum(NOTIFICATION_TYPES, 'OTHER')
  notificationType!: NotificationType;

  /** DID of the researcher who did it. */
  @IsDid()
  actorId!: string;

  /** What was done, a UUID: the id of the save, the follow or the connection. */
  @IsUUID()
  actId!: string;

  /** The card that it is about. */
  @Optional()
  @Nested(() => NotifiedCard)
  card?: NotifiedCard;

  /** The recipient's collections that the act touched; empty when it is about none. */
  @NestedList(() => NotifiedCollection)
  collections!: NotifiedCollection[];

  /** When the act happened: an ISO 8601 instant in UTC. */
  @IsInstant()
  createdAt!: string;
}
