import { Injectable } from '@nestjs/common';
import { and, eq } from 'drizzle-orm';
import { ConcurrencyConflict, type UnitOfWork } from '#eventing';
import { Database } from '#platform';
import type { Follow } from '../domain/follow.js';
import { collections, follows } from './schema.js';

/** A follow as it is stored: the aggregate, and how many integration events it has published. */
export type StoredFollow = Follow & { sequence: number };

@Injectable()
export class FollowRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(
    uow: UnitOfWork,
    followerId: string,
    target: { type: Follow['targetType']; id: string },
  ): Promise<StoredFollow | undefined> {
    const [row] = await this.#database
      .drizzle(uow.sql)
      .select()
      .from(follows)
      .where(
        and(
          eq(follows.followerId, followerId),
          eq(follows.targetType, target.type),
          eq(follows.targetId, target.id),
        ),
      );
    return row && { ...row, followedAt: new Date(row.followedAt).toISOString() };
  }

  /**
   * @param before What was loaded; `undefined` for a new follow.
   * @throws ConcurrencyConflict when it was changed, or made, since it was loaded.
   */
  async save(uow: UnitOfWork, before: StoredFollow | undefined, after: StoredFollow): Promise<void> {
    const db = this.#database.drizzle(uow.sql);
    const written =
      before === undefined
        ? await db.insert(follows).values(after).onConflictDoNothing().returning({ id: follows.followId })
        : await db
            .update(follows)
            .set(after)
            .where(and(eq(follows.followId, before.followId), eq(follows.version, before.version)))
            .returning({ id: follows.followId });
    if (written.length === 0) throw new ConcurrencyConflict(after.followId);
  }

  async findCollection(
    uow: UnitOfWork,
    id: string,
  ): Promise<{ id: string; authorId: string; name: string } | undefined> {
    const [row] = await this.#database
      .drizzle(uow.sql)
      .select({ id: collections.collectionId, authorId: collections.authorId, name: collections.name })
      .from(collections)
      .where(and(eq(collections.collectionId, id), eq(collections.deleted, false)));
    return row;
  }
}
