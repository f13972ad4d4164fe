import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import { ConnectionRepository } from '../infrastructure/connection-repository.js';
import { noSuchConnection } from './get-connection.js';
import { connectionChange } from './publish-connection.js';

/** Takes a connection away. */
@Injectable()
export class RemoveConnection {
  readonly #log: EventLog;
  readonly #connections: ConnectionRepository;

  constructor(log: EventLog, connections: ConnectionRepository) {
    this.#log = log;
    this.#connections = connections;
  }

  /** @throws DomainError `connection-not-found`, `not-your-connection` */
  async execute({ connectionId, by }: { connectionId: string; by: string }): Promise<void> {
    await retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const connection = await this.#connections.find(uow.sql, connectionId);
        if (connection === undefined) throw noSuchConnection(connectionId);
        connection.remove(by, new Date().toISOString());
        await this.#connections.delete(uow.sql, connection);
        uow.append(connectionChange(connection));
      }),
    );
  }
}
