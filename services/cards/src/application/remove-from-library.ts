import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import { DomainError } from '../domain/domain-error.js';
import { CardRepository } from '../infrastructure/card-repository.js';
import { CollectionRepository } from '../infrastructure/collection-repository.js';
import { cardChange } from './publish-card.js';
import { collectionChange } from './publish-collection.js';
import { progressAfter } from './recorded-change.js';

/** Takes a card out of its curator's library, and so out of every collection that it was put into. */
@Injectable()
export class RemoveFromLibrary {
  readonly #log: EventLog;
  readonly #cards: CardRepository;
  readonly #collections: CollectionRepository;

  constructor(log: EventLog, cards: CardRepository, collections: CollectionRepository) {
    this.#log = log;
    this.#cards = cards;
    this.#collections = collections;
  }

  /** @throws DomainError `card-not-found`, `not-your-card` */
  async execute(command: { by: string; cardId: string }): Promise<void> {
    await retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const at = new Date().toISOString();
        const card = await this.#cards.find(uow.sql, command.cardId);
        if (card === undefined) {
          throw new DomainError('not-found', 'card-not-found', `There is no card ${command.cardId}.`);
        }
        card.removeFromLibrary(command.by, at);
        for (const collection of await this.#collections.findHolding(uow.sql, card.id)) {
          collection.remove(card.id, command.by, at);
          const change = collectionChange(collection);
          await this.#collections.update(uow.sql, collection, progressAfter(change));
          uow.append(change);
        }
        await this.#cards.delete(uow.sql, card);
        uow.append(cardChange(card));
      }),
    );
  }
}
