import { Injectable } from '@nestjs/common';
import type { Precondition } from '#platform';
import type { Card } from '../domain/card.js';
import type { Collection } from '../domain/collection.js';
import { SaveToLibrary } from './save-to-library.js';

/**
 * Puts a card into a collection.
 *
 * A collection holds cards of those who put them there: another's card is first saved as one's own, through it. So a
 * card that leaves its library leaves every collection by its own curator's hand, and nobody else's cards go with it.
 */
@Injectable()
export class AddCardToCollection {
  readonly #saveToLibrary: SaveToLibrary;

  constructor(saveToLibrary: SaveToLibrary) {
    this.#saveToLibrary = saveToLibrary;
  }

  /**
   * @returns the card that is in the collection now, and the collection as it is then
   * @throws DomainError `card-not-found`, `collection-not-found`, `not-a-contributor`; ProblemError
   *   `precondition-failed`
   */
  async execute(command: {
    by: string;
    cardId: string;
    collectionId: string;
    /** Of the collection. */
    ifMatch?: Precondition;
  }): Promise<{ card: Card; collection: Collection }> {
    const { card, collections } = await this.#saveToLibrary.execute({
      curatorId: command.by,
      viaCardId: command.cardId,
      collectionIds: [command.collectionId],
      collectionsIfMatch: command.ifMatch,
    });
    const [collection] = collections;
    if (collection === undefined)
      throw new TypeError(`The collection ${command.collectionId} was not asked for`);
    return { card, collection };
  }
}
