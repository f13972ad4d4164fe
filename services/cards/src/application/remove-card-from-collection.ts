import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import type { Precondition } from '#platform';
import type { Collection } from '../domain/collection.js';
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

  /**
   * @returns the collection as it is then
   * @throws DomainError `collection-not-found`, `not-your-link`; ProblemError `precondition-failed`
   */
  async execute(command: {
    by: string;
    cardId: string;
    collectionId: string;
    /** Of the collection. */
    ifMatch?: Precondition;
  }): Promise<Collection> {
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const collection = await this.#collections.get(uow.sql, command.collectionId, command.cardId);
        command.ifMatch?.mustHoldFor(collection.version);
        collection.remove(command.cardId, command.by, new Date().toISOString());
        await storeCollection(uow, this.#collections, collection);
        return collection;
      }),
    );
  }
}
