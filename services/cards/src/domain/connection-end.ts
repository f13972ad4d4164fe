import type { Via } from './card-events.js';
import type { UrlMetadata } from './metadata.js';

/** A collection, and the researcher who owns it. */
export interface CollectionReference {
  collectionId: string;
  authorId: string;
}

/** One side of a connection. The work is what it connects; how it was named is kept beside. */
export interface ConnectionEnd {
  /** Normalised; a card's is that of the work on it. */
  url: string;
  /** What was known of the work when the connection was drawn. */
  metadata: UrlMetadata;
  /** Where the side was named as a card. */
  card?: Via;
  /** Where the URL is a collection's. */
  collection?: CollectionReference;
}
