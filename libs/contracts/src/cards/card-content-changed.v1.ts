import { IsIn, IsString, IsUUID, Length } from 'class-validator';
import { IsDid, IsInstant, Optional } from '../constraints.js';

export const CARD_TYPES = ['URL', 'NOTE', 'HIGHLIGHT'] as const;
export type CardType = (typeof CARD_TYPES)[number];

/**
 * What a card says changed: a note was written, edited or taken away, a passage was highlighted. Aggregate: the card.
 *
 * Raised when its curator changes the content; it holds the content as it is now, all of it.
 */
export class CardContentChangedV1 {
  static readonly type = 'events.cards.card-content-changed.v1';

  /** The card, a UUID. */
  @IsUUID()
  cardId!: string;

  /** DID of the card's curator. */
  @IsDid()
  curatorId!: string;

  /** What the card is; it never changes. */
  @IsIn(CARD_TYPES)
  cardType!: CardType;

  /** The normalised URL of the work, which for a note or a highlight is that of the card that it is on. */
  @IsString()
  @Length(1, 4_096)
  url!: string;

  /** The card that it is on, a UUID; set for a note or a highlight. */
  @Optional()
  @IsUUID()
  parentCardId?: string;

  /** The note, plain text; missing when there is none, or none any more. */
  @Optional()
  @IsString()
  @Length(1, 10_000)
  note?: string;

  /** The passage as it stands in the work; set for a highlight. */
  @Optional()
  @IsString()
  @Length(1, 10_000)
  quote?: string;

  /** Where the passage stands, as a text fragment (`text=from,to`); set for a highlight. */
  @Optional()
  @IsString()
  @Length(1, 4_096)
  selector?: string;

  /** When it happened: an ISO 8601 instant in UTC. */
  @IsInstant()
  changedAt!: string;
}
