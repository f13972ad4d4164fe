import type { CardSaved, Fact, Given, Highlighted } from './facts.ts';

/** What the curator of a card may have changed since it was made. */
interface Changing {
  note?: string | undefined;
  changedAt?: string;
}

export type Card = Omit<CardSaved, 'note'> & Changing;
export type Highlight = Omit<Highlighted, 'note'> & Changing;

/** The cards in everybody's libraries, and the highlights on them. Nobody changes another's. */
export class CardModel {
  readonly #cards = new Map<string, Card>();
  readonly #highlights = new Map<string, Highlight>();
  readonly #byUrl = new Map<string, Card>();
  readonly #removed = new Map<string, Card>();
  readonly #everHighlights = new Map<string, Highlight>();

  /** @param command without a note: it is taken away */
  writeNote(command: { by: string; cardId: string; note?: string | undefined }, { at }: Given): Fact[] {
    const { by, cardId, note } = command;
    const card = this.#either(cardId);
    if (card?.curatorId !== by || card.note === note) return [];
    return [{ type: 'note-changed', cardId, by, ...(note === undefined ? {} : { note }), at }];
  }

  /** One for a (card, place): what is there stays as it is. */
  highlight(
    command: { by: string; cardId: string; quote: string; selector: string; note?: string | undefined },
    { newId, at }: Given,
  ): Fact[] {
    const { by: curatorId, cardId: parentCardId, quote, selector, note } = command;
    const parent = this.#cards.get(parentCardId);
    if (parent?.curatorId !== curatorId || this.#at(parentCardId, selector) !== undefined) return [];
    const noted = note === undefined ? {} : { note };
    const passage = { parentCardId, url: parent.url, quote, selector };
    return [{ type: 'highlighted', cardId: newId, curatorId, ...passage, ...noted, at }];
  }

  moveHighlight(
    command: { by: string; cardId: string; quote: string; selector: string },
    { at }: Given,
  ): Fact[] {
    const { by, cardId, quote, selector } = command;
    const highlight = this.#highlights.get(cardId);
    if (highlight?.curatorId !== by || (highlight.quote === quote && highlight.selector === selector))
      return [];
    const there = this.#at(highlight.parentCardId, selector);
    if (there !== undefined && there.cardId !== cardId) return [];
    return [{ type: 'highlight-moved', ...command, at }];
  }

  /** It, and its highlights. */
  remove({ by, cardId }: { by: string; cardId: string }, { at }: Given): Fact[] {
    if (this.#either(cardId)?.curatorId !== by) return [];
    const gone = [cardId, ...this.highlightsOn(cardId).map((highlight) => highlight.cardId)];
    return gone.map((id): Fact => ({ type: 'card-removed', cardId: id, by, at }));
  }

  apply(fact: Fact): void {
    switch (fact.type) {
      case 'card-saved': {
        const card: Card = { ...fact };
        this.#cards.set(fact.cardId, card);
        this.#byUrl.set(urlKey(fact.curatorId, fact.url), card);
        return;
      }
      case 'highlighted':
        this.#highlights.set(fact.cardId, { ...fact });
        this.#everHighlights.set(fact.cardId, { ...fact });
        return;
      case 'note-changed': {
        const card = this.#either(fact.cardId);
        if (card !== undefined) Object.assign(card, { note: fact.note, changedAt: fact.at });
        return;
      }
      case 'highlight-moved': {
        const { quote, selector, at: changedAt } = fact;
        const highlight = this.#highlights.get(fact.cardId);
        if (highlight !== undefined) Object.assign(highlight, { quote, selector, changedAt });
        return;
      }
      case 'card-removed': {
        this.#highlights.delete(fact.cardId);
        const card = this.#cards.get(fact.cardId);
        if (card === undefined) return;
        this.#cards.delete(fact.cardId);
        this.#removed.set(fact.cardId, card);
        this.#byUrl.delete(urlKey(card.curatorId, card.url));
        return;
      }
      default:
    }
  }

  get(cardId: string): Card | undefined {
    return this.#cards.get(cardId);
  }

  getHighlight(cardId: string): Highlight | undefined {
    return this.#highlights.get(cardId);
  }

  all(): Card[] {
    return [...this.#cards.values()];
  }

  /** Somebody's own on a URL. */
  own(did: string, url: string): Card | undefined {
    return this.#byUrl.get(urlKey(did, url));
  }

  of(did: string): Card[] {
    return this.all().filter(({ curatorId }) => curatorId === did);
  }

  /** Everybody's on a work. */
  on(url: string): Card[] {
    return this.all().filter((card) => card.url === url);
  }

  highlightsOf(did: string): Highlight[] {
    return [...this.#highlights.values()].filter(({ curatorId }) => curatorId === did);
  }

  highlightsOn(cardId: string): Highlight[] {
    return [...this.#highlights.values()].filter(({ parentCardId }) => parentCardId === cardId);
  }

  /** Who saved from a card may have read it just before it was removed. */
  known(cardId: string): Card | undefined {
    return this.#cards.get(cardId) ?? this.#removed.get(cardId);
  }

  /** One that is there, or was; as it was added. */
  knownHighlight(cardId: string): Highlight | undefined {
    return this.#everHighlights.get(cardId);
  }

  /** Of somebody on a work: those that are gone too. */
  everOwn(did: string, url: string): Card[] {
    const gone = [...this.#removed.values()].filter((card) => card.curatorId === did && card.url === url);
    return [...gone, ...[this.own(did, url)].filter((card) => card !== undefined)];
  }

  #either(cardId: string): Card | Highlight | undefined {
    return this.#cards.get(cardId) ?? this.#highlights.get(cardId);
  }

  #at(parentCardId: string, selector: string): Highlight | undefined {
    return this.highlightsOn(parentCardId).find((highlight) => highlight.selector === selector);
  }
}

function urlKey(did: string, url: string): string {
  return `${did} ${url}`;
}
