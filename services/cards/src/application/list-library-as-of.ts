import { Injectable } from '@nestjs/common';
import { type Page, pageOf, positionOf } from '#platform';
import type { CardState } from '../domain/card.js';
import { PastLibrary } from '../infrastructure/past-library.js';
import { PastCards } from './past-cards.js';
import { pastInstant } from './past-instant.js';

/** A researcher's cards as they were at a past instant, the last added first. */
@Injectable()
export class ListLibraryAsOf {
  readonly #library: PastLibrary;
  readonly #cards: PastCards;

  constructor(library: PastLibrary, cards: PastCards) {
    this.#library = library;
    this.#cards = cards;
  }

  /**
   * @param query `reader`: DID of who asks; others than the curator do not see what was taken back since
   * @throws DomainError `instant-in-future`; ProblemError 400 `invalid-cursor`
   */
  async execute(query: {
    curatorId: string;
    reader: string | undefined;
    asOf: string;
    limit: number;
    cursor?: string | undefined;
  }): Promise<Page<CardState>> {
    const { curatorId, reader, limit, cursor } = query;
    const at = pastInstant(query.asOf);
    const entries = await this.#library.cardsAsOf({
      curatorId,
      at,
      only: reader === curatorId ? undefined : 'live',
      limit: limit + 1,
      behind: positionOf(cursor),
    });
    const { items, next } = pageOf(entries, limit, ({ id, addedAt }) => ({ at: Date.parse(addedAt), id }));
    const cards = await this.#cards.asOf(
      items.map(({ id }) => id),
      at,
      reader,
    );
    return { items: items.flatMap(({ id }) => cards.get(id) ?? []), next };
  }
}
