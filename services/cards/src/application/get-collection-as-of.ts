import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { EventHistory } from '#eventing';
import { anyOf, Database, type Page, pageOf, type Position, positionOf } from '#platform';
import type { CardState } from '../domain/card.js';
import {
  afterCollectionEvent,
  type RecordedCollection,
  type RecordedLink,
} from '../domain/collection-state.js';
import { DomainError } from '../domain/domain-error.js';
import { cards, collections } from '../infrastructure/schema.js';
import { PastCards } from './past-cards.js';
import { pastInstant } from './past-instant.js';

export interface PastCollection {
  collection: Omit<RecordedCollection, 'links'>;
  collaboratorIds: string[];
  cards: Page<{ card: CardState; addedBy: string; addedAt: Date }>;
}

/** A collection as it was at a past instant, with a page of the cards that were in it, the last added first. */
@Injectable()
export class GetCollectionAsOf {
  readonly #database: Database;
  readonly #history: EventHistory;
  readonly #cards: PastCards;

  constructor(database: Database, history: EventHistory, cards: PastCards) {
    this.#database = database;
    this.#history = history;
    this.#cards = cards;
  }

  /**
   * Reads the collection's whole history up to then.
   *
   * @param query `reader`: DID of who asks; what its owner has taken back since, others do not see
   * @throws DomainError `collection-not-found`, `instant-in-future`; ProblemError 400 `invalid-cursor`
   */
  async execute(query: {
    id: string;
    reader: string | undefined;
    asOf: string;
    limit: number;
    cursor?: string | undefined;
  }): Promise<PastCollection> {
    const { id, reader, limit } = query;
    const behind = positionOf(query.cursor);
    const at = pastInstant(query.asOf);
    const { links, ...collection } = await this.#visible(id, at, reader);
    const inPlace = (await this.#visibleLinks([...links.values()], reader))
      .toSorted(lastAddedFirst)
      .filter((link) => behind === undefined || isBehind(link, behind));
    const { items, next } = pageOf(inPlace, limit, ({ addedAt, cardId }) => ({
      at: Date.parse(addedAt),
      id: cardId,
    }));
    const past = await this.#cards.asOf(
      items.map(({ cardId }) => cardId),
      at,
      reader,
    );
    return {
      collection,
      collaboratorIds: collection.collaboratorIds.toSorted(),
      cards: {
        items: items.flatMap(({ cardId, addedBy, addedAt }) => {
          const card = past.get(cardId);
          return card === undefined ? [] : [{ card, addedBy, addedAt: new Date(addedAt) }];
        }),
        next,
      },
    };
  }

  async #visible(id: string, at: Date, reader: string | undefined): Promise<RecordedCollection> {
    const [recorded, [today]] = await Promise.all([
      this.#history.foldAsOf('Collection', [id], at, afterCollectionEvent),
      this.#database.db
        .select({ description: collections.description })
        .from(collections)
        .where(eq(collections.id, id)),
    ]);
    const collection = recorded.get(id);
    if (collection !== undefined && collection.authorId === reader) return collection;
    if (collection === undefined || today === undefined) {
      throw new DomainError(
        'not-found',
        'collection-not-found',
        `There was no collection ${id} then, or it is its author's alone by now.`,
      );
    }
    const { description, ...rest } = collection;
    return description === today.description ? { ...rest, description } : rest;
  }

  async #visibleLinks(links: readonly RecordedLink[], reader: string | undefined): Promise<RecordedLink[]> {
    const others = links.filter(({ addedBy }) => addedBy !== reader).map(({ cardId }) => cardId);
    const rows = await this.#database.db.select({ id: cards.id }).from(cards).where(anyOf(cards.id, others));
    const live = new Set(rows.map(({ id }) => id));
    return links.filter(({ cardId, addedBy }) => addedBy === reader || live.has(cardId));
  }
}

function lastAddedFirst(a: RecordedLink, b: RecordedLink): number {
  return isBehind(a, { at: Date.parse(b.addedAt), id: b.cardId }) ? 1 : -1;
}

function isBehind({ addedAt, cardId }: RecordedLink, { at, id }: Position): boolean {
  const time = Date.parse(addedAt);
  return time < at || (time === at && cardId < id);
}
