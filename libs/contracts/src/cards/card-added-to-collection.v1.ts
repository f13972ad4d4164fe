import { IsArray, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { IsDid, IsInstant, Nested, Optional } from '../constraints.js';
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
  @IsDid()
  authorId!: string;

  /** DIDs of those who may add to it beside its owner. */
  @IsArray()
  @IsString({ each: true })
  collaboratorIds!: string[];

  @IsUUID()
  cardId!: string;

  /** DID of the card's curator. */
  @IsDid()
  cardCuratorId!: string;

  @IsString()
  @MaxLength(4_096)
  url!: string;

  @Nested(() => UrlMetadata)
  metadata!: UrlMetadata;

  /** DID of the researcher who put it there. */
  @IsDid()
  addedBy!: string;

  @Optional()
  @Nested(() => Via)
  via?: Via;

  /** The save that this belongs to: one act of one researcher on one card. */
  @IsUUID()
  saveId!: string;

  @Optional()
  @IsUUID()
  importId?: string;

  /** ISO 8601, UTC. */
  @IsInstant()
  addedAt!: string;
}
