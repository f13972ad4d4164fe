import { CardAddedToLibraryV1, CardRemovedFromLibraryV1, eventOf, UrlMetadata, Via } from '#contracts';
import type { AggregateChange } from '#eventing';
import type { Card } from '../domain/card.js';
import type { CardEvent } from '../domain/card-events.js';
import { recordedChange } from './recorded-change.js';

/** A card's change, with its domain events translated for the other services. */
export function cardChange(card: Card): AggregateChange {
  return recordedChange('Card', card, (event) => published(card, event));
}

function published(card: Card, event: CardEvent): readonly object[] {
  switch (event.type) {
    case 'CardAddedToLibrary': {
      const { content, via, ...fields } = event.data;
      const added = eventOf(CardAddedToLibraryV1, {
        ...fields,
        url: content.url,
        metadata: Object.assign(new UrlMetadata(), content.metadata),
        ...(via === undefined ? {} : { via: Object.assign(new Via(), via) }),
      });
      return [added];
    }
    case 'CardRemovedFromLibrary':
      return [eventOf(CardRemovedFromLibraryV1, { ...event.data, url: card.content.url })];
  }
}
