import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import type { Precondition } from '#platform';
import type { Card } from '../domain/card.js';
import type { Collection } from '../domain/collection.js';
import { CollectionRepository } from '../infrastructure/collection-repository.js';
import { mustNotMeet } from './must-not-meet.js';
import { OwnCards } from './own-cards.js';
import { storeCollection } from './store-collection.js';

export interface ChangeCardsOfCollectionCommand {
  by: string;
  collectionId: string;
  ifMatch?: Precondition;
  /** Cards to put in; another's is saved as one's own first. */
  add: readonly string[];
  /** Cards to take out. */
  remove: readonly string[];
}

export interface ChangedCards {
  /** Those that stand for the cards put in, in the order asked for: one's own, each once. */
  cards: Card[];
  /** As it is then. */
  collection: Collection;
}

/** Puts cards into a collection and takes others out: all of it, or nothing. Idempotent, as each of them alone. */
@Injectable()
export class ChangeCardsOfCollection {
  readonly #log: EventLog;
  readonly #collections: CollectionRepository;
  readonly #ownCards: OwnCards;

  constructor(log: EventLog, collections: CollectionRepository, ownCards: OwnCards) {
    this.#log = log;
    this.#collections = collections;
    this.#ownCards = ownCards;
  }

  /**
   * @throws DomainError `collection-not-found`, `card-not-found`, `not-a-url-card`, `added-and-removed`,
   *   `not-a-contributor`, `not-your-link`; ProblemError `precondition-failed`
   */
  async execute(command: ChangeCardsOfCollectionCommand): Promise<ChangedCards> {
    const { by, collectionId, ifMatch, add, remove } = command;
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const at = new Date().toISOString();
        const own = await this.#ownCards.find(uow, by, add, at, 'add');
        const cards = own.map(({ card }) => card);
        const ids = cards.map(({ id }) => id);
        mustNotMeet(ids, remove);
        const collection = await this.#collections.get(uow.sql, collectionId, ...ids, ...remove);
        ifMatch?.mustHoldFor(collection.version);
        for (const cardId of remove) collection.remove(cardId, by, at);
        for (const { card, saveId } of own) {
          collection.add({ cardId: card.id, by, viaCardId: card.via?.cardId, saveId, at });
        }
        await storeCollection(uow, this.#collections, collection, ...cards);
        return { cards, collection };
      }),
    );
  }
}
