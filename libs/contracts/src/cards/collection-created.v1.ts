import { IsString, IsUUID, Length } from 'class-validator';
import { IsDid } from '../constraints.js';

/** A researcher made a collection. Aggregate: the collection. */
export class CollectionCreatedV1 {
  static readonly type = 'events.cards.collection-created.v1';

  @IsUUID()
  collectionId!: string;

  /** DID of the researcher who owns it. */
  @IsDid()
  authorId!: string;

  @IsString()
  @Length(1, 100)
  name!: string;
}
