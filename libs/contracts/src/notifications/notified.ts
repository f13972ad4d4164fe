import { IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { Optional } from '../constraints.js';

/** The card that a notification is about, as far as another channel shows it. */
export class NotifiedCard {
  /** The card, a UUID. */
  @IsUUID()
  cardId!: string;

  /** The normalised URL of the work on it. */
  @IsString()
  @Length(1, 4_096)
  url!: string;

  /** Title of the work, plain text. */
  @Optional()
  @IsString()
  @MaxLength(2_000)
  title?: string;
}

/** A collection that a notification is about. */
export class NotifiedCollection {
  /** The collection, a UUID. */
  @IsUUID()
  collectionId!: string;

  /** Its name at that time. */
  @IsString()
  @Length(1, 100)
  name!: string;
}
