import { Injectable } from '@nestjs/common';
import { and, desc } from 'drizzle-orm';
import { Database, type Page, pageOf, positionOf } from '#platform';
import type { Card } from '../domain/card.js';
import { cardOf } from '../infrastructure/card-row.js';
import { isBehind } from '../infrastructure/is-behind.js';
import { isOnUrl } from '../infrastructure/on-url.js';
import { cards } from '../infrastructure/schema.js';

/** Everybody's cards on one URL, and how many there are. */
export interface Saves extends Page<Card> {
  saveCount: number;
}

/** Who saved a URL, the last first. */
@Injectable()
export class ListSaves {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * @param query its URL normalised
   * @throws ProblemError 400 `invalid-cursor`
   */
  async execute(query: { url: string; limit: number; cursor?: string | undefined }): Promise<Saves> {
    const behind = positionOf(query.cursor);
    const { db } = this.#database;
    const [saveCount, rows] = await Promise.all([
      db.$count(cards, isOnUrl(query.url)),
      db
        .select()
        .from(cards)
        .where(and(isOnUrl(query.url), behind && isBehind(cards.addedAt, cards.id, behind)))
        .orderBy(desc(cards.addedAt), desc(cards.id))
        .limit(query.limit + 1),
    ]);
    const page = pageOf(rows, query.limit, (row) => ({ at: row.addedAt.getTime(), id: row.id }));
    return { ...page, items: page.items.map(cardOf), saveCount };
  }
}
