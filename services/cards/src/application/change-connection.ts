import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import type { Connection } from '../domain/connection.js';
import type { ConnectionType } from '../domain/connection-type.js';
import { ConnectionRepository } from '../infrastructure/connection-repository.js';
import { noSuchConnection } from './get-connection.js';
import { connectionChange } from './publish-connection.js';
import { progressAfter } from './recorded-change.js';
import { WorkUrls } from './work-urls.js';

/** What can be done with a connection that is there; each of it is idempotent. */
@Injectable()
export class ChangeConnection {
  readonly #log: EventLog;
  readonly #connections: ConnectionRepository;
  readonly #workUrls: WorkUrls;

  constructor(log: EventLog, connections: ConnectionRepository, workUrls: WorkUrls) {
    this.#log = log;
    this.#connections = connections;
    this.#workUrls = workUrls;
  }

  /**
   * Another type or note.
   *
   * @throws DomainError as `Connection.edit` does; `connection-not-found`, `connection-exists`
   */
  edit(command: {
    connectionId: string;
    by: string;
    type?: ConnectionType | undefined;
    note?: string | undefined;
  }): Promise<Connection> {
    return this.#change(command.connectionId, (connection, at) => {
      connection.edit({ ...command, at });
    });
  }

  /**
   * Turns it round, so that it begins at `sourceUrl`.
   *
   * @throws DomainError as `Connection.beginAt` and `WorkUrls.of` do; `connection-not-found`, `connection-exists`
   */
  async swap(command: { connectionId: string; by: string; sourceUrl: string }): Promise<Connection> {
    const sourceUrl = await this.#workUrls.of(command.sourceUrl, 'source');
    return this.#change(command.connectionId, (connection, at) => {
      connection.beginAt(sourceUrl, command.by, at);
    });
  }

  #change(connectionId: string, decide: (connection: Connection, at: string) => void): Promise<Connection> {
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const connection = await this.#connections.find(uow.sql, connectionId);
        if (connection === undefined) throw noSuchConnection(connectionId);
        decide(connection, new Date().toISOString());
        if (connection.raised.length === 0) return connection;
        const change = connectionChange(connection);
        await this.#connections.update(uow.sql, connection, progressAfter(change));
        uow.append(change);
        return connection;
      }),
    );
  }
}
