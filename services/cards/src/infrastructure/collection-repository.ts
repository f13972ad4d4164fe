import { Injectable } from '@nestjs/common';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import { ConcurrencyConflict } from '#eventing';
import { Database } from '#platform';
import type { Progress } from '../domain/aggregate.js';
import { Collection } from '../domain/collection.js';
import { defined } from '../domain/defined.js';
import { isForeignKeyViolation } from './postgres-errors.js';
import { collaborators, collectionLinks, collections } from './schema.js';

/** Collections, as aggregates, within a transaction. */
@Injectable()
export class CollectionRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Those of the collections that exist, each with its links to the cards.
   *
   * @returns in the order of their ids: all writers take their rows in it, so none waits for another in a ring.
   */
  async findAll(sql: TransactionSql, ids: readonly string[], ...cardIds: string[]): Promise<Collection[]> {
    if (ids.length === 0) return [];
    const db = this.#database.drizzle(sql);
    const wanted = [...ids];
    // Sent together, answered in turn: one round trip. Each of the first two is one row a collection, or few.
    const [rows, members, links] = await Promise.all([
      db.select().from(collections).where(inArray(collections.id, wanted)).orderBy(asc(collections.id)),
      db.select().from(collaborators).where(inArray(collaborators.collectionId, wanted)),
      db
        .select()
        .from(collectionLinks)
        .where(and(inArray(collectionLinks.collectionId, wanted), inArray(collectionLinks.cardId, cardIds))),
    ]);
    return rows.map((row) =>
      Collection.restore(
        defined({
          id: row.id,
          authorId: row.authorId,
          name: row.name,
          description: row.description ?? undefined,
          access: row.access,
          collaboratorIds: members
            .filter((member) => member.collectionId === row.id)
            .map((member) => member.did),
          createdAt: row.createdAt.toISOString(),
        }),
        links.filter((link) => link.collectionId === row.id),
        { version: row.version, sequence: row.sequence },
      ),
    );
  }

  /** Every collection that the card is in, with its link, in the order of their ids. */
  async findHolding(sql: TransactionSql, cardId: string): Promise<Collection[]> {
    const holding = await this.#database
      .drizzle(sql)
      .select({ id: collectionLinks.collectionId })
      .from(collectionLinks)
      .where(eq(collectionLinks.cardId, cardId));
    return this.findAll(
      sql,
      holding.map((link) => link.id),
      cardId,
    );
  }

  async insert(sql: TransactionSql, collection: Collection, progress: Progress): Promise<void> {
    const db = this.#database.drizzle(sql);
    const createdAt = new Date(collection.createdAt);
    await db.insert(collections).values({
      id: collection.id,
      authorId: collection.authorId,
      name: collection.name,
      description: collection.description,
      access: collection.access,
      createdAt,
      updatedAt: createdAt,
      ...progress,
    });
    const members = collection.collaboratorIds.map((did) => ({ collectionId: collection.id, did }));
    if (members.length > 0) await db.insert(collaborators).values(members);
  }

  /**
   * Stores what was raised since the collection was loaded: its links and its progress, in one statement.
   *
   * @throws ConcurrencyConflict when the collection was changed, or the card removed, since they were loaded
   */
  async update(sql: TransactionSql, collection: Collection, progress: Progress): Promise<void> {
    const added = collection.raised
      .filter((event) => event.type === 'CardAddedToCollection')
      .map(({ data }) => data);
    const removed = collection.raised
      .filter((event) => event.type === 'CardRemovedFromCollection')
      .map(({ data }) => data);
    try {
      const changed = await sql`
        with changed as (
          update collections
          set version = ${progress.version}, sequence = ${progress.sequence}, updated_at = now()
          where id = ${collection.id} and version = ${collection.progress.version}
          returning id
        ), removed as (
          delete from collection_links using changed
          where collection_id = changed.id and card_id = any(${removed.map((event) => event.cardId)}::uuid[])
        ), added as (
          insert into collection_links (collection_id, card_id, added_by, via_card_id, added_at)
          select changed.id, link.*
          from changed, unnest(
            ${added.map((event) => event.cardId)}::uuid[], ${added.map((event) => event.addedBy)}::text[],
            ${added.map((event) => event.viaCardId ?? null)}::uuid[], ${added.map((event) => event.addedAt)}::text[]::timestamptz[]
          ) as link
        )
        select id from changed
      `;
      if (changed.length === 0) throw new ConcurrencyConflict(collection.id);
    } catch (error) {
      if (isForeignKeyViolation(error)) throw new ConcurrencyConflict(collection.id, { cause: error });
      throw error;
    }
  }
}
