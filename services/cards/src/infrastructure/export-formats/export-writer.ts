import type { UrlMetadata } from '../../domain/metadata.js';

/** A card as an export has it. */
export interface ExportedCard {
  id: string;
  url: string;
  metadata: UrlMetadata;
  note: string | undefined;
  addedAt: Date;
}

/** Writes one format, card by card. What it writes, the format's reader reads back to the same URL and metadata. */
export interface ExportWriter {
  mediaType: string;
  /** With its dot. */
  extension: string;
  /** What stands before the cards of a library, or of the collection of that name. */
  before(collection?: string): string;
  /** @param index the card's place in the file, from 0 */
  card(card: ExportedCard, index: number): string;
  after(collection?: string): string;
}
