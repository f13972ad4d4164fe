import { Injectable } from '@nestjs/common';
import { and, desc, eq, ilike, or, type SQL, sql } from 'drizzle-orm';
import { Database, decodeCursor, isPosition, type Page, pageOf, type Position } from '#platform';
import type { Card } from '../domain/card.js';
import type { CardType } from '../domain/card-content.js';
import type { UrlKind } from '../domain/metadata.js';
import { cleanText } from '../domain/text.js';
import { cardOf } from '../infrastructure/card-row.js';
import { cards } from '../infrastructure/schema.js';

/** The last added, the last changed, or the most saved first. */
export const LIBRARY_SORTS = ['added', 'updated', 'saves'] as const;
export type LibrarySort = (typeof LIBRARY_SORTS)[number];

export interface LibraryQuery {
  curatorId: string;
  limit: number;
  cursor?: string | undefined;
  /** URL unless said. */
  type?: CardType | undefined;
  kind?: UrlKind | undefined;
  /** In title, URL, note or quote; upper and lower case alike. */
  text?: string | undefined;
  /** `added` unless said. */
  sort?: LibrarySort | undefined;
}

/** Where a library goes on in one of its orders: `at` is what it is ordered by, milliseconds or a count of saves. */
type LibraryPosition = Position & { by: LibrarySort };

/** What each order compares first; all are by id then, so that no two cards share a place. */
const KEYS: Readonly<Record<LibrarySort, SQL<number>>> = {
  added: milliseconds(sql`${cards.addedAt}`),
  updated: milliseconds(lastChange()),
  saves: sql<number>`"saves"."count"`,
};

/** A researcher's cards. */
@Injectable()
export class ListLibrary {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws ProblemError 400 `invalid-cursor`, also for a cursor of another order */
  async execute(query: LibraryQuery): Promise<Page<Card>> {
    const { curatorId, limit, cursor, type = 'URL', kind, text, sort = 'added' } = query;
    const behind =
      cursor === undefined
        ? undefined
        : decodeCursor(
            cursor,
            (value): value is LibraryPosition => 'by' in value && value.by === sort && isPosition(value),
          );
    const order = sort === 'added' ? sql`${cards.addedAt}` : sort === 'updated' ? lastChange() : KEYS.saves;
    const selected = this.#database.db.select({ card: cards, key: KEYS[sort] }).from(cards).$dynamic();
    const rows = await (sort === 'saves' ? selected.crossJoinLateral(this.#saves()) : selected)
      .where(
        and(
          eq(cards.curatorId, curatorId),
          eq(cards.type, type),
          kind && eq(cards.kind, kind),
          text === undefined ? undefined : says(text),
          behind && sql`(${order}, ${cards.id}) < (${positionIn(sort, behind)}, ${behind.id}::uuid)`,
        ),
      )
      .orderBy(desc(order), desc(cards.id))
      .limit(limit + 1);
    const page = pageOf(rows, limit, ({ card, key }): LibraryPosition => ({
      by: sort,
      at: key,
      id: card.id,
    }));
    return { ...page, items: page.items.map(({ card }) => cardOf(card)) };
  }

  /** How many saved the card's work: counted from an index, so that no row of a popular work is written by all. */
  #saves() {
    return this.#database.db
      .select({ count: sql<number>`count(*)::int`.as('count') })
      .from(sql`cards as other`)
      .where(sql`other.url_key = ${cards.urlKey} and other.type = 'URL'`)
      .as('saves');
  }
}

function lastChange(): SQL {
  return sql`coalesce(${cards.changedAt}, ${cards.addedAt})`;
}

function milliseconds(instant: SQL): SQL<number> {
  return sql<number>`(extract(epoch from ${instant}) * 1000)::float8`;
}

function positionIn(sort: LibrarySort, { at }: Position): SQL {
  return sort === 'saves' ? sql`${at}::int8` : sql`to_timestamp(${at}::float8 / 1000)`;
}

function says(text: string): SQL | undefined {
  const pattern = `%${cleanText(text).replace(/[\\%_]/gu, '\\$&')}%`;
  return or(
    ilike(cards.url, pattern),
    ilike(cards.note, pattern),
    ilike(cards.quote, pattern),
    sql`${cards.metadata} ->> 'title' ilike ${pattern}`,
  );
}
