import { IsString, IsUUID, MaxLength } from 'class-validator';
import { IsDid, IsInstant } from '../constraints.js';

/** A researcher took a card out of their library; the card is gone. Aggregate: the card. */
export class CardRemovedFromLibraryV1 {
  static readonly type = 'events.cards.card-removed-from-library.v1';

  @IsUUID()
  cardId!: string;

  /** DID of the researcher whose library it was. */
  @IsDid()
  curatorId!: string;

  @IsString()
  @MaxLength(4_096)
  url!: string;

  /** ISO 8601, UTC. */
  @IsInstant()
  removedAt!: string;
}
