import { IsString, IsUUID, Length } from 'class-validator';
import { IsDid, Nested, Optional } from '../constraints.js';
import { UrlMetadata } from './url-metadata.js';

/** One side of a connection: a work, and the card or collection behind it where there is one. */
export class ConnectionEnd {
  /** The normalised URL of the work; a card's is that of the work on it. */
  @IsString()
  @Length(1, 4_096)
  url!: string;

  /** What was known of the work at that time; `{}` when nothing was. */
  @Nested(() => UrlMetadata)
  metadata!: UrlMetadata;

  /** The card, a UUID; set when the side is a card. */
  @Optional()
  @IsUUID()
  cardId?: string;

  /** DID of that card's curator; set when the side is a card. */
  @Optional()
  @IsDid()
  cardCuratorId?: string;

  /** The collection, a UUID; set when the URL is a collection's. */
  @Optional()
  @IsUUID()
  collectionId?: string;

  /** DID of that collection's owner; set when the URL is a collection's. */
  @Optional()
  @IsDid()
  collectionAuthorId?: string;
}

/** What a connection says. RELATED and HELPFUL have no direction. */
export const CONNECTION_TYPES = [
  'SUPPORTS',
  'OPPOSES',
  'ADDRESSES',
  'HELPFUL',
  'LEADS_TO',
  'RELATED',
  'SUPPLEMENT',
  'EXPLAINER',
] as const;
export type ConnectionType = (typeof CONNECTION_TYPES)[number];
