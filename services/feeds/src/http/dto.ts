import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsIn, IsString, IsUUID } from 'class-validator';
import { URL_KINDS, type UrlKind } from '#contracts';
import { Characters, IsDid, PageQuery, Optional } from '#platform';
import type { ActivityView, CardView, ConnectionView } from '../application/activity-view.js';
import type { FollowView } from '../application/list-follows.js';
import { ACTIVITY_TYPES, type ActivityType } from '../domain/activity.js';

const FOLLOW_TARGETS = ['USER', 'COLLECTION'] as const;

export class UserParams {
  @ApiProperty({ example: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz' })
  @IsDid()
  did!: string;
}

export class CollectionParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id!: string;
}

export class ActivityParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id!: string;
}

/** What every feed may leave out. */
export class ActivityQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ACTIVITY_TYPES })
  @Optional()
  @IsIn(ACTIVITY_TYPES)
  type?: ActivityType;

  @ApiPropertyOptional({ enum: URL_KINDS, description: 'Only what is about a work of this kind' })
  @Optional()
  @IsIn(URL_KINDS)
  kind?: UrlKind;
}

export class FeedQuery extends ActivityQuery {
  @ApiPropertyOptional({ description: 'DID of who did it', example: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz' })
  @Optional()
  @IsDid()
  actor?: string;
}

export class FollowingQuery extends FeedQuery {
  @ApiPropertyOptional({
    enum: FOLLOW_TARGETS,
    description: 'Only what followed users do, or what comes into followed collections',
  })
  @Optional()
  @IsIn(FOLLOW_TARGETS)
  followed?: FollowView['targetType'];
}

export class UrlFeedQuery extends FeedQuery {
  @ApiProperty({
    format: 'uri',
    minLength: 1,
    maxLength: 4_096,
    description: 'The normalised URL of the work, as its cards have it',
  })
  @IsString()
  @Characters(1, 4_096)
  url!: string;
}

const PAGING = ['limit', 'cursor'] as const;

/** Of streams, which have no pages. */
export class LiveFeedQuery extends OmitType(FeedQuery, PAGING) {}

export class LiveUserFeedQuery extends OmitType(ActivityQuery, PAGING) {}

export class LiveFollowingQuery extends OmitType(FollowingQuery, PAGING) {}

export class LiveUrlFeedQuery extends OmitType(UrlFeedQuery, PAGING) {}

export class FollowBody implements FollowView {
  @ApiProperty({ format: 'uuid' })
  followId!: string;

  @ApiProperty({ enum: ['USER', 'COLLECTION'] })
  targetType!: FollowView['targetType'];

  @ApiProperty({
    type: 'string',
    anyOf: [{ format: 'did' }, { format: 'uuid' }],
    description: "A user's DID, or a collection's id",
  })
  targetId!: string;

  @ApiProperty({ type: String, nullable: true })
  collectionName!: string | null;

  @ApiProperty({ format: 'date-time' })
  followedAt!: string;
}

export class HighlightBody {
  @ApiProperty({ format: 'uuid' })
  cardId!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The passage' })
  quote!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Where it stands in the work: a text fragment' })
  selector!: string | null;

  @ApiProperty({ type: String, nullable: true })
  note!: string | null;
}

export class CardBody implements CardView {
  @ApiProperty({ format: 'uuid' })
  cardId!: string;

  @ApiProperty({ format: 'did', description: 'DID of who saved it' })
  curatorId!: string;

  @ApiProperty({ format: 'uri' })
  url!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What is known of the work: title, authors, published, site, kind',
  })
  metadata!: Record<string, unknown>;

  @ApiProperty({ type: String, nullable: true, description: 'What its curator says of it' })
  note!: string | null;

  @ApiProperty({ type: [HighlightBody], description: 'The first few passages that its curator marked' })
  highlights!: HighlightBody[];
}

export class CollectionBody {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: String, nullable: true })
  description!: string | null;

  @ApiProperty({ description: 'OPEN: anybody adds cards. CLOSED: its author and their collaborators do' })
  access!: string;
}

export class ConnectionEndBody {
  @ApiProperty({ format: 'uri' })
  url!: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  metadata!: Record<string, unknown>;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  cardId!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  collectionId!: string | null;
}

export class ConnectionBody implements ConnectionView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'SUPPORTS' })
  type!: string;

  @ApiProperty({ type: String, nullable: true })
  note!: string | null;

  @ApiProperty()
  source!: ConnectionEndBody;

  @ApiProperty()
  target!: ConnectionEndBody;
}

export class ActivityBody implements ActivityView {
  @ApiProperty({ format: 'uuid' })
  activityId!: string;

  @ApiProperty({ enum: ACTIVITY_TYPES })
  type!: ActivityType;

  @ApiProperty({ format: 'did', description: 'DID of who did it' })
  actorId!: string;

  @ApiProperty({ format: 'date-time' })
  occurredAt!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Set when it is an import' })
  importId!: string | null;

  @ApiProperty({ type: 'integer', description: 'All its cards; "cards" has the first few' })
  cardCount!: number;

  @ApiProperty({ type: [CardBody] })
  cards!: CardBody[];

  @ApiProperty({ type: [CollectionBody] })
  collections!: CollectionBody[];

  @ApiProperty({ type: ConnectionBody, nullable: true, description: 'Set when it is a connection' })
  connection!: ConnectionBody | null;
}

const next = { type: String, nullable: true, description: 'The cursor of the next page' } as const;

export class FollowPage {
  @ApiProperty({ type: [FollowBody] })
  items!: FollowBody[];

  @ApiProperty(next)
  next!: string | null;
}

export class ActivityPage {
  @ApiProperty({ type: [ActivityBody] })
  items!: ActivityBody[];

  @ApiProperty(next)
  next!: string | null;
}

export class CardPage {
  @ApiProperty({ type: [CardBody] })
  items!: CardBody[];

  @ApiProperty(next)
  next!: string | null;
}
