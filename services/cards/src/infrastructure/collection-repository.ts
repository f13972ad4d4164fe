import { Injectable } from '@nestjs/common';
import { and, asc, eq, getTableColumns, sql as expression } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import { ConcurrencyConflict } from '#eventing';
import { anyOf, Database, placeholders, statement } from '#platform';
import type { Progress } from '../domain/aggregate.js';
import { Collection } from '../domain/collection.js';
import type { CollectionEvent } from '../domain/collection-events.js';
import { happenedAt } from '../domain/collection-state.js';
import { defined } from '../domain/defined.js';
import { DomainError } from '../domain/domain-error.js';
import { isForeignKeyViolation } from './postgres-errors.js';
import { collaborators, collectionLinks, collections } from './schema.js';

const selectCollections = statement((db) =>
  db
    .select()
    .from(collections)
    .where(anyOf(collections.id, expression.placeholder('ids')))
    .orderBy(asc(collections.id)),
);

const selectCollaborators = statement((db) =>
  db
    .select()
    .from(collaborators)
    .where(anyOf(collaborators.collectionId, expression.placeholder('ids')))
    .orderBy(asc(collaborators.did)),
);

const selectLinks = statement((db) =>
  db
    .select()
    .from(collectionLinks)
    .where(
      and(
        anyOf(collectionLinks.collectionId, expression.placeholder('ids')),
        anyOf(collectionLinks.cardId, expression.placeholder('cardIds')),
      ),
    ),
);

const selectHolding = statement((db) =>
  db
    .select({ id: collectionLinks.collectionId })
    .from(collectionLinks)
    .where(eq(collectionLinks.cardId, expression.placeholder('cardId'))),
);

const insertCollection = statement((db) => {
  const columns = getTableColumns(collections);
  return db
    .insert(collections)
    .values(
      placeholders(columns, [
        'id',
        'authorId',
        'name',
        'description',
        'access',
        'createdAt',
        'updatedAt',
        'version',
        'sequence',
      ]),
    );
});

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
  async findAll(
    sql: TransactionSql,
    ids: readonly string[],
    cardIds: readonly string[],
  ): Promise<Collection[]> {
    if (ids.length === 0) return [];
    // Sent together, answered in turn: one round trip. No more than the command's own rows are read.
    const [rows, members, links] = await Promise.all([
      selectCollections(sql, { ids: [...ids] }),
      selectCollaborators(sql, { ids: [...ids] }),
      selectLinks(sql, { ids: [...ids], cardIds: [...cardIds] }),
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

  /**
   * The same, where all of them must exist.
   *
   * @param fieldOf the command's field that names one
   * @throws DomainError `collection-not-found`
   */
  async getAll(
    sql: TransactionSql,
    ids: readonly string[],
    cardIds: readonly string[],
    fieldOf: (id: string) => string | undefined = () => undefined,
  ): Promise<Collection[]> {
    const found = await this.findAll(sql, ids, cardIds);
    const known = new Set(found.map((collection) => collection.id));
    const missing = ids.find((id) => !known.has(id.toLowerCase()));
    if (missing === undefined) return found;
    throw collectionNotFound(missing, fieldOf(missing));
  }

  /**
   * One collection, with its links to the cards.
   *
   * @throws DomainError `collection-not-found`
   */
  async get(sql: TransactionSql, id: string, ...cardIds: readonly string[]): Promise<Collection> {
    const [collection] = await this.getAll(sql, [id], cardIds);
    if (collection === undefined) throw new TypeError(`The id ${id} was not looked for`);
    return collection;
  }

  /** Every collection that the card is in, with its link, in the order of their ids. */
  async findHolding(sql: TransactionSql, cardId: string): Promise<Collection[]> {
    const holding = await selectHolding(sql, { cardId });
    return this.findAll(
      sql,
      holding.map((link) => link.id),
      [cardId],
    );
  }

  async insert(sql: TransactionSql, collection: Collection, progress: Progress): Promise<void> {
    const { id, authorId, name, description = null, access, collaboratorIds } = collection;
    const createdAt = new Date(collection.createdAt);
    const row = { id, authorId, name, description, access, createdAt, updatedAt: createdAt, ...progress };
    await insertCollection(sql, row);
    if (collaboratorIds.length === 0) return;
    await sql`
      insert into collaborators (collection_id, did)
      select ${id}, did from unnest(${[...collaboratorIds]}::text[]) as did`;
  }

  /** How many cards are in it. */
  async countCards(sql: TransactionSql, id: string): Promise<number> {
    return this.#database.drizzle(sql).$count(collectionLinks, eq(collectionLinks.collectionId, id));
  }

  /**
   * Stores what was raised since the collection was loaded, with its progress, in one statement.
   *
   * @throws ConcurrencyConflict when the collection was changed, or a card removed, since they were loaded
   */
  async update(sql: TransactionSql, collection: Collection, progress: Progress): Promise<void> {
    const raised = <Type extends CollectionEvent['type']>(type: Type) =>
      collection.raised
        .filter((event): event is Extract<CollectionEvent, { type: Type }> => event.type === type)
        .map(({ data }) => data as Extract<CollectionEvent, { type: Type }>['data']);
    const added = raised('CardAddedToCollection');
    const removed = raised('CardRemovedFromCollection').map(({ cardId }) => cardId);
    const joined = raised('CollaboratorAdded').map(({ collaboratorId }) => collaboratorId);
    const left = raised('CollaboratorRemoved').map(({ collaboratorId }) => collaboratorId);
    const last = collection.raised.at(-1);
    const updatedAt = last === undefined ? null : happenedAt(last);
    try {
      const changed = await sql`
        with changed as (
          update collections
          set name = ${collection.name}, description = ${collection.description ?? null},
            access = ${collection.access}, version = ${progress.version}, sequence = ${progress.sequence},
            updated_at = coalesce(${updatedAt}::timestamptz, updated_at)
          where id = ${collection.id} and version = ${collection.progress.version}
          returning id
        ), removed as (
          delete from collection_links using changed
          where collection_id = changed.id and card_id = any(${removed}::uuid[])
        ), added as (
          insert into collection_links (collection_id, card_id, added_by, via_card_id, added_at)
          select changed.id, link.*
          from changed, unnest(
            ${added.map((event) => event.cardId)}::uuid[], ${added.map((event) => event.addedBy)}::text[],
            ${added.map((event) => event.viaCardId ?? null)}::uuid[], ${added.map((event) => event.addedAt)}::text[]::timestamptz[]
          ) as link
        ), gone as (
          delete from collaborators using changed
          where collection_id = changed.id and did = any(${left}::text[])
        ), joined as (
          insert into collaborators (collection_id, did)
          select changed.id, did from changed, unnest(${joined}::text[]) as did
        )
        select id from changed
      `;
      if (changed.length === 0) throw new ConcurrencyConflict(collection.id);
    } catch (error) {
      if (isForeignKeyViolation(error)) throw new ConcurrencyConflict(collection.id, { cause: error });
      throw error;
    }
  }

  /**
   * Deletes it with its links and collaborators.
   *
   * @throws ConcurrencyConflict when it was changed since it was loaded
   */
  async delete(sql: TransactionSql, collection: Collection): Promise<void> {
    const deleted = await this.#database
      .drizzle(sql)
      .delete(collections)
      .where(and(eq(collections.id, collection.id), eq(collections.version, collection.progress.version)))
      .returning({ id: collections.id });
    if (deleted.length === 0) throw new ConcurrencyConflict(collection.id);
  }
}

/** @param field the command's field that names it */
export function collectionNotFound(id: string, field?: string): DomainError {
  return new DomainError('not-found', 'collection-not-found', `There is no collection ${id}.`, field);
}
