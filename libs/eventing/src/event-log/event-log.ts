import { Injectable } from '@nestjs/common';
import type { Sql, TransactionSql } from 'postgres';
import type { AggregateChange } from './aggregate-change.js';
import { appendChanges } from './append.js';

/** One database transaction in which aggregates, their events and read models change together. */
export interface UnitOfWork {
  /** The transaction. All SQL of the work goes through it. */
  readonly sql: TransactionSql;
  /** Queues a change's events; all that was queued is written by one statement just before the commit. */
  append(change: AggregateChange): void;
}

/** Told after a commit that the outbox has grown. Must not throw and must not wait. */
export type AfterCommit = (partitions: ReadonlySet<number>) => void;

/**
 * The service's own log: the event store of its domain events and the outbox of its integration events.
 * Nothing is ever published from inside a transaction; the relay does it after the commit.
 */
@Injectable()
export class EventLog {
  readonly #sql: Sql;
  readonly #source: string;
  readonly #afterCommit: AfterCommit;

  /** @param source CloudEvents source of what this service publishes: `/services/cards` */
  constructor(sql: Sql, source: string, afterCommit: AfterCommit) {
    this.#sql = sql;
    this.#source = source;
    this.#afterCommit = afterCommit;
  }

  /**
   * Runs `work` in one transaction, writes the events it appended, and commits. If it throws, nothing is kept.
   *
   * @throws ConcurrencyConflict when an appended version exists already.
   */
  async transaction<T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> {
    const changes: AggregateChange[] = [];
    let touched: ReadonlySet<number> = new Set();
    const result = await this.#sql.begin(async (sql) => {
      const value = await work({ sql, append: (change) => changes.push(change) });
      touched = await appendChanges(sql, this.#source, changes);
      // Boxed, because postgres.js would unwrap an array of promises given as the transaction's result.
      return { value };
    });
    if (touched.size > 0) this.#afterCommit(touched);
    return (result as { value: T }).value;
  }
}
