import { Injectable } from '@nestjs/common';
import { and, asc, eq } from 'drizzle-orm';
import { Database } from '#platform';
import type { Card } from '../domain/card.js';
import { cardOf } from '../infrastructure/card-row.js';
import { isOnUrl } from '../infrastructure/on-url.js';
import { cards, collectionLinks, collections } from '../infrastructure/schema.js';

export interface LibraryStatus {
  /** One's own card on the URL; undefined where there is none. */
  card: Card | undefined;
  /** The collections that it is in, whosever they are. */
  collections: { id: string; name: string; authorId: string }[];
  /** How many researchers saved the URL. */
  saveCount: number;
}

/** Whether a researcher has a URL, and where. */
@Injectable()
export class GetLibraryStatus {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param query its URL normalised */
  async execute(query: { curatorId: string; url: string }): Promise<LibraryStatus> {
    const { db } = this.#database;
    const own = and(eq(cards.curatorId, query.curatorId), isOnUrl(query.url));
    const [[row], holding, saveCount] = await Promise.all([
      db.select().from(cards).where(own),
      db
        .select({ id: collections.id, name: collections.name, authorId: collections.authorId })
        .from(cards)
        .innerJoin(collectionLinks, eq(collectionLinks.cardId, cards.id))
        .innerJoin(collections, eq(collections.id, collectionLinks.collectionId))
        .where(own)
        .orderBy(asc(collections.name), asc(collections.id)),
      db.$count(cards, isOnUrl(query.url)),
    ]);
    return { card: row && cardOf(row), collections: holding, saveCount };
  }
}
