import { Injectable } from '@nestjs/common';
import { and, eq, getTableColumns, sql as expression } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import { ConcurrencyConflict } from '#eventing';
import { Database, placeholders, statement } from '#platform';
import type { Progress } from '../domain/aggregate.js';
import { Connection, connectionKey } from '../domain/connection.js';
import type { ConnectionState } from '../domain/connection-state.js';
import { defined } from '../domain/defined.js';
import { DomainError } from '../domain/domain-error.js';
import { isUniqueViolation } from './postgres-errors.js';
import { connections } from './schema.js';

export type ConnectionRow = typeof connections.$inferSelect;
/** Without what the database works out itself. */
export type StoredConnection = Omit<ConnectionRow, 'sourceKey' | 'targetKey' | 'key'>;

const selectById = statement((db) =>
  db
    .select()
    .from(connections)
    .where(eq(connections.id, expression.placeholder('id'))),
);

const selectSame = statement((db) =>
  db
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.curatorId, expression.placeholder('curatorId')),
        eq(connections.key, expression.placeholder('key')),
      ),
    ),
);

const insertConnection = statement((db) =>
  db
    .insert(connections)
    .values(
      placeholders(getTableColumns(connections), [
        'id',
        'curatorId',
        'createdAt',
        'source',
        'target',
        'type',
        'note',
        'key',
        'updatedAt',
        'version',
        'sequence',
      ]),
    )
    .onConflictDoNothing()
    .returning({ id: connections.id }),
);

/** Connections, as aggregates, within a transaction. */
@Injectable()
export class ConnectionRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(sql: TransactionSql, id: string): Promise<Connection | undefined> {
    const [row] = await selectById(sql, { id });
    return row && connectionOf(row);
  }

  /** The one that counts as the same as this one. */
  async findSame(sql: TransactionSql, { state }: Connection): Promise<Connection | undefined> {
    const [row] = await selectSame(sql, { curatorId: state.curatorId, key: keyOf(state) });
    return row && connectionOf(row);
  }

  /**
   * Stores a new connection. The same one of its curator wins over it, also one that is being drawn right now: the
   * statement waits for that transaction's end.
   *
   * @returns false where there was one, and nothing was stored.
   */
  async insert(sql: TransactionSql, { id, state }: Connection, progress: Progress): Promise<boolean> {
    const inserted = await insertConnection(sql, {
      id,
      curatorId: state.curatorId,
      createdAt: new Date(state.createdAt),
      ...changing(state),
      ...progress,
    });
    return inserted.length > 0;
  }

  /**
   * @throws ConcurrencyConflict when it was changed since it was loaded; DomainError `connection-exists` when its
   *   curator has one like it already
   */
  async update(sql: TransactionSql, connection: Connection, progress: Progress): Promise<void> {
    try {
      const updated = await this.#database
        .drizzle(sql)
        .update(connections)
        .set({ ...changing(connection.state), ...progress })
        .where(isAsLoaded(connection))
        .returning({ id: connections.id });
      if (updated.length === 0) throw new ConcurrencyConflict(connection.id);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new DomainError(
        'conflict',
        'connection-exists',
        'You have another connection of this type between the two works.',
      );
    }
  }

  /** @throws ConcurrencyConflict when it was changed since it was loaded */
  async delete(sql: TransactionSql, connection: Connection): Promise<void> {
    const deleted = await this.#database
      .drizzle(sql)
      .delete(connections)
      .where(isAsLoaded(connection))
      .returning({ id: connections.id });
    if (deleted.length === 0) throw new ConcurrencyConflict(connection.id);
  }
}

function isAsLoaded({ id, progress }: Connection) {
  return and(eq(connections.id, id), eq(connections.version, progress.version));
}

function changing(state: ConnectionState) {
  return {
    source: state.source,
    target: state.target,
    type: state.type,
    note: state.note ?? null,
    key: keyOf(state),
    updatedAt: new Date(state.updatedAt),
  };
}

function keyOf({ source, target, type }: ConnectionState): string {
  return connectionKey(source.url, target.url, type);
}

export function connectionOf(row: StoredConnection): Connection {
  const state = defined({
    id: row.id,
    curatorId: row.curatorId,
    source: row.source,
    target: row.target,
    type: row.type,
    note: row.note ?? undefined,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  });
  return Connection.restore(state, { version: row.version, sequence: row.sequence });
}
