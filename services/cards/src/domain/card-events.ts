import type { HighlightContent, UrlContent } from './card-content.js';
import type { UrlMetadata } from './metadata.js';

/** Somebody else's card on the same URL, through which a work was found. */
export interface Via {
  cardId: string;
  curatorId: string;
}

export interface CardAddedToLibrary {
  type: 'CardAddedToLibrary';
  data: {
    cardId: string;
    curatorId: string;
    content: UrlContent;
    note?: string;
    via?: Via;
    /** The save that this belongs to: shared with the additions to collections made in the same act. */
    saveId: string;
    importId?: string;
    addedAt: string;
  };
}

export interface CardNoteChanged {
  type: 'CardNoteChanged';
  /** Without a note, it was taken away. */
  data: { cardId: string; curatorId: string; note?: string; changedAt: string };
}

export interface UrlMetadataResolved {
  type: 'UrlMetadataResolved';
  /** All that is known of the work from now on. */
  data: { cardId: string; curatorId: string; metadata: UrlMetadata; resolvedAt: string };
}

/** The first event of a highlight. */
export interface HighlightAdded {
  type: 'HighlightAdded';
  data: { cardId: string; curatorId: string; content: HighlightContent; note?: string; addedAt: string };
}

export interface HighlightMoved {
  type: 'HighlightMoved';
  data: { cardId: string; curatorId: string; content: HighlightContent; changedAt: string };
}

export interface CardRemovedFromLibrary {
  type: 'CardRemovedFromLibrary';
  data: { cardId: string; curatorId: string; removedAt: string };
}

/** Everything that happens to a card, in this service's own words. */
export type CardEvent =
  | CardAddedToLibrary
  | CardNoteChanged
  | UrlMetadataResolved
  | HighlightAdded
  | HighlightMoved
  | CardRemovedFromLibrary;
