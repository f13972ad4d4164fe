import type { CardContent } from './card-content.js';

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
    content: CardContent;
    note?: string;
    via?: Via;
    /** The save that this belongs to: shared with the additions to collections made in the same act. */
    saveId: string;
    importId?: string;
    addedAt: string;
  };
}

export interface CardRemovedFromLibrary {
  type: 'CardRemovedFromLibrary';
  data: { cardId: string; curatorId: string; removedAt: string };
}

/** Everything that happens to a card, in this service's own words. */
export type CardEvent = CardAddedToLibrary | CardRemovedFromLibrary;
