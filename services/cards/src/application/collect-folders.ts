import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { UnitOfWork } from '#eventing';
import type { Card } from '../domain/card.js';
import { Collection } from '../domain/collection.js';
import { MAX_COLLECTION_NAME } from '../domain/collection-fields.js';
import { shorten } from '../domain/text.js';
import { CardRepository } from '../infrastructure/card-repository.js';
import { CollectionRepository } from '../infrastructure/collection-repository.js';
import { folderKeyOf, ImportedFolders } from '../infrastructure/imported-folders.js';
import { collectionChange } from './publish-collection.js';
import { progressAfter } from './recorded-change.js';

/** A record that stands in a folder. */
export interface FiledRecord {
  /** Normalised. */
  url: string;
  /** Names, the outermost first. */
  folder: readonly string[];
}

/** Records of one import that stand in folders. */
export interface FiledRecords {
  curatorId: string;
  importId: string;
  at: string;
  records: readonly FiledRecord[];
}

interface Folder {
  key: string;
  name: string;
  cards: Map<string, Card>;
}

/**
 * Puts an import's cards into the collections that its folders are, those that were in the library before too. A
 * folder that has no collection yet gets one of its name; what is in its collection already stays as it is.
 */
@Injectable()
export class CollectFolders {
  readonly #cards: CardRepository;
  readonly #collections: CollectionRepository;
  readonly #folders: ImportedFolders;

  constructor(cards: CardRepository, collections: CollectionRepository, folders: ImportedFolders) {
    this.#cards = cards;
    this.#collections = collections;
    this.#folders = folders;
  }

  /** @throws ConcurrencyConflict when one of the collections or cards is being changed by another */
  async execute(uow: UnitOfWork, filed: FiledRecords): Promise<void> {
    const folders = await this.#foldersOf(uow, filed);
    const byCollection = await this.#collectionsOf(uow, filed, folders);
    const cardIds = folders.flatMap((folder) => [...folder.cards.keys()]);
    for (const collection of await this.#collections.findAll(uow.sql, [...byCollection.keys()], cardIds)) {
      const cards = [...(byCollection.get(collection.id)?.cards.values() ?? [])];
      for (const card of cards) add(collection, card, filed);
      if (collection.raised.length === 0) continue;
      const change = collectionChange(collection, ...cards);
      await this.#collections.update(uow.sql, collection, progressAfter(change));
      uow.append(change);
    }
  }

  /** In the order of their keys, in which all imports of a curator take them. */
  async #foldersOf(uow: UnitOfWork, { curatorId, records }: FiledRecords): Promise<Folder[]> {
    const urls = [...new Set(records.map(({ url }) => url))];
    const cards = await this.#cards.findByUrls(uow.sql, curatorId, urls);
    const folders = new Map<string, Folder>();
    for (const { url, folder: path } of records) {
      const key = folderKeyOf(path);
      const name = shorten(path.at(-1) ?? '', MAX_COLLECTION_NAME);
      const folder = folders.get(key) ?? { key, name, cards: new Map<string, Card>() };
      folders.set(key, folder);
      const card = cards.get(url);
      // Missing where its curator has just removed it.
      if (card !== undefined) folder.cards.set(card.id, card);
    }
    return [...folders.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** The folders by the ids of their collections, made where there was none. */
  async #collectionsOf(
    uow: UnitOfWork,
    { curatorId, at }: FiledRecords,
    folders: readonly Folder[],
  ): Promise<Map<string, Folder>> {
    const keys = folders.map((folder) => folder.key);
    const known = await this.#folders.find(uow.sql, curatorId, keys);
    const byCollection = new Map<string, Folder>();
    for (const folder of folders) {
      const id = known.get(folder.key) ?? (await this.#make(uow, curatorId, folder, at));
      byCollection.set(id, folder);
    }
    return byCollection;
  }

  async #make(uow: UnitOfWork, authorId: string, { key, name }: Folder, at: string): Promise<string> {
    const collection = Collection.create({ id: uuidv7(), authorId, name, at });
    const change = collectionChange(collection);
    await this.#collections.insert(uow.sql, collection, progressAfter(change));
    await this.#folders.add(uow.sql, authorId, key, collection.id);
    uow.append(change);
    return collection.id;
  }
}

function add(collection: Collection, card: Card, { curatorId, importId, at }: FiledRecords): void {
  collection.add({
    cardId: card.id,
    by: curatorId,
    viaCardId: card.via?.cardId,
    saveId: importId,
    importId,
    at,
  });
}
