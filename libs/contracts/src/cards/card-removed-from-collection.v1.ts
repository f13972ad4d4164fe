import { IsUUID } from 'class-validator';
import { IsDid, IsInstant } from '../constraints.js';

/**
 * A card left a collection. Aggregate: the collection.
 *
 * Raised when the collection's author or who added the card takes it out, and when the card leaves its library.
 */
export class CardRemovedFromCollectionV1 {
  static readonly type = 'events.cards.card-removed-from-collection.v1';

  /** The collection, a UUID. */
  @IsUUID()
  collectionId!: string;

  /** The card, a UUID. */
  @IsUUID()
  cardId!: string;

  /** DID of the researcher who took it out; the card's curator when the card left the library. */
  @IsDid()
  removedBy!: string;

  /** When it happened: an ISO 8601 instant in UTC. */
  @IsInstant()
  removedAt!: string;
}
