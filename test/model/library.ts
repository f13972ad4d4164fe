import type { CardSaved, CollectionCreated, Fact, Given } from './facts.ts';

export interface SaveCommand {
  by: string;
  /** Normalised already. */
  url?: string | undefined;
  viaCardId?: string | undefined;
  note?: string | undefined;
  collectionIds?: readonly string[] | undefined;
}

export interface Link {
  collectionId: string;
  cardId: string;
  by: string;
  at: string;
}

/** Cards and collections, and what the commands on them come to: nothing, where all is as wanted already. */
export class LibraryModel {
  readonly cards = new Map<string, CardSaved>();
  readonly collections = new Map<string, CollectionCreated>();
  readonly #byUrl = new Map<string, CardSaved>();
  readonly #removed = new Map<string, CardSaved>();
  readonly #links = new Map<string, Map<string, Link>>();

  /** One card for a (curator, URL); what is there stays as it is, and only goes into collections. */
  save(command: SaveCommand, given: Given): Fact[] {
    const via = command.viaCardId === undefined ? undefined : this.#known(command.viaCardId);
    const url = command.url ?? via?.url;
    if (url === undefined) return [];
    const present = this.#byUrl.get(urlKey(command.by, url));
    const { by: curatorId, note } = command;
    const { saveId, at } = given;
    const cardId = present?.cardId ?? given.newId;
    const saved: Fact[] = present
      ? []
      : [
          {
            type: 'card-saved',
            cardId,
            curatorId,
            url,
            ...(note === undefined ? {} : { note }),
            ...(via === undefined || via.curatorId === curatorId
              ? {}
              : { via: { cardId: via.cardId, curatorId: via.curatorId } }),
            saveId,
            at,
          },
        ];
    const collected = (command.collectionIds ?? [])
      .filter((collectionId) => !this.#links.get(collectionId)?.has(cardId))
      .map((collectionId): Fact => ({
        type: 'card-collected',
        collectionId,
        cardId,
        by: curatorId,
        saveId,
        at,
      }));
    return [...saved, ...collected];
  }

  /** A collection holds cards of those who put them there: another's card is saved first. */
  collect(command: { by: string; cardId: string; collectionId: string }, given: Given): Fact[] {
    return this.save(
      { by: command.by, viaCardId: command.cardId, collectionIds: [command.collectionId] },
      given,
    );
  }

  create(command: Omit<CollectionCreated, 'type' | 'collectionId' | 'at'>, { newId, at }: Given): Fact[] {
    return [{ type: 'collection-created', collectionId: newId, ...command, at }];
  }

  /** The card leaves every collection, and then the library. */
  remove(command: { by: string; cardId: string }, { at }: Given): Fact[] {
    const { by, cardId } = command;
    if (!this.cards.has(cardId)) return [];
    const left = this.linksOf(cardId).map(({ collectionId }): Fact => ({
      type: 'card-uncollected',
      collectionId,
      cardId,
      by,
      at,
    }));
    return [...left, { type: 'card-removed', cardId, by, at }];
  }

  uncollect(command: { by: string; cardId: string; collectionId: string }, { at }: Given): Fact[] {
    const { by, cardId, collectionId } = command;
    if (!this.#links.get(collectionId)?.has(cardId)) return [];
    return [{ type: 'card-uncollected', collectionId, cardId, by, at }];
  }

  apply(fact: Fact): void {
    switch (fact.type) {
      case 'card-saved':
        this.cards.set(fact.cardId, fact);
        this.#byUrl.set(urlKey(fact.curatorId, fact.url), fact);
        return;
      case 'card-removed': {
        const card = this.cards.get(fact.cardId);
        if (card === undefined) return;
        this.cards.delete(fact.cardId);
        this.#removed.set(fact.cardId, card);
        this.#byUrl.delete(urlKey(card.curatorId, card.url));
        return;
      }
      case 'collection-created':
        this.collections.set(fact.collectionId, fact);
        this.#links.set(fact.collectionId, new Map());
        return;
      case 'card-collected': {
        const { collectionId, cardId, by, at } = fact;
        this.#links.get(collectionId)?.set(cardId, { collectionId, cardId, by, at });
        return;
      }
      case 'card-uncollected':
        this.#links.get(fact.collectionId)?.delete(fact.cardId);
        return;
      case 'followed':
      case 'unfollowed':
    }
  }

  /** The cards in somebody's library. */
  libraryOf(did: string): CardSaved[] {
    return [...this.cards.values()].filter(({ curatorId }) => curatorId === did);
  }

  linksIn(collectionId: string): Link[] {
    return [...(this.#links.get(collectionId)?.values() ?? [])];
  }

  linksOf(cardId: string): Link[] {
    return [...this.#links.values()].flatMap((links) => links.get(cardId) ?? []);
  }

  /** Who saved from a card may have read it just before it was removed. */
  #known(cardId: string): CardSaved | undefined {
    return this.cards.get(cardId) ?? this.#removed.get(cardId);
  }
}

function urlKey(did: string, url: string): string {
  return `${did} ${url}`;
}
