import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import type { Precondition } from '#platform';
import { CollectionRepository } from '../infrastructure/collection-repository.js';
import { storeCollection } from './store-collection.js';

/** Takes a card out of a collection. Idempotent: a card that is not in it is out of it. */
@Injectable()
export class RemoveCardFromCollection {
  readonly #log: EventLog;
  readonly #collections: CollectionRepository;

  constructor(log: EventLog, collections: CollectionRepository) {
    this.#log = log;
    this.#collections = collections;
  }

  /** @throws DomainError `collection-not-found`, `not-your-link`; ProblemError `precondition-failed` */
  async execute(command: {
    by: string;
    cardId: string;
    collectionId: string;
    /** Of the collection. */
    ifMatch?: Precondition;
  }): Promise<void> {
    await retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const collection = await this.#collections.get(uow.sql, command.collectionId, command.cardId);
        command.ifMatch?.mustHoldFor(collection.version);
        collection.remove(command.cardId, command.by, new Date().toISOString());
        await storeCollection(uow, this.#collections, collection);
      }),
    );
  }
}
