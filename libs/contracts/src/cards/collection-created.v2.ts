import { IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';

/** OPEN: anyone adds cards. CLOSED: the author and the collaborators do. */
export const COLLECTION_ACCESS = ['OPEN', 'CLOSED'] as const;
export type CollectionAccess = (typeof COLLECTION_ACCESS)[number];

/**
 * A researcher made a collection. Aggregate: the collection.
 *
 * Since v1: who may add to it is always said (`access`), and what it is about where the author wrote it.
 */
export class CollectionCreatedV2 {
  static readonly type = 'events.cards.collection-created.v2';

  @IsUUID()
  collectionId!: string;

  /** DID of the researcher who owns it. */
  @IsString()
  authorId!: string;

  @IsString()
  @Length(1, 100)
  name!: string;

  @IsOptional()
  @IsString()
  @Length(1, 500)
  description?: string;

  @IsIn(COLLECTION_ACCESS)
  access!: CollectionAccess;
}
