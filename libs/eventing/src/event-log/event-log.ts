import { Injectable } from '@nestjs/common';
import type { TransactionSql } from 'postgres';
import type { AggregateChange } from './aggregate-change.js';
import type { TransactionPool } from '../transaction-pool.js';
import { inSpan } from '../tracing/spans.js';
import { runAndAppend, type Statements } from './append.js';

/** One database transaction in which aggregates, their events and read models change together. */
export interface UnitOfWork {
  /** The transaction. All SQL of the work goes through it. */
  readonly sql: TransactionSql;
  /** Queues a change's events; all that was queued is written by one statement that goes out with the commit. */
  append(change: AggregateChange): void;
  /**
   * Queues statements that go out with the commit, behind all others: for what takes locks that many want, which are
   * then held for no round trip. They are sent in the order in which they were queued.
   */
  atCommit(statements: Statements): void;
}

/** Told after a commit that the outbox has grown. Must not throw and must not wait. */
export type AfterCommit = (partitions: ReadonlySet<number>) => void;

const TRANSACTION = { 'db.system.name': 'postgresql' };

/**
 * The service's own log: the event store of its domain events and the outbox of its integration events.
 * Nothing is ever published from inside a transaction; the relay does it after the commit.
 */
@Injectable()
export class EventLog {
  readonly #transactions: TransactionPool;
  readonly #source: string;
  readonly #afterCommit: AfterCommit;

  /** @param source CloudEvents source of what this service publishes: `/services/cards` */
  constructor(transactions: TransactionPool, source: string, afterCommit: AfterCommit) {
    this.#transactions = transactions;
    this.#source = source;
    this.#afterCommit = afterCommit;
  }

  /**
   * Runs `work` in one transaction, writes the events it appended, and commits. If it throws, nothing is kept.
   *
   * @throws ConcurrencyConflict when an appended version exists already.
   */
  transaction<T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> {
    return inSpan('transaction', TRANSACTION, () => this.#transaction(work));
  }

  async #transaction<T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> {
    const { result, touched } = await runAndAppend(
      this.#transactions,
      this.#source,
      (sql, { changes, statements }) =>
        work({
          sql,
          append: (change) => changes.push(change),
          atCommit: (make) => statements.push(make),
        }),
    );
    if (touched.size > 0) {
      this.#transactions.onCommit(() => {
        this.#afterCommit(touched);
      });
    }
    return result;
  }
}
