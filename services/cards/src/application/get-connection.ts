import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { Database } from '#platform';
import type { Connection } from '../domain/connection.js';
import { DomainError } from '../domain/domain-error.js';
import { connectionOf } from '../infrastructure/connection-repository.js';
import { connections } from '../infrastructure/schema.js';

/** One connection, whosever it is. */
@Injectable()
export class GetConnection {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws DomainError `connection-not-found` */
  async execute(id: string): Promise<Connection> {
    const [row] = await this.#database.db.select().from(connections).where(eq(connections.id, id));
    if (row === undefined) throw noSuchConnection(id);
    return connectionOf(row);
  }
}

export function noSuchConnection(id: string): DomainError {
  return new DomainError('not-found', 'connection-not-found', `There is no connection ${id}.`);
}
