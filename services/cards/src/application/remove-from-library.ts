import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import { CardRepository } from '../infrastructure/card-repository.js';
import { CollectionRepository } from '../infrastructure/collection-repository.js';
import { cardChange } from './publish-card.js';
import { storeCollection } from './store-collection.js';

/** Takes a card out of its curator's library, and so out of every collection that it was put into; its highlights go with it. */
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
        const card = await this.#cards.get(uow.sql, command.cardId);
        card.removeFromLibrary(command.by, at);
        for (const collection of await this.#collections.findHolding(uow.sql, card.id)) {
          collection.remove(card.id, command.by, at);
          await storeCollection(uow, this.#collections, collection);
        }
        const highlights = await this.#cards.findHighlights(uow.sql, card.id);
        for (const highlight of highlights) highlight.removeFromLibrary(command.by, at);
        await this.#cards.delete(uow.sql, card, highlights);
        for (const gone of [...highlights, card]) uow.append(cardChange(gone));
      }),
    );
  }
}
