import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { EventLog } from '#eventing';
import { Collection } from '../domain/collection.js';
import type { CollectionAccess } from '../domain/collection-access.js';
import { CollectionRepository } from '../infrastructure/collection-repository.js';
import { collectionChange } from './publish-collection.js';
import { progressAfter } from './recorded-change.js';

export interface CreateCollectionCommand {
  authorId: string;
  name: string;
  description?: string | undefined;
  access?: CollectionAccess | undefined;
  collaboratorIds?: readonly string[] | undefined;
}

/** Makes a collection. */
@Injectable()
export class CreateCollection {
  readonly #log: EventLog;
  readonly #collections: CollectionRepository;

  constructor(log: EventLog, collections: CollectionRepository) {
    this.#log = log;
    this.#collections = collections;
  }

  /** @throws DomainError as `Collection.create` does */
  async execute(command: CreateCollectionCommand): Promise<Collection> {
    const collection = Collection.create({ id: uuidv7(), ...command, at: new Date().toISOString() });
    const change = collectionChange(collection);
    await this.#log.transaction(async (uow) => {
      await this.#collections.insert(uow.sql, collection, progressAfter(change));
      uow.append(change);
    });
    return collection;
  }
}
