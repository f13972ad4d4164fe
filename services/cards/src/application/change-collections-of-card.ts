import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import type { Card } from '../domain/card.js';
import { CardRepository } from '../infrastructure/card-repository.js';
import { CollectionRepository } from '../infrastructure/collection-repository.js';
import { mustNotMeet } from './must-not-meet.js';
import { OwnCards } from './own-cards.js';
import { storeCollection } from './store-collection.js';

export interface ChangeCollectionsOfCardCommand {
  by: string;
  cardId: string;
  /** Collections to put it into. */
  add: readonly string[];
  /** Collections to take it out of. */
  remove: readonly string[];
}

/**
 * Puts a card into collections and takes it out of others: all of it, or nothing. Into collections goes one's own card,
 * which another's is saved as first; out of them goes the very card that is named. Idempotent, as each of them alone.
 */
@Injectable()
export class ChangeCollectionsOfCard {
  readonly #log: EventLog;
  readonly #cards: CardRepository;
  readonly #collections: CollectionRepository;
  readonly #ownCards: OwnCards;

  constructor(log: EventLog, cards: CardRepository, collections: CollectionRepository, ownCards: OwnCards) {
    this.#log = log;
    this.#cards = cards;
    this.#collections = collections;
    this.#ownCards = ownCards;
  }

  /**
   * @returns the card that was put in, or the one that was named
   * @throws DomainError `card-not-found`, `not-a-url-card`, `collection-not-found`, `added-and-removed`,
   *   `not-a-contributor`, `not-your-link`
   */
  async execute({ by, cardId, add, remove }: ChangeCollectionsOfCardCommand): Promise<Card> {
    mustNotMeet(add, remove);
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const at = new Date().toISOString();
        const named = await this.#cards.get(uow.sql, cardId);
        const [own] = add.length === 0 ? [] : await this.#ownCards.find(uow, by, [cardId], at);
        const card = own?.card ?? named;
        const collections = await this.#collections.getAll(
          uow.sql,
          [...add, ...remove],
          [cardId, card.id],
          (id) => (add.includes(id) ? 'add' : 'remove'),
        );
        for (const collection of collections) {
          if (remove.includes(collection.id)) collection.remove(cardId, by, at);
          else if (own !== undefined) {
            const { saveId } = own;
            collection.add({ cardId: card.id, by, viaCardId: card.via?.cardId, saveId, at });
          }
          await storeCollection(uow, this.#collections, collection, card);
        }
        return card;
      }),
    );
  }
}
