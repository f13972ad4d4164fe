import { Injectable } from '@nestjs/common';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { Database, decodeCursor, type Page, pageOf } from '#platform';
import { collectionNotFound } from '../infrastructure/collection-repository.js';
import { collectionLinks, collections } from '../infrastructure/schema.js';

/** Somebody who put cards into a collection that are in it still. */
export interface Contributor {
  did: string;
  cardCount: number;
  lastAddedAt: Date;
}

/** Who put the cards of a collection there, by DID. */
@Injectable()
export class ListContributors {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws DomainError `collection-not-found`; ProblemError 400 `invalid-cursor` */
  async execute(query: {
    collectionId: string;
    limit: number;
    cursor?: string | undefined;
  }): Promise<Page<Contributor>> {
    const behind = query.cursor === undefined ? undefined : decodeCursor(query.cursor, isContributorPosition);
    const { db } = this.#database;
    const [there, rows] = await Promise.all([
      db.$count(collections, eq(collections.id, query.collectionId)),
      db
        .select({
          did: collectionLinks.addedBy,
          cardCount: sql<number>`count(*)::int`,
          lastAddedAt: sql`max(${collectionLinks.addedAt})`.mapWith(collectionLinks.addedAt),
        })
        .from(collectionLinks)
        .where(
          and(
            eq(collectionLinks.collectionId, query.collectionId),
            behind && gt(collectionLinks.addedBy, behind.did),
          ),
        )
        .groupBy(collectionLinks.addedBy)
        .orderBy(asc(collectionLinks.addedBy))
        .limit(query.limit + 1),
    ]);
    if (there === 0) throw collectionNotFound(query.collectionId);
    return pageOf(rows, query.limit, ({ did }) => ({ did }));
  }
}

function isContributorPosition(value: object): value is { did: string } {
  return 'did' in value && typeof value.did === 'string' && !value.did.includes('\u0000');
}
