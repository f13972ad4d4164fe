import type { UrlMetadata } from './metadata.js';

/** NOTE is none of them: docs/decisions/0017-a-note-is-part-of-its-card.md. */
export const CARD_TYPES = ['URL', 'HIGHLIGHT'] as const;

/** What a card is; it never changes. */
export type CardType = (typeof CARD_TYPES)[number];

interface ContentOf<Type extends CardType> {
  type: Type;
}

/** A work on the web. */
export interface UrlContent extends ContentOf<'URL'> {
  /** Normalised. */
  url: string;
  metadata: UrlMetadata;
}

/** A passage of a work. */
export interface HighlightContent extends ContentOf<'HIGHLIGHT'> {
  /** That of the card which it is on. */
  url: string;
  /** The URL card of the same curator. */
  parentCardId: string;
  /** The passage, as it stands in the work. */
  quote: string;
  /** Where it stands, as a text directive: `text=from,to`. */
  selector: string;
}

/** What a card holds; its `type` is the card's. */
export type CardContent = UrlContent | HighlightContent;
