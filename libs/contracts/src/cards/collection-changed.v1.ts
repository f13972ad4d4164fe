import { IsArray, IsString, IsUUID, Length } from 'class-validator';
import { IsDid, IsInstant, IsOpenEnum, Optional } from '../constraints.js';
import { COLLECTION_ACCESS, type CollectionAccess } from './collection-created.v2.js';

/**
 * A collection was renamed, described anew, opened or closed, or has other collaborators. Aggregate: the collection.
 *
 * Raised when its author changes it; it holds the collection as it is now, all but its cards.
 */
export class CollectionChangedV1 {
  static readonly type = 'events.cards.collection-changed.v1';

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

  /** What it is about, plain text; missing when nothing is said, or nothing any more. */
  @Optional()
  @IsString()
  @Length(1, 500)
  description?: string;

  /** Who may add to it beside its author and the collaborators. What is not known here is taken for CLOSED. */
  @IsOpenEnum(COLLECTION_ACCESS, 'CLOSED')
  access!: CollectionAccess;

  /** DIDs of those who may add to it beside its owner. */
  @IsArray()
  @IsDid({ each: true })
  collaboratorIds!: string[];

  /** When it happened: an ISO 8601 instant in UTC. */
  @IsInstant()
  changedAt!: string;
}
