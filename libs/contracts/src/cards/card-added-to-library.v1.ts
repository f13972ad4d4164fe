import { IsString, IsUUID, Length } from 'class-validator';
import { IsDid, IsInstant, Nested, Optional } from '../constraints.js';
import { UrlMetadata } from './url-metadata.js';
import { Via } from './via.js';

/**
 * A researcher saved a URL as a card in their library. Aggregate: the card.
 *
 * Raised once for a card: by a save, by taking over another's card, and for each new record of an import. Saving what
 * is already there raises nothing.
 */
export class CardAddedToLibraryV1 {
  static readonly type = 'events.cards.card-added-to-library.v1';

  /** The card, a UUID. */
  @IsUUID()
  cardId!: string;

  /** DID of the researcher whose library it is. */
  @IsDid()
  curatorId!: string;

  /** The normalised URL of the work: one spelling for each work. */
  @IsString()
  @Length(1, 4_096)
  url!: string;

  /** What was known of the work when it was saved; `{}` when nothing was. */
  @Nested(() => UrlMetadata)
  metadata!: UrlMetadata;

  /** The researcher's note on it, written in the same save; plain text. */
  @Optional()
  @IsString()
  @Length(1, 10_000)
  note?: string;

  /** Set when the work was saved from somebody else's card. */
  @Optional()
  @Nested(() => Via)
  via?: Via;

  /** The save that this belongs to, a UUID: shared with the additions to collections made in the same act. */
  @IsUUID()
  saveId!: string;

  /** Set when the save is one record of an import, a UUID: all records of an import share it. */
  @Optional()
  @IsUUID()
  importId?: string;

  /** When the researcher saved it: an ISO 8601 instant in UTC. The records of an import have the time of the import. */
  @IsInstant()
  addedAt!: string;
}
