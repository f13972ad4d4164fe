import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import type { Precondition } from '#platform';
import type { Collection, EditCollection } from '../domain/collection.js';
import { CollectionRepository } from '../infrastructure/collection-repository.js';
import { storeCollection } from './store-collection.js';

interface ChangeCollectionCommand {
  collectionId: string;
  /** What the collection must be for the command to run. */
  ifMatch?: Precondition | undefined;
}

export type EditCollectionCommand = ChangeCollectionCommand & Omit<EditCollection, 'at'>;

export interface CollaboratorCommand extends ChangeCollectionCommand {
  collaboratorId: string;
  by: string;
}

/**
 * Changes what a collection is beside its cards. Idempotent: one that is so already stays, and nothing is published.
 * All throw ProblemError 412 `precondition-failed` where the collection is not as the command says.
 */
@Injectable()
export class ChangeCollection {
  readonly #log: EventLog;
  readonly #collections: CollectionRepository;

  constructor(log: EventLog, collections: CollectionRepository) {
    this.#log = log;
    this.#collections = collections;
  }

  /** @throws DomainError `collection-not-found`; as `Collection.edit` does */
  async edit({ collectionId, ifMatch, ...changes }: EditCollectionCommand): Promise<Collection> {
    return this.#change({ collectionId, ifMatch }, (collection, at) => {
      collection.edit({ ...changes, at });
    });
  }

  /** @throws DomainError `collection-not-found`, `not-your-collection`, `too-many-collaborators` */
  async addCollaborator({ collaboratorId, by, ...command }: CollaboratorCommand): Promise<Collection> {
    return this.#change(command, (collection, at) => {
      collection.addCollaborator(collaboratorId, by, at);
    });
  }

  /** @throws DomainError `collection-not-found`, `not-your-collection` */
  async removeCollaborator({ collaboratorId, by, ...command }: CollaboratorCommand): Promise<Collection> {
    return this.#change(command, (collection, at) => {
      collection.removeCollaborator(collaboratorId, by, at);
    });
  }

  #change(
    { collectionId, ifMatch }: ChangeCollectionCommand,
    decide: (collection: Collection, at: string) => void,
  ): Promise<Collection> {
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const collection = await this.#collections.get(uow.sql, collectionId);
        ifMatch?.mustHoldFor(collection.version);
        decide(collection, new Date().toISOString());
        await storeCollection(uow, this.#collections, collection);
        return collection;
      }),
    );
  }
}
