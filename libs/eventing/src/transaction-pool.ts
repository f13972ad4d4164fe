import { AsyncLocalStorage } from 'node:async_hooks';
import type { Sql, TransactionSql } from 'postgres';
import { JointTransaction, type TransactionEnds } from './joint-transaction.js';
import { ConnectionLostError, isDatabaseAway, isFatal } from './postgres-errors.js';

export interface TransactionPoolOptions {
  /** Transactions at once, at most; others wait for their turn. */
  size: number;
  /**
   * Makes a client of **one** connection that is made **once** ({@link onlyOnce}), and calls back whenever that
   * connection is closed or can not be made.
   */
  connect: (onClose: () => void) => Sql;
}

/**
 * Lets a client of postgres.js make one connection and no other. It would send what was not sent yet down the next one,
 * where the statements of a transaction that is lost would run by themselves.
 *
 * @param connect the client's `socket` option
 */
export function onlyOnce<Place, Connection>(
  connect: (place: Place) => Connection,
): (place: Place) => Connection {
  let isUsed = false;
  return (place) => {
    if (isUsed) throw new ConnectionLostError();
    isUsed = true;
    return connect(place);
  };
}

/**
 * Runs transactions, each on a client of one connection.
 *
 * The client's own pool is not used for them, because it does not survive a restart of the server: its `begin`
 * sends a rollback down a socket that is gone, which ends the process, and its `reserve` forgets a connection for
 * each reservation that failed, until none is left. Here a client whose connection is lost is thrown away with its
 * transaction, and no later statement of it can reach a connection where it would run by itself, in autocommit.
 */
export class TransactionPool {
  readonly #options: TransactionPoolOptions;
  readonly #idle: Slot[] = [];
  readonly #waiting: ((slot: Slot) => void)[] = [];
  readonly #joint = new AsyncLocalStorage<JointTransaction>();
  #slots = 0;

  constructor(options: TransactionPoolOptions) {
    this.#options = options;
  }

  /**
   * Runs `work` in one transaction: its statements, then the commit; a throw rolls all back. Statements that are sent
   * without waiting for each other's answers run in the order in which they were sent. Inside a joint transaction it is a
   * part of that, and kept when that commits.
   */
  run<T, R = undefined>(
    work: (sql: TransactionSql, read: R) => Promise<T>,
    ends: TransactionEnds<T, R> = {},
  ): Promise<T> {
    const joint = this.#current();
    return joint === undefined ? this.#runAlone(work, ends) : joint.run(work, ends);
  }

  /**
   * A transaction for `inside` to run others in, so that they are kept together or not at all.
   *
   * @param begin runs first; if it throws, so does everything inside
   */
  joint(begin: (sql: TransactionSql) => Promise<void>): JointTransaction {
    return new JointTransaction((work) => this.#runAlone(work, {}), begin);
  }

  /** Runs `work`, all of whose transactions are parts of `joint`. */
  inside<T>(joint: JointTransaction, work: () => Promise<T>): Promise<T> {
    return this.#joint.run(joint, work);
  }

  /** For whoever has run a transaction: called at once, or when the joint transaction that it is a part of commits. */
  onCommit(callback: () => void): void {
    const joint = this.#current();
    if (joint === undefined) callback();
    else joint.onCommit(callback);
  }

  #current(): JointTransaction | undefined {
    const joint = this.#joint.getStore();
    return joint === undefined || joint.isOver ? undefined : joint;
  }

  async #runAlone<T, R>(
    work: (sql: TransactionSql, read: R) => Promise<T>,
    ends: TransactionEnds<T, R>,
  ): Promise<T> {
    const slot = await this.#take();
    try {
      return await slot.run(work, ends);
    } finally {
      this.#give(slot);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((slot) => slot.close()));
  }

  #take(): Promise<Slot> | Slot {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#slots < this.#options.size) {
      this.#slots += 1;
      return new Slot(this.#options.connect);
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #give(slot: Slot): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(slot);
    else next(slot);
  }
}

class Slot {
  readonly #connect: TransactionPoolOptions['connect'];
  #client: Sql | undefined;
  #guard: Guard | undefined;

  constructor(connect: TransactionPoolOptions['connect']) {
    this.#connect = connect;
  }

  async run<T, R>(
    work: (sql: TransactionSql, read: R) => Promise<T>,
    { first, last }: TransactionEnds<T, R>,
  ): Promise<T> {
    const isNew = this.#client === undefined;
    const client = (this.#client ??= this.#open());
    const guard = new Guard(client);
    this.#guard = guard;
    let state = 'closed' as 'closed' | 'open' | 'over';
    try {
      const begun = guard.untilLost(client.unsafe('begin')).then(() => {
        state = 'open';
      });
      // Nothing is sent behind a connection that may not come about.
      if (isNew) await begun;
      const [, read] = await Promise.all([begun, guard.untilLost(first?.(guard.sql) ?? nothing<R>())]);
      const result = await guard.untilLost(work(guard.sql, read));
      guard.check();
      const written = (last?.(guard.sql, result) ?? []).map((statement) => statement.execute());
      guard.end();
      const [failures, { command }] = await guard.untilLost(
        Promise.all([Promise.all(written.map(failureOf)), client.unsafe('commit').execute()]),
      );
      const failed = failures.find((failure) => failure !== undefined);
      state = 'over';
      if (failed !== undefined) throw failed.error;
      if (command === 'ROLLBACK') {
        throw new Error('A statement of the transaction had failed; the database rolled it back');
      }
      return result;
    } catch (error) {
      guard.end();
      // A rollback down a lost connection would make the client connect again, behind our back.
      if (state === 'open' && !guard.isLost && !isFatal(error)) await this.#rollBack(client, guard);
      else if (state !== 'over') this.#discard(client);
      // The work may have failed with anything that it spoke with; of the connection, only this speaks.
      if ((state === 'closed' || guard.isLost) && !isDatabaseAway(error)) {
        throw new ConnectionLostError(error);
      }
      throw error;
    } finally {
      this.#guard = undefined;
    }
  }

  /** A loss may be known by this only: a statement fails before its connection is closed. */
  async #rollBack(client: Sql, guard: Guard): Promise<void> {
    try {
      await guard.untilLost(client.unsafe('rollback'));
    } catch {
      guard.lose();
      this.#discard(client);
    }
  }

  async close(): Promise<void> {
    await this.#client?.end({ timeout: 5 });
  }

  #open(): Sql {
    const client = this.#connect(() => {
      // A client that was thrown away may close again, later: the transaction on its successor is none of its business.
      if (this.#client !== client) return;
      this.#guard?.lose();
      this.#discard(client);
    });
    return client;
  }

  #discard(client: Sql): void {
    if (this.#client === client) this.#client = undefined;
    void client.end({ timeout: 0 });
  }
}

function nothing<R>(): Promise<R> {
  // Who asks for nothing to be read has no use for the type of it.
  return Promise.resolve(undefined as R);
}

async function failureOf(statement: Promise<unknown>): Promise<{ error: unknown } | undefined> {
  try {
    await statement;
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** Hands out the connection for the time of the transaction only. */
class Guard {
  readonly sql: TransactionSql;
  #over = false;
  readonly #loss = Promise.withResolvers<never>();
  #lost = false;

  constructor(client: Sql) {
    this.#loss.promise.catch(() => undefined);
    // Savepoints are all that a TransactionSql has beyond a client, and the engine does without.
    this.sql = new Proxy(client, {
      apply: (target, self, args) => {
        this.check();
        return Reflect.apply(target, self, args) as unknown;
      },
      get: (target, property) => {
        if (property === 'unsafe') this.check();
        return Reflect.get(target, property) as unknown;
      },
    }) as unknown as TransactionSql;
  }

  get isLost(): boolean {
    return this.#lost;
  }

  /** Waits no longer than there is a connection, whatever else is waited for. */
  untilLost<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#loss.promise]);
  }

  check(): void {
    if (this.#lost) throw new ConnectionLostError();
    if (this.#over) throw new Error('The transaction is over: its statements must be awaited inside it');
  }

  end(): void {
    this.#over = true;
  }

  lose(): void {
    this.#lost = true;
    this.#loss.reject(new ConnectionLostError());
  }
}
