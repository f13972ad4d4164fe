import { IsUUID } from 'class-validator';
import { IsDid, IsInstant } from '../constraints.js';

/** A card left a collection. Aggregate: the collection. */
export class CardRemovedFromCollectionV1 {
  static readonly type = 'events.cards.card-removed-from-collection.v1';

  @IsUUID()
  collectionId!: string;

  @IsUUID()
  cardId!: string;

  /** DID of the researcher who took it out; the card's curator when the card left the library. */
  @IsDid()
  removedBy!: string;

  /** ISO 8601, UTC. */
  @IsInstant()
  removedAt!: string;
}
