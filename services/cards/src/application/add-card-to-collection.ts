import { Injectable } from '@nestjs/common';
import type { Precondition } from '#platform';
import type { Card } from '../domain/card.js';
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
   * @returns the card that is in the collection now
   * @throws DomainError `card-not-found`, `collection-not-found`, `not-a-contributor`; ProblemError
   *   `precondition-failed`
   */
  async execute(command: {
    by: string;
    cardId: string;
    collectionId: string;
    /** Of the collection. */
    ifMatch?: Precondition;
  }): Promise<Card> {
    const { card } = await this.#saveToLibrary.execute({
      curatorId: command.by,
      viaCardId: command.cardId,
      collectionIds: [command.collectionId],
      collectionsIfMatch: command.ifMatch,
    });
    return card;
  }
}
