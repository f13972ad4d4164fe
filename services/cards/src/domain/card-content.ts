import type { UrlMetadata } from './metadata.js';

export const CARD_TYPES = ['URL', 'NOTE', 'HIGHLIGHT'] as const;

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

/** What a card holds; its `type` is the card's. Notes and highlights on URL cards join this union with their own. */
export type CardContent = UrlContent;
