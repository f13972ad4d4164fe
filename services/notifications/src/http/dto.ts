import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsString, IsUUID, Matches } from 'class-validator';
import { Characters, Optional } from '#platform';
import type { DigestView } from '../application/get-digest.js';
import type { GroupView } from '../application/list-groups.js';
import type { NotificationView } from '../application/list-notifications.js';
import { NOTIFICATION_TYPES, type NotificationType } from '../domain/reason.js';

export class NotificationParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id!: string;
}

export class UpToRequest {
  @ApiPropertyOptional({
    maxLength: 1_000,
    description:
      'The "cursor" of the newest notification that was seen, or an ISO 8601 time. Left out: all there are.',
  })
  @Optional()
  @IsString()
  @Characters(0, 1_000)
  upTo?: string;
}

export class CardBody {
  @ApiProperty({ format: 'uuid' })
  cardId!: string;

  @ApiProperty({ format: 'uri' })
  url!: string;

  @ApiProperty({ type: String, nullable: true })
  title!: string | null;
}

export class CollectionBody {
  @ApiProperty({ format: 'uuid' })
  collectionId!: string;

  @ApiProperty()
  name!: string;
}

export class WorkBody {
  @ApiProperty({ format: 'uri' })
  url!: string;

  @ApiProperty({ type: String, nullable: true })
  title!: string | null;
}

export class ConnectionBody {
  @ApiProperty({ format: 'uuid' })
  connectionId!: string;

  @ApiProperty({ description: 'What it says of the two works; there may be more types than are known today' })
  connectionType!: string;

  @ApiProperty({ type: WorkBody })
  source!: WorkBody;

  @ApiProperty({ type: WorkBody })
  target!: WorkBody;
}

export class NotificationBody implements NotificationView {
  @ApiProperty({ format: 'uuid' })
  notificationId!: string;

  @ApiProperty({ enum: NOTIFICATION_TYPES })
  type!: NotificationType;

  @ApiProperty({ format: 'did', description: 'DID of who did it' })
  actorId!: string;

  @ApiProperty({ format: 'uuid', description: 'What was done: the save, the follow or the connection' })
  actId!: string;

  @ApiProperty({ format: 'date-time', description: 'When it was done' })
  createdAt!: string;

  @ApiProperty()
  read!: boolean;

  @ApiProperty({ description: 'Whether it, or a newer one, was marked as seen' })
  seen!: boolean;

  @ApiProperty({ type: CardBody, nullable: true })
  card!: CardBody | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Your card that led to it' })
  viaCardId!: string | null;

  @ApiProperty({ type: [CollectionBody], description: 'Your collections that it touched' })
  collections!: CollectionBody[];

  @ApiProperty({ type: ConnectionBody, nullable: true })
  connection!: ConnectionBody | null;

  @ApiProperty({ description: 'Its place in the list, for "upTo" of read-all' })
  cursor!: string;
}

export class NotificationPage {
  @ApiProperty({ type: [NotificationBody] })
  items!: NotificationBody[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page' })
  next!: string | null;
}

export class NotificationGroupBody implements GroupView {
  @ApiProperty({ enum: NOTIFICATION_TYPES })
  type!: NotificationType;

  @ApiProperty({ format: 'date', description: 'The day, in UTC, of all of its acts' })
  day!: string;

  @ApiProperty({ type: 'integer', description: 'How many notifications it has' })
  count!: number;

  @ApiProperty({ type: 'integer' })
  unread!: number;

  @ApiProperty({ type: 'integer' })
  unseen!: number;

  @ApiProperty({ type: 'integer', description: 'How many researchers did it' })
  actorCount!: number;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'did' },
    description: 'DIDs of the first of them, the latest first',
  })
  actorIds!: string[];

  @ApiProperty({ type: [String], format: 'uuid', description: 'Its newest notifications, 100 at most' })
  notificationIds!: string[];

  @ApiProperty({ type: NotificationBody })
  latest!: NotificationBody;
}

export class NotificationGroupPage {
  @ApiProperty({ type: [NotificationGroupBody] })
  items!: NotificationGroupBody[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page' })
  next!: string | null;
}

export class DigestRequest {
  @ApiProperty({ format: 'date', description: 'A day in UTC', example: '2026-01-31' })
  @Matches(/^[1-9]\d{3}-\d\d-\d\d$/, { message: 'day must be a date such as 2026-01-31' })
  @IsISO8601({ strict: true })
  day!: string;
}

export class DigestBody implements DigestView {
  @ApiProperty({ format: 'date', description: 'In UTC' })
  day!: string;

  @ApiProperty({ type: 'integer', description: 'How many notifications of the day are unread' })
  count!: number;

  @ApiProperty({ type: [NotificationGroupBody], description: 'The newest 50' })
  groups!: NotificationGroupBody[];
}

export class UnreadCount {
  @ApiProperty({ type: 'integer' })
  unread!: number;

  @ApiProperty({ type: 'integer', description: 'How many are newer than what was seen' })
  unseen!: number;
}

export class MarkedCount {
  @ApiProperty({ type: 'integer', description: 'How many became read' })
  marked!: number;
}
