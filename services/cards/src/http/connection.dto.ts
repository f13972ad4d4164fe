import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsString, IsUUID, ValidateNested } from 'class-validator';
import { Characters, Optional } from '#platform';
import { type Connection, MAX_CONNECTION_NOTE } from '../domain/connection.js';
import type { ConnectionEnd } from '../domain/connection-end.js';
import { CONNECTION_TYPES, type ConnectionType } from '../domain/connection-type.js';
import { MAX_URL_LENGTH } from '../domain/url.js';
import { MetadataView, ViaView } from './card.dto.js';

const TYPE = 'HELPFUL and RELATED have no direction: from A to B is the same as from B to A.';

/** A work: exactly one of the two. */
export class NamedEndBody {
  @ApiPropertyOptional({
    description: "A work's URL, or the public URL of a card or a collection",
    maxLength: MAX_URL_LENGTH,
  })
  @Optional()
  @IsString()
  @Characters(1, MAX_URL_LENGTH)
  url?: string;

  @ApiPropertyOptional({ description: "A card, anybody's: its work is meant", format: 'uuid' })
  @Optional()
  @IsUUID()
  cardId?: string;
}

export class DrawConnectionBody {
  @ApiProperty({ type: NamedEndBody })
  @IsObject()
  @ValidateNested()
  @Type(() => NamedEndBody)
  source!: NamedEndBody;

  @ApiProperty({ type: NamedEndBody })
  @IsObject()
  @ValidateNested()
  @Type(() => NamedEndBody)
  target!: NamedEndBody;

  @ApiPropertyOptional({ enum: CONNECTION_TYPES, default: 'RELATED', description: TYPE })
  @Optional()
  @IsIn(CONNECTION_TYPES)
  type?: ConnectionType;

  @ApiPropertyOptional({ maxLength: MAX_CONNECTION_NOTE })
  @Optional()
  @IsString()
  @Characters(0, MAX_CONNECTION_NOTE)
  note?: string;
}

export class EditConnectionBody {
  @ApiPropertyOptional({ enum: CONNECTION_TYPES, description: TYPE })
  @Optional()
  @IsIn(CONNECTION_TYPES)
  type?: ConnectionType;

  @ApiPropertyOptional({ maxLength: MAX_CONNECTION_NOTE, description: 'Empty: the note is taken away' })
  @Optional()
  @IsString()
  @Characters(0, MAX_CONNECTION_NOTE)
  note?: string;
}

export class SwapConnectionBody {
  @ApiProperty({ description: 'The URL, of its two, that it shall begin at', maxLength: MAX_URL_LENGTH })
  @IsString()
  @Characters(1, MAX_URL_LENGTH)
  source!: string;
}

export class CollectionReferenceView {
  @ApiProperty({ format: 'uuid' })
  collectionId!: string;

  @ApiProperty({
    format: 'did',
    description: 'DID of the researcher who owned it when the connection was drawn',
  })
  authorId!: string;
}

export class ConnectionEndView {
  @ApiProperty({ description: 'Normalised' })
  url!: string;

  @ApiProperty({ type: MetadataView, description: 'As it was known when the connection was drawn' })
  metadata!: MetadataView;

  @ApiPropertyOptional({ type: ViaView, description: 'The card that the work was named by' })
  card?: ViaView;

  @ApiPropertyOptional({ type: CollectionReferenceView, description: "Where the URL is a collection's" })
  collection?: CollectionReferenceView;
}

export class ConnectionView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'did', description: 'DID of the researcher who drew it' })
  curatorId!: string;

  @ApiProperty({ type: ConnectionEndView })
  source!: ConnectionEndView;

  @ApiProperty({ type: ConnectionEndView })
  target!: ConnectionEndView;

  @ApiProperty({ enum: CONNECTION_TYPES, description: TYPE })
  type!: ConnectionType;

  @ApiPropertyOptional()
  note?: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;
}

export function connectionView({ state }: Connection): ConnectionView {
  const { id, curatorId, source, target, type, note, createdAt, updatedAt } = state;
  return {
    id,
    curatorId,
    source: endView(source),
    target: endView(target),
    type,
    ...(note === undefined ? {} : { note }),
    createdAt,
    updatedAt,
  };
}

function endView({ url, metadata, card, collection }: ConnectionEnd): ConnectionEndView {
  return {
    url,
    metadata,
    ...(card === undefined ? {} : { card }),
    ...(collection === undefined ? {} : { collection }),
  };
}
