import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { and, eq, inArray, sql as expression } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import { ConcurrencyConflict } from '#eventing';
import { Database } from '#platform';
import type { Progress } from '../domain/aggregate.js';
import { Card } from '../domain/card.js';
import { defined } from '../domain/defined.js';
import { isForeignKeyViolation } from './postgres-errors.js';
import { cards } from './schema.js';

type CardRow = typeof cards.$inferSelect;

/** Cards, as aggregates, within a transaction. */
@Injectable()
export class CardRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(sql: TransactionSql, id: string): Promise<Card | undefined> {
    const [row] = await this.#database.drizzle(sql).select().from(cards).where(eq(cards.id, id));
    return row && cardOf(row);
  }

  async findByUrl(sql: TransactionSql, curatorId: string, url: string): Promise<Card | undefined> {
    return (await this.findByUrls(sql, curatorId, [url])).get(url);
  }

  /** A curator's cards on these URLs, by URL. */
  async findByUrls(
    sql: TransactionSql,
    curatorId: string,
    urls: readonly string[],
  ): Promise<ReadonlyMap<string, Card>> {
    if (urls.length === 0) return new Map();
    const rows = await this.#database
      .drizzle(sql)
      .select()
      .from(cards)
      .where(
        and(
          eq(cards.curatorId, curatorId),
          inArray(cards.urlKey, urls.map(urlKeyOf)),
          // Written out, because a parameter would keep the planner from the partial index.
          expression`${cards.type} = 'URL'`,
        ),
      );
    return new Map(rows.map((row) => [row.url, cardOf(row)]));
  }

  /**
   * Stores a new card. Its curator's card on the same URL wins over it, also one that is being saved right now: the
   * statement waits for that transaction's end.
   *
   * @returns false where there was one, and nothing was stored.
   */
  async insert(sql: TransactionSql, card: Card, progress: Progress): Promise<boolean> {
    const inserted = await this.#database
      .drizzle(sql)
      .insert(cards)
      .values({
        id: card.id,
        curatorId: card.curatorId,
        type: card.content.type,
        url: card.content.url,
        metadata: card.content.metadata,
        note: card.note,
        viaCardId: card.via?.cardId,
        viaCuratorId: card.via?.curatorId,
        addedAt: new Date(card.addedAt),
        ...progress,
      })
      .onConflictDoNothing()
      .returning({ id: cards.id });
    return inserted.length > 0;
  }

  /** @throws ConcurrencyConflict when it was changed, or put into another collection, since it was loaded */
  async delete(sql: TransactionSql, card: Card): Promise<void> {
    try {
      const deleted = await this.#database
        .drizzle(sql)
        .delete(cards)
        .where(and(eq(cards.id, card.id), eq(cards.version, card.progress.version)))
        .returning({ id: cards.id });
      if (deleted.length === 0) throw new ConcurrencyConflict(card.id);
    } catch (error) {
      if (isForeignKeyViolation(error)) throw new ConcurrencyConflict(card.id, { cause: error });
      throw error;
    }
  }
}

/** As the database generates it: a UUID of the URL's MD5. */
function urlKeyOf(url: string): string {
  return createHash('md5').update(url).digest('hex');
}

export function cardOf(row: CardRow): Card {
  return Card.restore(
    defined({
      id: row.id,
      curatorId: row.curatorId,
      content: { type: 'URL' as const, url: row.url, metadata: row.metadata },
      note: row.note ?? undefined,
      via:
        row.viaCardId === null || row.viaCuratorId === null
          ? undefined
          : { cardId: row.viaCardId, curatorId: row.viaCuratorId },
      addedAt: row.addedAt.toISOString(),
    }),
    { version: row.version, sequence: row.sequence },
  );
}
