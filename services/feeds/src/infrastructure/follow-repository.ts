import { Injectable } from '@nestjs/common';
import { and, eq, getTableColumns, sql as expression } from 'drizzle-orm';
import { ConcurrencyConflict, type UnitOfWork } from '#eventing';
import { placeholders, statement } from '#platform';
import type { Follow } from '../domain/follow.js';
import { collections, follows } from './schema.js';

/** A follow as it is stored: the aggregate, and how many integration events it has published. */
export type StoredFollow = Follow & { sequence: number };

const COLUMNS = placeholders(getTableColumns(follows), [
  'followId',
  'followerId',
  'targetType',
  'targetId',
  'active',
  'followedAt',
  'version',
  'sequence',
]);

const selectFollow = statement((db) =>
  db
    .select()
    .from(follows)
    .where(
      and(
        eq(follows.followerId, expression.placeholder('followerId')),
        eq(follows.targetType, expression.placeholder('targetType')),
        eq(follows.targetId, expression.placeholder('targetId')),
      ),
    ),
);

const insertFollow = statement((db) =>
  db.insert(follows).values(COLUMNS).onConflictDoNothing().returning({ id: follows.followId }),
);

const updateFollow = statement((db) =>
  db
    .update(follows)
    .set(COLUMNS)
    .where(
      and(
        eq(follows.followId, expression.placeholder('followId')),
        eq(follows.version, expression.placeholder('loadedVersion')),
      ),
    )
    .returning({ id: follows.followId }),
);

const selectCollection = statement((db) =>
  db
    .select({ id: collections.collectionId, authorId: collections.authorId, name: collections.name })
    .from(collections)
    .where(and(eq(collections.collectionId, expression.placeholder('id')), eq(collections.deleted, false))),
);

@Injectable()
export class FollowRepository {
  async find(
    uow: UnitOfWork,
    followerId: string,
    target: { type: Follow['targetType']; id: string },
  ): Promise<StoredFollow | undefined> {
    const [row] = await selectFollow(uow.sql, { followerId, targetType: target.type, targetId: target.id });
    return row && { ...row, followedAt: new Date(row.followedAt).toISOString() };
  }

  /**
   * @param before What was loaded; `undefined` for a new follow.
   * @throws ConcurrencyConflict when it was changed, or made, since it was loaded.
   */
  async save(uow: UnitOfWork, before: StoredFollow | undefined, after: StoredFollow): Promise<void> {
    const written =
      before === undefined
        ? await insertFollow(uow.sql, after)
        : await updateFollow(uow.sql, { ...after, loadedVersion: before.version });
    if (written.length === 0) throw new ConcurrencyConflict(after.followId);
  }

  async findCollection(
    uow: UnitOfWork,
    id: string,
  ): Promise<{ id: string; authorId: string; name: string } | undefined> {
    const [row] = await selectCollection(uow.sql, { id });
    return row;
  }
}
