import { Aggregate, type Progress, UNSTORED } from './aggregate.js';
import type { CardContent, HighlightContent, UrlContent } from './card-content.js';
import type { CardEvent, Via } from './card-events.js';
import { defined } from './defined.js';
import { DomainError } from './domain-error.js';
import { tidyMetadata, type UrlMetadata } from './metadata.js';
import { type Passage, validPassage } from './passage.js';
import { charactersOf, cleanText } from './text.js';
import { normaliseUrl } from './url.js';

export const MAX_NOTE = 10_000;

export interface CardState {
  id: string;
  curatorId: string;
  content: CardContent;
  note?: string;
  via?: Via;
  addedAt: string;
  /** When its curator last changed what it says; missing as long as it is what it was when it was added. */
  changedAt?: string;
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

/** A passage being highlighted. */
export interface AddHighlight extends Passage {
  /** The new card's. */
  id: string;
  by: string;
  note?: string | undefined;
  at: string;
}

/** One work, or a passage of it, in one researcher's library. It belongs to its curator, and nobody else changes it. */
export class Card extends Aggregate<CardEvent> {
  readonly curatorId: string;
  readonly via: Via | undefined;
  readonly addedAt: string;
  #content: CardContent;
  #note: string | undefined;
  #changedAt: string | undefined;

  private constructor(state: CardState, progress: Readonly<Progress>) {
    super(state.id, progress);
    this.curatorId = state.curatorId;
    this.via = state.via;
    this.addedAt = state.addedAt;
    this.#content = state.content;
    this.#note = state.note;
    this.#changedAt = state.changedAt;
  }

  get content(): CardContent {
    return this.#content;
  }

  /** What its curator wrote on it. */
  get note(): string | undefined {
    return this.#note;
  }

  get changedAt(): string | undefined {
    return this.#changedAt;
  }

  /** What is known of the work; nothing where the card is a passage of it. */
  get metadata(): UrlMetadata {
    return this.#content.type === 'URL' ? this.#content.metadata : {};
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
    const content: UrlContent = {
      type: 'URL',
      url: normaliseUrl(save.url),
      metadata: tidyMetadata(save.metadata ?? {}),
    };
    const state = defined({
      id: save.id,
      curatorId: save.curatorId,
      content,
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
   * A new card: a passage of this card's work.
   *
   * @throws DomainError `not-your-card`, `not-a-url-card`, `invalid-quote`, `invalid-selector`, `invalid-note`
   */
  highlight({ id, by, note, at, ...passage }: AddHighlight): Card {
    this.#mustBelongTo(by);
    this.mustBeOnUrl();
    const content: HighlightContent = {
      type: 'HIGHLIGHT',
      url: this.#content.url,
      parentCardId: this.id,
      ...validPassage(passage),
    };
    const state: CardState = defined({
      id,
      curatorId: by,
      content,
      note: note === undefined ? undefined : validNote(note),
      addedAt: at,
    });
    const highlight = new Card(state, UNSTORED);
    highlight.raise({
      type: 'HighlightAdded',
      data: { cardId: id, curatorId: by, content, ...defined({ note: state.note }), addedAt: at },
    });
    return highlight;
  }

  /**
   * Lets a highlight quote another passage; nothing happens where it quotes this one already.
   *
   * @throws DomainError `not-your-card`, `not-a-highlight`, `invalid-quote`, `invalid-selector`
   */
  moveHighlight(passage: Passage, by: string, at: string): void {
    this.#mustBelongTo(by);
    if (this.#content.type !== 'HIGHLIGHT') {
      throw new DomainError('invalid', 'not-a-highlight', 'Only a highlight has a passage to change.');
    }
    const { quote, selector } = validPassage(passage);
    if (quote === this.#content.quote && selector === this.#content.selector) return;
    const content = { ...this.#content, quote, selector };
    this.#content = content;
    this.#changedAt = at;
    this.raise({
      type: 'HighlightMoved',
      data: { cardId: this.id, curatorId: this.curatorId, content, changedAt: at },
    });
  }

  /**
   * Writes the note, or another in its place; nothing happens where it reads so already.
   *
   * @throws DomainError `not-your-card`, `invalid-note`
   */
  writeNote(text: string, by: string, at: string): void {
    this.#mustBelongTo(by);
    this.#changeNote(validNote(text), at);
  }

  /**
   * Takes the note away; nothing happens where there is none.
   *
   * @throws DomainError `not-your-card`
   */
  removeNote(by: string, at: string): void {
    this.#mustBelongTo(by);
    this.#changeNote(undefined, at);
  }

  /**
   * Takes over what became known of the work. What the card says already stays, field by field: it comes from its
   * curator, who knows better than a page. Nothing happens where nothing is new, or the card is a passage.
   */
  learnOfWork(found: UrlMetadata, at: string): void {
    if (this.#content.type !== 'URL') return;
    const metadata = tidyMetadata({ ...found, ...this.#content.metadata });
    if (Object.keys(metadata).length === Object.keys(this.#content.metadata).length) return;
    this.#content = { ...this.#content, metadata };
    this.raise({
      type: 'UrlMetadataResolved',
      data: { cardId: this.id, curatorId: this.curatorId, metadata, resolvedAt: at },
    });
  }

  /**
   * Takes the card out of its curator's library: it is gone after this.
   *
   * @throws DomainError `not-your-card`
   */
  removeFromLibrary(by: string, at: string): void {
    this.#mustBelongTo(by);
    this.raise({ type: 'CardRemovedFromLibrary', data: { cardId: this.id, curatorId: by, removedAt: at } });
  }

  /**
   * Only a work is saved by others, gathered in collections and highlighted; a passage goes where its work goes.
   *
   * @param field the command's field that names the card
   * @throws DomainError `not-a-url-card`
   */
  mustBeOnUrl(field?: string): void {
    if (this.#content.type === 'URL') return;
    throw new DomainError(
      'invalid',
      'not-a-url-card',
      `This is a highlight: name the card that it is on, ${this.#content.parentCardId}.`,
      field,
    );
  }

  #changeNote(note: string | undefined, at: string): void {
    if (note === this.#note) return;
    this.#note = note;
    this.#changedAt = at;
    this.raise({
      type: 'CardNoteChanged',
      data: { cardId: this.id, curatorId: this.curatorId, ...defined({ note }), changedAt: at },
    });
  }

  #mustBelongTo(did: string): void {
    if (did === this.curatorId) return;
    throw new DomainError('forbidden', 'not-your-card', 'Only its curator can change or remove a card.');
  }
}

function validNote(text: string): string {
  const note = cleanText(text);
  if (note === '' || charactersOf(note) > MAX_NOTE) {
    throw new DomainError(
      'invalid',
      'invalid-note',
      `A note has 1 to ${String(MAX_NOTE)} characters.`,
      'note',
    );
  }
  return note;
}
