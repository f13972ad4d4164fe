import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { Database } from '#platform';
import type { Card } from '../domain/card.js';
import { cardNotFound } from '../infrastructure/card-repository.js';
import { cardOf } from '../infrastructure/card-row.js';
import { cards } from '../infrastructure/schema.js';

/** One card, whosever it is. */
@Injectable()
export class GetCard {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws DomainError `card-not-found` */
  async execute(id: string): Promise<Card> {
    const [row] = await this.#database.db.select().from(cards).where(eq(cards.id, id));
    if (row === undefined) throw cardNotFound(id);
    return cardOf(row);
  }
}
