import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import { CollectionRepository } from '../infrastructure/collection-repository.js';
import { collectionChange } from './publish-collection.js';

/** Deletes a collection; its cards stay in their libraries. */
@Injectable()
export class DeleteCollection {
  readonly #log: EventLog;
  readonly #collections: CollectionRepository;

  constructor(log: EventLog, collections: CollectionRepository) {
    this.#log = log;
    this.#collections = collections;
  }

  /** @throws DomainError `collection-not-found`, `not-your-collection` */
  async execute(command: { by: string; collectionId: string }): Promise<void> {
    await retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const collection = await this.#collections.get(uow.sql, command.collectionId);
        // No card comes or goes between count and deletion: it would have changed the collection's version.
        const cardCount = await this.#collections.countCards(uow.sql, collection.id);
        collection.delete(cardCount, command.by, new Date().toISOString());
        await this.#collections.delete(uow.sql, collection);
        uow.append(collectionChange(collection));
      }),
    );
  }
}
