import type { CardState } from './card.js';
import type { CardEvent } from './card-events.js';
import { defined } from './defined.js';

/** All that a card's history says of it. */
export interface RecordedCard extends CardState {
  importId?: string;
}

/**
 * The card after one more event of its history.
 *
 * @param state undefined before the first event
 * @returns undefined once it is removed
 * @throws TypeError when the event can not follow
 */
export function afterCardEvent(state: RecordedCard | undefined, event: CardEvent): RecordedCard | undefined {
  switch (event.type) {
    case 'CardAddedToLibrary': {
      const { cardId: id, curatorId, content, note, via, addedAt, importId } = event.data;
      return defined({ id, curatorId, content, note, via, addedAt, importId });
    }
    case 'HighlightAdded': {
      const { cardId: id, ...rest } = event.data;
      return { id, ...rest };
    }
    case 'CardNoteChanged': {
      const { note: _note, ...rest } = existing(state, event);
      const { note, changedAt } = event.data;
      return { ...rest, ...defined({ note }), changedAt };
    }
    case 'UrlMetadataResolved': {
      const card = existing(state, event);
      if (card.content.type !== 'URL') throw new TypeError(`${event.type} of a card that is no work`);
      return { ...card, content: { ...card.content, metadata: event.data.metadata } };
    }
    case 'HighlightMoved': {
      const { content, changedAt } = event.data;
      return { ...existing(state, event), content, changedAt };
    }
    case 'CardRemovedFromLibrary':
      if (state === undefined) throw new TypeError(`${event.type} of a card that is not there`);
      return undefined;
  }
}

function existing(state: RecordedCard | undefined, { type }: CardEvent): RecordedCard {
  if (state === undefined) throw new TypeError(`${type} of a card that is not there`);
  return state;
}
