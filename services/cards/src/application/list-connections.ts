import { Injectable } from '@nestjs/common';
import { type AnyColumn, and, desc, eq, sql } from 'drizzle-orm';
import { Database, type Page, pageOf, type Position, positionOf } from '#platform';
import type { Connection } from '../domain/connection.js';
import type { ConnectionType } from '../domain/connection-type.js';
import { connectionOf, type ConnectionRow } from '../infrastructure/connection-repository.js';
import { isBehind } from '../infrastructure/is-behind.js';
import { connections } from '../infrastructure/schema.js';

export interface ConnectionsQuery {
  type?: ConnectionType | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** The connections of a work, or those that a researcher drew; the last drawn first. */
@Injectable()
export class ListConnections {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws ProblemError 400 `invalid-cursor` */
  async ofUser(query: ConnectionsQuery & { curatorId: string }): Promise<Page<Connection>> {
    const behind = positionOf(query.cursor);
    return page(await this.#rows(eq(connections.curatorId, query.curatorId), query, behind), query.limit);
  }

  /**
   * @param query its URL as `WorkUrls` gives it
   * @throws ProblemError 400 `invalid-cursor`
   */
  async ofUrl(query: ConnectionsQuery & { url: string }): Promise<Page<Connection>> {
    const behind = positionOf(query.cursor);
    // One index for each side: an OR over both would sort all connections of a popular work.
    const sides = [connections.sourceKey, connections.targetKey].map((key) =>
      this.#rows(isAt(key, query.url), query, behind),
    );
    const rows = (await Promise.all(sides)).flat();
    return page(rows.toSorted(newestFirst), query.limit);
  }

  #rows(
    condition: ReturnType<typeof eq>,
    { type, limit }: ConnectionsQuery,
    behind: Position | undefined,
  ): Promise<ConnectionRow[]> {
    return this.#database.db
      .select()
      .from(connections)
      .where(
        and(
          condition,
          type && eq(connections.type, type),
          behind && isBehind(connections.createdAt, connections.id, behind),
        ),
      )
      .orderBy(desc(connections.createdAt), desc(connections.id))
      .limit(limit + 1);
  }
}

function isAt(key: AnyColumn, url: string) {
  return sql`${key} = md5(${url})::uuid`;
}

function newestFirst(a: ConnectionRow, b: ConnectionRow): number {
  const later = b.createdAt.getTime() - a.createdAt.getTime();
  if (later !== 0) return later;
  return a.id < b.id ? 1 : -1;
}

function page(rows: readonly ConnectionRow[], limit: number): Page<Connection> {
  const { items, next } = pageOf(rows, limit, (row) => ({ at: row.createdAt.getTime(), id: row.id }));
  return { items: items.map(connectionOf), next };
}
