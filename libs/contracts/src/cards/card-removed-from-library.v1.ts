import { IsISO8601, IsString, IsUUID, MaxLength } from 'class-validator';

/** A researcher took a card out of their library; the card is gone. Aggregate: the card. */
export class CardRemovedFromLibraryV1 {
  static readonly type = 'events.cards.card-removed-from-library.v1';

  @IsUUID()
  cardId!: string;

  /** DID of the researcher whose library it was. */
  @IsString()
  curatorId!: string;

  @IsString()
  @MaxLength(4_096)
  url!: string;

  /** ISO 8601, UTC. */
  @IsISO8601()
  removedAt!: string;
}
