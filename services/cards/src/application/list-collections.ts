import { Injectable } from '@nestjs/common';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { Database, type Page, pageOf, positionOf } from '#platform';
import { isBehind } from '../infrastructure/is-behind.js';
import { isOnUrl } from '../infrastructure/on-url.js';
import { cards, collectionLinks, collections } from '../infrastructure/schema.js';
import type { CollectionRow } from './get-collection.js';

export type CountedCollection = CollectionRow & { cardCount: number };

export interface CollectionsQuery {
  /** Those that this researcher made. */
  authorId?: string;
  /** Those that hold a card on this URL, which is normalised. */
  url?: string;
  limit: number;
  cursor?: string | undefined;
}

/** The collections of a researcher, or those that hold a work; the newest first. */
@Injectable()
export class ListCollections {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws ProblemError 400 `invalid-cursor` */
  async execute(query: CollectionsQuery): Promise<Page<CountedCollection>> {
    const behind = positionOf(query.cursor);
    const { db } = this.#database;
    const rows = await db
      .select()
      .from(collections)
      .where(
        and(
          query.authorId === undefined ? undefined : eq(collections.authorId, query.authorId),
          query.url === undefined ? undefined : inArray(collections.id, this.#holding(query.url)),
          behind && isBehind(collections.createdAt, collections.id, behind),
        ),
      )
      .orderBy(desc(collections.createdAt), desc(collections.id))
      .limit(query.limit + 1);
    const page = pageOf(rows, query.limit, (row) => ({ at: row.createdAt.getTime(), id: row.id }));
    const counts = await this.#counts(page.items.map((row) => row.id));
    return { ...page, items: page.items.map((row) => ({ ...row, cardCount: counts.get(row.id) ?? 0 })) };
  }

  #holding(url: string) {
    return this.#database.db
      .select({ id: collectionLinks.collectionId })
      .from(collectionLinks)
      .innerJoin(cards, eq(cards.id, collectionLinks.cardId))
      .where(isOnUrl(url));
  }

  async #counts(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database.db
      .select({ id: collectionLinks.collectionId, count: sql<number>`count(*)::int` })
      .from(collectionLinks)
      .where(sql`${collectionLinks.collectionId} = any(${sql.param(ids)}::uuid[])`)
      .groupBy(collectionLinks.collectionId);
    return new Map(rows.map((row) => [row.id, row.count]));
  }
}
