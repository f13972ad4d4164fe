import { IsArray, IsString, IsUUID, Length } from 'class-validator';
import { IsDid, IsInstant, Nested, Optional } from '../constraints.js';
import { UrlMetadata } from './url-metadata.js';
import { Via } from './via.js';

/**
 * A card was put into a collection. Aggregate: the collection.
 *
 * Raised when its author, a collaborator or, where it is open, anyone puts in a card that is not there yet; in a save
 * that names collections too.
 */
export class CardAddedToCollectionV1 {
  static readonly type = 'events.cards.card-added-to-collection.v1';

  /** The collection, a UUID. */
  @IsUUID()
  collectionId!: string;

  /** Its name at that time. */
  @IsString()
  @Length(1, 100)
  collectionName!: string;

  /** DID of the collection's owner. */
  @IsDid()
  authorId!: string;

  /** DIDs of those who may add to it beside its owner, at that time. */
  @IsArray()
  @IsDid({ each: true })
  collaboratorIds!: string[];

  /** The card, a UUID. */
  @IsUUID()
  cardId!: string;

  /** DID of the card's curator. */
  @IsDid()
  cardCuratorId!: string;

  /** The normalised URL of the work. */
  @IsString()
  @Length(1, 4_096)
  url!: string;

  /** What was known of the work at that time; `{}` when nothing was. */
  @Nested(() => UrlMetadata)
  metadata!: UrlMetadata;

  /** DID of the researcher who put it there. */
  @IsDid()
  addedBy!: string;

  /** Set when the work was saved from somebody else's card. */
  @Optional()
  @Nested(() => Via)
  via?: Via;

  /** The save that this belongs to, a UUID: one act of one researcher on one card. */
  @IsUUID()
  saveId!: string;

  /** Set when the card came with an import, a UUID. */
  @Optional()
  @IsUUID()
  importId?: string;

  /** When it happened: an ISO 8601 instant in UTC. */
  @IsInstant()
  addedAt!: string;
}
