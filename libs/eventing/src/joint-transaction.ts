import type { PendingQuery, Row, TransactionSql } from 'postgres';

/** What a transaction may send without a round trip of its own. */
export interface TransactionEnds<T, R> {
  /** Statements that go out together with the begin, and so must only read. */
  first?: (sql: TransactionSql) => Promise<R>;
  /** The last statements, which go out together with the commit, in their order: if one fails, nothing is kept. */
  last?: (sql: TransactionSql, result: T) => readonly PendingQuery<Row[]>[];
}

type Run = (work: (sql: TransactionSql) => Promise<void>) => Promise<void>;

/**
 * One transaction of all that would be transactions of their own: each is a savepoint in it, so that what fails is taken
 * back, and may be tried again, by itself. They take turns; one must not be run inside another.
 */
export class JointTransaction {
  readonly #runAlone: Run;
  readonly #begin: (sql: TransactionSql) => Promise<void>;
  readonly #end = Promise.withResolvers<(sql: TransactionSql) => Promise<void>>();
  readonly #committed: (() => void)[] = [];
  #opened: Promise<TransactionSql> | undefined;
  #outcome: Promise<void> = Promise.resolve();
  #turn: Promise<unknown> = Promise.resolve();
  #isOver = false;

  /** @param begin runs first; if it throws, so does everything inside */
  constructor(runAlone: Run, begin: (sql: TransactionSql) => Promise<void>) {
    this.#runAlone = runAlone;
    this.#begin = begin;
    // Nobody waits for the end of what did not begin.
    this.#end.promise.catch(() => undefined);
  }

  /** After its end, what still runs in its context is on its own. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Begins it. Not called, it begins with the first transaction inside, or never. */
  open(): Promise<TransactionSql> {
    return (this.#opened ??= new Promise((resolve, reject) => {
      this.#outcome = this.#runAlone(async (sql) => {
        await this.#begin(sql);
        resolve(sql);
        const last = await this.#end.promise;
        await last(sql);
      });
      this.#outcome.catch(reject);
    }));
  }

  run<T, R>(work: (sql: TransactionSql, read: R) => Promise<T>, ends: TransactionEnds<T, R>): Promise<T> {
    const result = this.#turn.then(() => this.#runInside(work, ends));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  onCommit(callback: () => void): void {
    this.#committed.push(callback);
  }

  /** @param last runs in the transaction, where there was one, before it commits */
  async commit(last: (sql: TransactionSql) => Promise<void>): Promise<void> {
    await this.#close();
    if (this.#opened === undefined) return;
    this.#end.resolve(last);
    await this.#outcome;
    for (const callback of this.#committed) callback();
  }

  async rollBack(reason: unknown): Promise<void> {
    await this.#close();
    this.#end.reject(reason);
    await this.#outcome.catch(() => undefined);
  }

  async #close(): Promise<void> {
    this.#isOver = true;
    await this.#turn;
  }

  async #runInside<T, R>(
    work: (sql: TransactionSql, read: R) => Promise<T>,
    { first, last }: TransactionEnds<T, R>,
  ): Promise<T> {
    const sql = await this.open();
    await sql.unsafe('savepoint inside');
    try {
      // Who asks for nothing to be read has no use for the type of it.
      const read = (await first?.(sql)) as R;
      const result = await work(sql, read);
      await Promise.all(last?.(sql, result) ?? []);
      await sql.unsafe('release savepoint inside');
      return result;
    } catch (error) {
      // Where this fails there is no transaction any more; what failed first says why.
      await sql.unsafe('rollback to savepoint inside').catch(() => undefined);
      throw error;
    }
  }
}
