import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { EventLog, retryOnConflict, type UnitOfWork } from '#eventing';
import type { Precondition } from '#platform';
import { Card } from '../domain/card.js';
import type { Collection } from '../domain/collection.js';
import { DomainError } from '../domain/domain-error.js';
import { normaliseUrl } from '../domain/url.js';
import { cardNotFound, CardRepository } from '../infrastructure/card-repository.js';
import { CollectionRepository } from '../infrastructure/collection-repository.js';
import { saveCard, type SavedCard } from './saved-card.js';
import { storeCollection } from './store-collection.js';

export interface SaveToLibraryCommand {
  curatorId: string;
  /** Left out where the via card says it. */
  url?: string | undefined;
  /** The card, usually somebody else's, that is being saved. */
  viaCardId?: string | undefined;
  note?: string | undefined;
  /** Collections that the card goes into in the same save. */
  collectionIds?: readonly string[] | undefined;
  /** Held against each of them. */
  collectionsIfMatch?: Precondition | undefined;
}

export interface SavedAndCollected extends SavedCard {
  /** Those that it was asked into, as they are then. */
  collections: Collection[];
}

/**
 * Saves a URL, or another's card, as a card of one's own, and puts it into collections: all of it, or nothing.
 *
 * Idempotent: a URL that is there already is not saved again, and a collection that it is in is left alone.
 */
@Injectable()
export class SaveToLibrary {
  readonly #log: EventLog;
  readonly #cards: CardRepository;
  readonly #collections: CollectionRepository;

  constructor(log: EventLog, cards: CardRepository, collections: CollectionRepository) {
    this.#log = log;
    this.#cards = cards;
    this.#collections = collections;
  }

  /**
   * @throws DomainError as `Card.saveUrl` does; `card-not-found`, `not-a-url-card`, `via-other-url`,
   *   `collection-not-found`, `not-a-contributor`; ProblemError `precondition-failed`
   */
  async execute(command: SaveToLibraryCommand): Promise<SavedAndCollected> {
    const saveId = uuidv7();
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const at = new Date().toISOString();
        const saved = await this.#save(uow, command, saveId, at);
        const collections = await this.#collect(uow, saved.card, command, saveId, at);
        return { ...saved, collections };
      }),
    );
  }

  async #save(
    uow: UnitOfWork,
    command: SaveToLibraryCommand,
    saveId: string,
    at: string,
  ): Promise<SavedCard> {
    const via = await this.#via(uow, command);
    if (via?.curatorId === command.curatorId) return { card: via, created: false };
    const url = command.url ?? via?.content.url;
    if (url === undefined) {
      throw new DomainError(
        'invalid',
        'nothing-to-save',
        'Say which "url" or which card ("viaCardId") to save.',
        'url',
      );
    }
    const card = Card.saveUrl({
      id: uuidv7(),
      curatorId: command.curatorId,
      url,
      metadata: via?.metadata,
      note: command.note,
      via: via && { cardId: via.id, curatorId: via.curatorId },
      saveId,
      at,
    });
    return saveCard(uow, this.#cards, card);
  }

  async #via(uow: UnitOfWork, { viaCardId, url }: SaveToLibraryCommand): Promise<Card | undefined> {
    if (viaCardId === undefined) return undefined;
    const via = await this.#cards.find(uow.sql, viaCardId);
    if (via === undefined) {
      throw cardNotFound(viaCardId, 'viaCardId');
    }
    via.mustBeOnUrl('viaCardId');
    if (url !== undefined && normaliseUrl(url) !== via.content.url) {
      throw new DomainError(
        'invalid',
        'via-other-url',
        'The card in "viaCardId" is on another URL than "url": leave one of them out.',
        'viaCardId',
      );
    }
    return via;
  }

  async #collect(
    uow: UnitOfWork,
    card: Card,
    { curatorId, collectionIds = [], collectionsIfMatch }: SaveToLibraryCommand,
    saveId: string,
    at: string,
  ): Promise<Collection[]> {
    const collections = await this.#collections.getAll(
      uow.sql,
      collectionIds,
      [card.id],
      () => 'collectionIds',
    );
    for (const collection of collections) {
      collectionsIfMatch?.mustHoldFor(collection.version);
      collection.add({ cardId: card.id, by: curatorId, viaCardId: card.via?.cardId, saveId, at });
      await storeCollection(uow, this.#collections, collection, card);
    }
    return collections;
  }
}
