import { IsString, IsUUID, Length } from 'class-validator';
import { IsDid, IsInstant, Nested } from '../constraints.js';
import { UrlMetadata } from './url-metadata.js';

/**
 * What a card's URL turns out to be became known, or became known better. Aggregate: the card.
 *
 * Raised when the page behind the URL was read in the background, and when an import knows more of a card that was
 * there already. A page that can not be read raises nothing.
 */
export class UrlMetadataResolvedV1 {
  static readonly type = 'events.cards.url-metadata-resolved.v1';

  /** The card, a UUID. */
  @IsUUID()
  cardId!: string;

  /** DID of the card's curator. */
  @IsDid()
  curatorId!: string;

  /** The normalised URL of the work. */
  @IsString()
  @Length(1, 4_096)
  url!: string;

  /** All that is known now; it takes the place of what was known before. */
  @Nested(() => UrlMetadata)
  metadata!: UrlMetadata;

  /** When it became known: an ISO 8601 instant in UTC. */
  @IsInstant()
  resolvedAt!: string;
}
