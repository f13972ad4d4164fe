import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import { DomainError } from '../domain/domain-error.js';
import { CollectionRepository } from '../infrastructure/collection-repository.js';
import { collectionChange } from './publish-collection.js';
import { progressAfter } from './recorded-change.js';

/** Takes a card out of a collection. Idempotent: a card that is not in it is out of it. */
@Injectable()
export class RemoveCardFromCollection {
  readonly #log: EventLog;
  readonly #collections: CollectionRepository;

  constructor(log: EventLog, collections: CollectionRepository) {
    this.#log = log;
    this.#collections = collections;
  }

  /** @throws DomainError `collection-not-found`, `not-your-link` */
  async execute(command: { by: string; cardId: string; collectionId: string }): Promise<void> {
    await retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const [collection] = await this.#collections.findAll(uow.sql, [command.collectionId], command.cardId);
        if (collection === undefined) {
          throw new DomainError(
            'not-found',
            'collection-not-found',
            `There is no collection ${command.collectionId}.`,
          );
        }
        collection.remove(command.cardId, command.by, new Date().toISOString());
        if (collection.raised.length === 0) return;
        const change = collectionChange(collection);
        await this.#collections.update(uow.sql, collection, progressAfter(change));
        uow.append(change);
      }),
    );
  }
}
