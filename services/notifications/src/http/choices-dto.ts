import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsBoolean, IsIn, IsUUID } from 'class-validator';
import { IsDid, Optional } from '#platform';
import type { MuteView } from '../application/list-mutes.js';
import type { PreferenceView } from '../application/list-preferences.js';
import type { SubscriptionView } from '../application/list-subscriptions.js';
import { NOTIFICATION_TYPES, type NotificationType } from '../domain/reason.js';
import { type Scope, SCOPES } from '../domain/scope.js';

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

export class SubscribeRequest {
  @ApiPropertyOptional({ enum: SCOPES, isArray: true, description: 'Left out: all. What is not named ends.' })
  @Optional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes?: Scope[];
}

class TargetBody {
  @ApiProperty({ enum: ['USER', 'COLLECTION'] })
  targetType!: 'USER' | 'COLLECTION';

  @ApiProperty({
    type: 'string',
    anyOf: [{ format: 'did' }, { format: 'uuid' }],
    description: "A user's DID, or a collection's id",
  })
  targetId!: string;

  @ApiProperty({ type: String, nullable: true })
  collectionName!: string | null;

  @ApiProperty({ format: 'date-time' })
  since!: string;
}

export class SubscriptionBody extends TargetBody implements SubscriptionView {
  @ApiProperty({ enum: SCOPES, isArray: true })
  scopes!: Scope[];
}

export class SubscriptionPage {
  @ApiProperty({ type: [SubscriptionBody] })
  items!: SubscriptionBody[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page' })
  next!: string | null;
}

export class MuteBody extends TargetBody implements MuteView {}

export class MutePage {
  @ApiProperty({ type: [MuteBody] })
  items!: MuteBody[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page' })
  next!: string | null;
}

export class PreferenceParams {
  @ApiProperty({ enum: NOTIFICATION_TYPES })
  @IsIn(NOTIFICATION_TYPES)
  type!: NotificationType;
}

export class PreferenceRequest {
  @ApiProperty({ description: 'Whether to be told of it from now on' })
  @IsBoolean()
  on!: boolean;
}

export class PreferenceBody implements PreferenceView {
  @ApiProperty({ enum: NOTIFICATION_TYPES })
  type!: NotificationType;

  @ApiProperty()
  on!: boolean;
}

export class PreferenceList {
  @ApiProperty({ type: [PreferenceBody] })
  items!: PreferenceBody[];
}
