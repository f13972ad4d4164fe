import { IsArray, IsInt, IsString, IsUUID, Length, Min } from 'class-validator';
import { IsDid, IsInstant } from '../constraints.js';

/**
 * A collection is gone; the cards that were in it stay in their libraries. Aggregate: the collection.
 *
 * Raised when its author deletes it; the last event of a collection. Its cards do not leave it one by one before.
 */
export class CollectionDeletedV1 {
  static readonly type = 'events.cards.collection-deleted.v1';

  /** The collection, a UUID. */
  @IsUUID()
  collectionId!: string;

  /** DID of the researcher who owned it. */
  @IsDid()
  authorId!: string;

  /** Its last name. */
  @IsString()
  @Length(1, 100)
  name!: string;

  /** DIDs of those who could add to it beside its owner. */
  @IsArray()
  @IsDid({ each: true })
  collaboratorIds!: string[];

  /** How many cards were in it. */
  @IsInt()
  @Min(0)
  cardCount!: number;

  /** When it happened: an ISO 8601 instant in UTC. */
  @IsInstant()
  deletedAt!: string;
}
