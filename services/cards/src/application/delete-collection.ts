import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import type { Precondition } from '#platform';
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

  /** @throws DomainError `collection-not-found`, `not-your-collection`; ProblemError 412 `precondition-failed` */
  async execute(command: {
    by: string;
    collectionId: string;
    ifMatch?: Precondition | undefined;
  }): Promise<void> {
    await retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const collection = await this.#collections.get(uow.sql, command.collectionId);
        command.ifMatch?.mustHoldFor(collection.version);
        // No card comes or goes between count and deletion: it would have changed the collection's version.
        const cardCount = await this.#collections.countCards(uow.sql, collection.id);
        collection.delete(cardCount, command.by, new Date().toISOString());
        await this.#collections.delete(uow.sql, collection);
        uow.append(collectionChange(collection));
      }),
    );
  }
}
