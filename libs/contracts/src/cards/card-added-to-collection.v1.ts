import { Type } from 'class-transformer';
import {
  IsArray,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { UrlMetadata } from './url-metadata.js';
import { Via } from './via.js';

/** A card was put into a collection. Aggregate: the collection. */
export class CardAddedToCollectionV1 {
  static readonly type = 'events.cards.card-added-to-collection.v1';

  @IsUUID()
  collectionId!: string;

  @IsString()
  @Length(1, 100)
  collectionName!: string;

  /** DID of the collection's owner. */
  @IsString()
  authorId!: string;

  /** DIDs of those who may add to it beside its owner. */
  @IsArray()
  @IsString({ each: true })
  collaboratorIds!: string[];

  @IsUUID()
  cardId!: string;

  /** DID of the card's curator. */
  @IsString()
  cardCuratorId!: string;

  @IsString()
  @MaxLength(4_096)
  url!: string;

  @ValidateNested()
  @Type(() => UrlMetadata)
  metadata!: UrlMetadata;

  /** DID of the researcher who put it there. */
  @IsString()
  addedBy!: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => Via)
  via?: Via;

  /** The save that this belongs to: one act of one researcher on one card. */
  @IsUUID()
  saveId!: string;

  @IsOptional()
  @IsUUID()
  importId?: string;

  /** ISO 8601, UTC. */
  @IsISO8601()
  addedAt!: string;
}
