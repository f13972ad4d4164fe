import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { Database } from '#platform';
import type { Card } from '../domain/card.js';
import { DomainError } from '../domain/domain-error.js';
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
    if (row === undefined) throw new DomainError('not-found', 'card-not-found', `There is no card ${id}.`);
    return cardOf(row);
  }
}
