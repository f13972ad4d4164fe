import { Injectable } from '@nestjs/common';
import { and, desc, eq, ilike, or, sql } from 'drizzle-orm';
import { Database, type Page, pageOf, positionOf } from '#platform';
import type { Card } from '../domain/card.js';
import type { UrlKind } from '../domain/metadata.js';
import { cardOf } from '../infrastructure/card-row.js';
import { isBehind } from '../infrastructure/is-behind.js';
import { cards } from '../infrastructure/schema.js';
import { cleanText } from '../domain/text.js';

export interface LibraryQuery {
  curatorId: string;
  limit: number;
  cursor?: string | undefined;
  kind?: UrlKind | undefined;
  /** In title, URL or note; upper and lower case alike. */
  text?: string | undefined;
}

/** A researcher's cards, the last added first. */
@Injectable()
export class ListLibrary {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws ProblemError 400 `invalid-cursor` */
  async execute({ curatorId, limit, cursor, kind, text }: LibraryQuery): Promise<Page<Card>> {
    const behind = positionOf(cursor);
    const pattern = text === undefined ? undefined : `%${cleanText(text).replace(/[\\%_]/gu, '\\$&')}%`;
    const rows = await this.#database.db
      .select()
      .from(cards)
      .where(
        and(
          eq(cards.curatorId, curatorId),
          eq(cards.type, 'URL'),
          kind && eq(cards.kind, kind),
          pattern === undefined
            ? undefined
            : or(
                ilike(cards.url, pattern),
                ilike(cards.note, pattern),
                sql`${cards.metadata} ->> 'title' ilike ${pattern}`,
              ),
          behind && isBehind(cards.addedAt, cards.id, behind),
        ),
      )
      .orderBy(desc(cards.addedAt), desc(cards.id))
      .limit(limit + 1);
    const page = pageOf(rows, limit, (row) => ({ at: row.addedAt.getTime(), id: row.id }));
    return { ...page, items: page.items.map(cardOf) };
  }
}
