import { Injectable } from '@nestjs/common';
import { and, desc, eq } from 'drizzle-orm';
import { Database, type Page, pageOf, positionOf } from '#platform';
import type { Card } from '../domain/card.js';
import { cardNotFound } from '../infrastructure/card-repository.js';
import { cardOf } from '../infrastructure/card-row.js';
import { isBehind } from '../infrastructure/is-behind.js';
import { cards } from '../infrastructure/schema.js';

/** The highlights on a card, the last added first. */
@Injectable()
export class ListHighlights {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws DomainError `card-not-found`; ProblemError 400 `invalid-cursor` */
  async execute(query: { cardId: string; limit: number; cursor?: string | undefined }): Promise<Page<Card>> {
    const behind = positionOf(query.cursor);
    const { db } = this.#database;
    const [there, rows] = await Promise.all([
      db.$count(cards, eq(cards.id, query.cardId)),
      db
        .select()
        .from(cards)
        .where(and(eq(cards.parentCardId, query.cardId), behind && isBehind(cards.addedAt, cards.id, behind)))
        .orderBy(desc(cards.addedAt), desc(cards.id))
        .limit(query.limit + 1),
    ]);
    if (there === 0) throw cardNotFound(query.cardId);
    const page = pageOf(rows, query.limit, (row) => ({ at: row.addedAt.getTime(), id: row.id }));
    return { ...page, items: page.items.map(cardOf) };
  }
}
