import { IsString, IsUUID, Length } from 'class-validator';
import { IsDid, IsOpenEnum, Optional } from '../constraints.js';

/** OPEN: anyone adds cards. CLOSED: the author and the collaborators do. */
export const COLLECTION_ACCESS = ['OPEN', 'CLOSED'] as const;
export type CollectionAccess = (typeof COLLECTION_ACCESS)[number];

/**
 * A researcher made a collection. Aggregate: the collection.
 *
 * Raised once for a collection, and always its first event but for v1 of the same act, which stands before it.
 *
 * Since v1: who may add to it is always said (`access`), and what it is about where the author wrote it.
 */
export class CollectionCreatedV2 {
  static readonly type = 'events.cards.collection-created.v2';

  /** The collection, a UUID. */
  @IsUUID()
  collectionId!: string;

  /** DID of the researcher who owns it. */
  @IsDid()
  authorId!: string;

  /** Its name at that time. */
  @IsString()
  @Length(1, 100)
  name!: string;

  /** What it is about, in its author's words; plain text. */
  @Optional()
  @IsString()
  @Length(1, 500)
  description?: string;

  /** Who may add to it beside its author and the collaborators. What is not known here is taken for CLOSED. */
  @IsOpenEnum(COLLECTION_ACCESS, 'CLOSED')
  access!: CollectionAccess;
}
