import type { Sql } from 'postgres';
import type { TransactionPool } from '../transaction-pool.js';
import type { Audit, Order } from './audit.js';

/** Whether a consumer is paused, by whom, why and since when. */
export interface ConsumerControl {
  paused: boolean;
  reason: string;
  changedBy: string;
  /** ISO 8601, UTC. */
  changedAt: string;
}

/** What operators ask of a consumer, kept in the database so that every replica and the next start obey. */
export class ConsumerControls {
  readonly #sql: Sql;
  readonly #consumer: string;

  constructor(sql: Sql, consumer: string) {
    this.#sql = sql;
    this.#consumer = consumer;
  }

  /** `undefined` when nobody ever asked anything. */
  async read(): Promise<ConsumerControl | undefined> {
    const [row] = await this.#sql<(Omit<ConsumerControl, 'changedAt'> & { changedAt: number })[]>`
      select paused, reason, changed_by as "changedBy", (extract(epoch from changed_at) * 1000)::float8 as "changedAt"
      from consumer_controls where consumer = ${this.#consumer}`;
    return row && { ...row, changedAt: new Date(row.changedAt).toISOString() };
  }

  async isPaused(): Promise<boolean> {
    return (await this.read())?.paused ?? false;
  }

  /** Says that it is to pause or go on. Saying it twice changes nothing, and is recorded once. */
  async set(
    transactions: TransactionPool,
    audit: Audit,
    paused: boolean,
    { operator, reason }: Order,
  ): Promise<ConsumerControl> {
    await transactions.run(async (sql) => {
      const changed = await sql`
        insert into consumer_controls (consumer, paused, reason, changed_by)
        values (${this.#consumer}, ${paused}, ${reason ?? ''}, ${operator})
        on conflict (consumer) do update set paused = excluded.paused, reason = excluded.reason,
          changed_by = excluded.changed_by, changed_at = now()
          where consumer_controls.paused <> excluded.paused
        returning 1`;
      if (changed.length === 0) return;
      const action = paused ? 'pause' : 'resume';
      await audit.record(sql, { operator, reason, action, consumer: this.#consumer, events: 0, target: {} });
    });
    return (
      (await this.read()) ?? { paused, reason: '', changedBy: operator, changedAt: new Date().toISOString() }
    );
  }
}
