import { IsString, IsUUID, Length } from 'class-validator';
import { IsDid } from '../constraints.js';

/**
 * A researcher made a collection. Aggregate: the collection.
 *
 * Raised once for a collection, as its first event.
 */
export class CollectionCreatedV1 {
  static readonly type = 'events.cards.collection-created.v1';

  /** The collection, a UUID. */
  @IsUUID()
  collectionId!: string;

  /** DID of the researcher who owns it. */
  @IsDid()
  authorId!: string;

  /** Its name, plain text. */
  @IsString()
  @Length(1, 100)
  name!: string;
}
