import { Injectable } from '@nestjs/common';
import { and, desc, eq } from 'drizzle-orm';
import { Database, type Page, pageOf, positionOf } from '#platform';
import type { Card } from '../domain/card.js';
import { DomainError } from '../domain/domain-error.js';
import { cardOf } from '../infrastructure/card-row.js';
import { isBehind } from '../infrastructure/is-behind.js';
import { cards, collaborators, collectionLinks, collections } from '../infrastructure/schema.js';

export type CollectionRow = typeof collections.$inferSelect;

/** A card in a collection: who put it there, and when. */
export interface CollectedCard {
  card: Card;
  addedBy: string;
  addedAt: Date;
}

export interface CollectionDetails {
  collection: CollectionRow;
  collaboratorIds: string[];
  cards: Page<CollectedCard>;
}

/** A collection with a page of its cards, the last added first. */
@Injectable()
export class GetCollection {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws DomainError `collection-not-found`; ProblemError 400 `invalid-cursor` */
  async execute(query: {
    id: string;
    limit: number;
    cursor?: string | undefined;
  }): Promise<CollectionDetails> {
    const behind = positionOf(query.cursor);
    const { db } = this.#database;
    const [[collection], members, links] = await Promise.all([
      db.select().from(collections).where(eq(collections.id, query.id)),
      db
        .select()
        .from(collaborators)
        .where(eq(collaborators.collectionId, query.id))
        .orderBy(collaborators.did),
      db
        .select({ card: cards, addedBy: collectionLinks.addedBy, addedAt: collectionLinks.addedAt })
        .from(collectionLinks)
        .innerJoin(cards, eq(cards.id, collectionLinks.cardId))
        .where(
          and(
            eq(collectionLinks.collectionId, query.id),
            behind && isBehind(collectionLinks.addedAt, collectionLinks.cardId, behind),
          ),
        )
        .orderBy(desc(collectionLinks.addedAt), desc(collectionLinks.cardId))
        .limit(query.limit + 1),
    ]);
    if (collection === undefined) {
      throw new DomainError('not-found', 'collection-not-found', `There is no collection ${query.id}.`);
    }
    const page = pageOf(links, query.limit, (link) => ({ at: link.addedAt.getTime(), id: link.card.id }));
    return {
      collection,
      collaboratorIds: members.map((member) => member.did),
      cards: { ...page, items: page.items.map((link) => ({ ...link, card: cardOf(link.card) })) },
    };
  }
}
