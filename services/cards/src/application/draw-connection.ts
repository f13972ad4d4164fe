import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { ConcurrencyConflict, EventLog, retryOnConflict } from '#eventing';
import { Connection } from '../domain/connection.js';
import type { ConnectionType } from '../domain/connection-type.js';
import { ConnectionRepository } from '../infrastructure/connection-repository.js';
import { ConnectionEnds, type NamedEnd } from './connection-ends.js';
import { connectionChange } from './publish-connection.js';
import { progressAfter } from './recorded-change.js';

export interface DrawConnectionCommand {
  curatorId: string;
  source: NamedEnd;
  target: NamedEnd;
  type?: ConnectionType | undefined;
  note?: string | undefined;
}

export interface DrawnConnection {
  connection: Connection;
  /** False where the researcher had it already: that one stays as it is, its note and direction too. */
  created: boolean;
}

/** Connects two works. Idempotent: a connection that is there already is not drawn again. */
@Injectable()
export class DrawConnection {
  readonly #log: EventLog;
  readonly #connections: ConnectionRepository;
  readonly #ends: ConnectionEnds;

  constructor(log: EventLog, connections: ConnectionRepository, ends: ConnectionEnds) {
    this.#log = log;
    this.#connections = connections;
    this.#ends = ends;
  }

  /** @throws DomainError as `Connection.draw` and `ConnectionEnds.find` do */
  async execute({ curatorId, source, target, type, note }: DrawConnectionCommand): Promise<DrawnConnection> {
    const id = uuidv7();
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const drawn = Connection.draw({
          id,
          curatorId,
          source: await this.#ends.find(uow.sql, curatorId, source, 'source'),
          target: await this.#ends.find(uow.sql, curatorId, target, 'target'),
          type,
          note,
          at: new Date().toISOString(),
        });
        const change = connectionChange(drawn);
        if (await this.#connections.insert(uow.sql, drawn, progressAfter(change))) {
          uow.append(change);
          return { connection: drawn, created: true };
        }
        const present = await this.#connections.findSame(uow.sql, drawn);
        // Removed between the two statements: decide anew.
        if (present === undefined) throw new ConcurrencyConflict(id);
        return { connection: present, created: false };
      }),
    );
  }
}
