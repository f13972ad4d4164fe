import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import type { Collection, EditCollection } from '../domain/collection.js';
import { CollectionRepository } from '../infrastructure/collection-repository.js';
import { storeCollection } from './store-collection.js';

export interface CollaboratorCommand {
  collectionId: string;
  collaboratorId: string;
  by: string;
}

/** Changes what a collection is beside its cards. Idempotent: one that is so already stays, and nothing is published. */
@Injectable()
export class ChangeCollection {
  readonly #log: EventLog;
  readonly #collections: CollectionRepository;

  constructor(log: EventLog, collections: CollectionRepository) {
    this.#log = log;
    this.#collections = collections;
  }

  /** @throws DomainError `collection-not-found`; as `Collection.edit` does */
  async edit({
    collectionId,
    ...changes
  }: Omit<EditCollection, 'at'> & { collectionId: string }): Promise<Collection> {
    return this.#change(collectionId, (collection, at) => {
      collection.edit({ ...changes, at });
    });
  }

  /** @throws DomainError `collection-not-found`, `not-your-collection`, `too-many-collaborators` */
  async addCollaborator({ collectionId, collaboratorId, by }: CollaboratorCommand): Promise<void> {
    await this.#change(collectionId, (collection, at) => {
      collection.addCollaborator(collaboratorId, by, at);
    });
  }

  /** @throws DomainError `collection-not-found`, `not-your-collection` */
  async removeCollaborator({ collectionId, collaboratorId, by }: CollaboratorCommand): Promise<void> {
    await this.#change(collectionId, (collection, at) => {
      collection.removeCollaborator(collaboratorId, by, at);
    });
  }

  #change(id: string, decide: (collection: Collection, at: string) => void): Promise<Collection> {
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const collection = await this.#collections.get(uow.sql, id);
        decide(collection, new Date().toISOString());
        await storeCollection(uow, this.#collections, collection);
        return collection;
      }),
    );
  }
}
