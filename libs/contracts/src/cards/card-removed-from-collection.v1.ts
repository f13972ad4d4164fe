import { IsISO8601, IsString, IsUUID } from 'class-validator';

/** A card left a collection. Aggregate: the collection. */
export class CardRemovedFromCollectionV1 {
  static readonly type = 'events.cards.card-removed-from-collection.v1';

  @IsUUID()
  collectionId!: string;

  @IsUUID()
  cardId!: string;

  /** DID of the researcher who took it out; the card's curator when the card left the library. */
  @IsString()
  removedBy!: string;

  /** ISO 8601, UTC. */
  @IsISO8601()
  removedAt!: string;
}
