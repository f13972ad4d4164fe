import { IsString, IsUUID, MaxLength } from 'class-validator';
import { IsDid, IsInstant, Nested, Optional } from '../constraints.js';
import { UrlMetadata } from './url-metadata.js';
import { Via } from './via.js';

/** A researcher saved a URL as a card in their library. Aggregate: the card. */
export class CardAddedToLibraryV1 {
  static readonly type = 'events.cards.card-added-to-library.v1';

  @IsUUID()
  cardId!: string;

  /** DID of the researcher whose library it is. */
  @IsDid()
  curatorId!: string;

  /** The normalised URL. */
  @IsString()
  @MaxLength(4_096)
  url!: string;

  @Nested(() => UrlMetadata)
  metadata!: UrlMetadata;

  /** The researcher's note on it, written in the same save. */
  @Optional()
  @IsString()
  @MaxLength(10_000)
  note?: string;

  /** Set when the work was saved from somebody else's card. */
  @Optional()
  @Nested(() => Via)
  via?: Via;

  /** The save that this belongs to: shared with the additions to collections made in the same act. */
  @IsUUID()
  saveId!: string;

  /** Set when the save is one record of an import: all of an import's records share it. */
  @Optional()
  @IsUUID()
  importId?: string;

  /** When the researcher did it; ISO 8601, UTC. */
  @IsInstant()
  addedAt!: string;
}
