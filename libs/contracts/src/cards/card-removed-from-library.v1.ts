import { IsString, IsUUID, Length } from 'class-validator';
import { IsDid, IsInstant } from '../constraints.js';

/**
 * A researcher took a card out of their library; the card is gone. Aggregate: the card.
 *
 * Raised when its curator removes it, after it left every collection; the last event of a card.
 */
export class CardRemovedFromLibraryV1 {
  static readonly type = 'events.cards.card-removed-from-library.v1';

  /** The card, a UUID. */
  @IsUUID()
  cardId!: string;

  /** DID of the researcher whose library it was. */
  @IsDid()
  curatorId!: string;

  /** The normalised URL of the work, as in the event that added it. */
  @IsString()
  @Length(1, 4_096)
  url!: string;

  /** When it happened: an ISO 8601 instant in UTC. */
  @IsInstant()
  removedAt!: string;
}
