import {
  CardAddedToLibraryV1,
  CardContentChangedV1,
  CardRemovedFromLibraryV1,
  eventOf,
  UrlMetadata,
  UrlMetadataResolvedV1,
  Via,
} from '#contracts';
import type { AggregateChange } from '#eventing';
import type { Card } from '../domain/card.js';
import type { CardContent } from '../domain/card-content.js';
import type { CardEvent } from '../domain/card-events.js';
import { defined } from '../domain/defined.js';
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
    // A passage is no work that was saved, so a highlight begins with what it says.
    case 'HighlightAdded':
      return [contentChanged(card, event.data.content, event.data.note, event.data.addedAt)];
    case 'HighlightMoved':
      return [contentChanged(card, event.data.content, card.note, event.data.changedAt)];
    case 'CardNoteChanged':
      return [contentChanged(card, card.content, event.data.note, event.data.changedAt)];
    case 'UrlMetadataResolved': {
      const { metadata, ...fields } = event.data;
      return [
        eventOf(UrlMetadataResolvedV1, {
          ...fields,
          url: card.content.url,
          metadata: Object.assign(new UrlMetadata(), metadata),
        }),
      ];
    }
    case 'CardRemovedFromLibrary':
      return [eventOf(CardRemovedFromLibraryV1, { ...event.data, url: card.content.url })];
  }
}

function contentChanged(
  card: Card,
  content: CardContent,
  note: string | undefined,
  changedAt: string,
): object {
  const passage = content.type === 'HIGHLIGHT' ? content : undefined;
  return eventOf(
    CardContentChangedV1,
    defined({
      cardId: card.id,
      curatorId: card.curatorId,
      cardType: content.type,
      url: content.url,
      parentCardId: passage?.parentCardId,
      note,
      quote: passage?.quote,
      selector: passage?.selector,
      changedAt,
    }),
  );
}
