import { Aggregate, type Progress, UNSTORED } from './aggregate.js';
import type { CardContent } from './card-content.js';
import type { CardEvent, Via } from './card-events.js';
import { defined } from './defined.js';
import { DomainError } from './domain-error.js';
import { tidyMetadata, type UrlMetadata } from './metadata.js';
import { cleanText } from './text.js';
import { normaliseUrl } from './url.js';

const MAX_NOTE = 10_000;

export interface CardState {
  id: string;
  curatorId: string;
  content: CardContent;
  note?: string;
  via?: Via;
  addedAt: string;
}

/** A URL being saved. */
export interface SaveUrl {
  id: string;
  curatorId: string;
  url: string;
  metadata?: UrlMetadata | undefined;
  note?: string | undefined;
  via?: Via | undefined;
  saveId: string;
  importId?: string | undefined;
  at: string;
}

/** One work in one researcher's library. It belongs to its curator, and nobody else changes it. */
export class Card extends Aggregate<CardEvent> {
  readonly curatorId: string;
  readonly content: CardContent;
  readonly note: string | undefined;
  readonly via: Via | undefined;
  readonly addedAt: string;

  private constructor(state: CardState, progress: Readonly<Progress>) {
    super(state.id, progress);
    this.curatorId = state.curatorId;
    this.content = state.content;
    this.note = state.note;
    this.via = state.via;
    this.addedAt = state.addedAt;
  }

  /** As it was stored. */
  static restore(state: CardState, progress: Readonly<Progress>): Card {
    return new Card(state, progress);
  }

  /**
   * A new card on a URL. A way through one's own card is none, and is left out.
   *
   * @throws DomainError as `normaliseUrl` does; `invalid-note`
   */
  static saveUrl(save: SaveUrl): Card {
    const state: CardState = defined({
      id: save.id,
      curatorId: save.curatorId,
      content: {
        type: 'URL' as const,
        url: normaliseUrl(save.url),
        metadata: tidyMetadata(save.metadata ?? {}),
      },
      note: save.note === undefined ? undefined : validNote(save.note),
      via: save.via?.curatorId === save.curatorId ? undefined : save.via,
      addedAt: save.at,
    });
    const card = new Card(state, UNSTORED);
    const { id: cardId, ...rest } = state;
    card.raise({
      type: 'CardAddedToLibrary',
      data: { cardId, ...rest, ...defined({ saveId: save.saveId, importId: save.importId }) },
    });
    return card;
  }

  /**
   * Takes the card out of its curator's library: it is gone after this.
   *
   * @throws DomainError `not-your-card`
   */
  removeFromLibrary(by: string, at: string): void {
    if (by !== this.curatorId) {
      throw new DomainError('forbidden', 'not-your-card', 'Only its curator can remove a card.');
    }
    this.raise({ type: 'CardRemovedFromLibrary', data: { cardId: this.id, curatorId: by, removedAt: at } });
  }
}

function validNote(text: string): string {
  const note = cleanText(text);
  if (note === '' || note.length > MAX_NOTE) {
    throw new DomainError(
      'invalid',
      'invalid-note',
      `A note has 1 to ${String(MAX_NOTE)} characters.`,
      'note',
    );
  }
  return note;
}
