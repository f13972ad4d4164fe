import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { and, asc, eq, getTableColumns, type SQL, sql as expression } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import { ConcurrencyConflict } from '#eventing';
import { anyOf, Database, placeholders, statement } from '#platform';
import type { Progress } from '../domain/aggregate.js';
import { Card } from '../domain/card.js';
import { DomainError } from '../domain/domain-error.js';
import { cardOf, COLUMNS_OF_A_CARD, columnsOf } from './card-row.js';
import { isForeignKeyViolation, isUniqueViolation } from './postgres-errors.js';
import { cards } from './schema.js';

const COLUMNS = placeholders(getTableColumns(cards), [...COLUMNS_OF_A_CARD, 'version', 'sequence']);

const selectById = statement((db) =>
  db
    .select()
    .from(cards)
    .where(eq(cards.id, expression.placeholder('id'))),
);

const selectByIds = statement((db) =>
  db
    .select()
    .from(cards)
    .where(anyOf(cards.id, expression.placeholder('ids')))
    .orderBy(asc(cards.url), asc(cards.id)),
);

const selectByUrls = statement((db) =>
  db
    .select()
    .from(cards)
    .where(
      and(
        eq(cards.curatorId, expression.placeholder('curatorId')),
        anyOf(cards.urlKey, expression.placeholder('urlKeys')),
        // Written out, because a parameter would keep the planner from the partial index.
        expression`${cards.type} = 'URL'`,
      ),
    ),
);

const selectHighlights = statement((db) =>
  db
    .select()
    .from(cards)
    .where(eq(cards.parentCardId, expression.placeholder('parentCardId')))
    .orderBy(asc(cards.id)),
);

const insertCard = statement((db) =>
  db.insert(cards).values(COLUMNS).onConflictDoNothing().returning({ id: cards.id }),
);

const updateCard = statement((db) =>
  db
    .update(cards)
    .set(COLUMNS)
    .where(
      and(
        eq(cards.id, expression.placeholder('id')),
        eq(cards.version, expression.placeholder('loadedVersion')),
      ),
    )
    .returning({ id: cards.id }),
);

/** Cards, as aggregates, within a transaction. */
@Injectable()
export class CardRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(sql: TransactionSql, id: string): Promise<Card | undefined> {
    const [row] = await selectById(sql, { id });
    return row && cardOf(row);
  }

  /** @throws DomainError `card-not-found` */
  async get(sql: TransactionSql, id: string): Promise<Card> {
    const card = await this.find(sql, id);
    if (card === undefined) throw cardNotFound(id);
    return card;
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
    const rows = await selectByUrls(sql, { curatorId, urlKeys: urls.map(urlKeyOf) });
    return new Map(rows.map((row) => [row.url, cardOf(row)]));
  }

  /**
   * Those of the cards that exist.
   *
   * @returns in the order of their URLs: who saves them too does so in it, and none waits for another in a ring.
   */
  async findAll(sql: TransactionSql, ids: readonly string[]): Promise<Card[]> {
    if (ids.length === 0) return [];
    const rows = await selectByIds(sql, { ids: [...ids] });
    return rows.map(cardOf);
  }

  /** Some of the cards on a URL that have no title, in the order of their ids. */
  async findUntitled(sql: TransactionSql, url: string, limit: number): Promise<Card[]> {
    const rows = await this.#database
      .drizzle(sql)
      .select()
      .from(cards)
      // Written out, because parameters would keep the planner from the partial index.
      .where(and(eq(cards.urlKey, urlKeyOf(url)), expression`type = 'URL' and not metadata ? 'title'`))
      .orderBy(asc(cards.id))
      .limit(limit);
    return rows.map(cardOf);
  }

  /** Every highlight on the card. */
  async findHighlights(sql: TransactionSql, parentCardId: string): Promise<Card[]> {
    const rows = await selectHighlights(sql, { parentCardId });
    return rows.map(cardOf);
  }

  /** The card that is the same as this one: its curator's on the same URL, or highlight of the same place. */
  async findSame(sql: TransactionSql, { curatorId, content }: Card): Promise<Card | undefined> {
    if (content.type === 'URL') return this.findByUrl(sql, curatorId, content.url);
    return this.#findOne(
      sql,
      eq(cards.parentCardId, content.parentCardId),
      eq(cards.selectorKey, expression`md5(${content.selector})::uuid`),
    );
  }

  /**
   * Stores a new card. Its curator's card on the same URL, or highlight of the same place, wins over it, also one that
   * is being saved right now: the statement waits for that transaction's end.
   *
   * @returns false where there was one, and nothing was stored.
   * @throws ConcurrencyConflict when the card that it is on was removed since it was loaded
   */
  async insert(sql: TransactionSql, card: Card, progress: Progress): Promise<boolean> {
    try {
      const inserted = await insertCard(sql, { ...columnsOf(card), ...progress });
      return inserted.length > 0;
    } catch (error) {
      if (isForeignKeyViolation(error)) throw new ConcurrencyConflict(card.id, { cause: error });
      throw error;
    }
  }

  /**
   * Stores what a card says now.
   *
   * @throws ConcurrencyConflict when it was changed since it was loaded; DomainError `highlight-exists` when another
   *   highlight on the same card stands at its place
   */
  async update(sql: TransactionSql, card: Card, progress: Progress): Promise<void> {
    try {
      const updated = await updateCard(sql, {
        ...columnsOf(card),
        ...progress,
        loadedVersion: card.progress.version,
      });
      if (updated.length === 0) throw new ConcurrencyConflict(card.id);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new DomainError(
        'conflict',
        'highlight-exists',
        'You have another highlight of this passage.',
        'selector',
      );
    }
  }

  /**
   * Deletes a card with its highlights, all by one statement: the foreign key is looked at behind it.
   *
   * @throws ConcurrencyConflict when one was changed, or the card got another highlight or collection, since they were
   *   loaded
   */
  async delete(sql: TransactionSql, card: Card, highlights: readonly Card[]): Promise<void> {
    const gone = [card, ...highlights];
    try {
      const { count } = await sql`
        delete from cards
        using unnest(
          ${gone.map(({ id }) => id)}::uuid[], ${gone.map(({ progress }) => progress.version)}::int[]
        ) as loaded (id, version)
        where cards.id = loaded.id and cards.version = loaded.version`;
      if (count < gone.length) throw new ConcurrencyConflict(card.id);
    } catch (error) {
      if (isForeignKeyViolation(error)) throw new ConcurrencyConflict(card.id, { cause: error });
      throw error;
    }
  }

  async #findOne(sql: TransactionSql, ...conditions: (SQL | undefined)[]): Promise<Card | undefined> {
    const [row] = await this.#database
      .drizzle(sql)
      .select()
      .from(cards)
      .where(and(...conditions));
    return row && cardOf(row);
  }
}

/** @param field the command's field that names it */
export function cardNotFound(id: string, field?: string): DomainError {
  return new DomainError('not-found', 'card-not-found', `There is no card ${id}.`, field);
}

/** As the database generates it: a UUID of the URL's MD5. */
function urlKeyOf(url: string): string {
  return createHash('md5').update(url).digest('hex');
}
