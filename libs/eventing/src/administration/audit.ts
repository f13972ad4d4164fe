import type { Sql, TransactionSql } from 'postgres';
import { uuidv7 } from 'uuidv7';

/** Who asks, and why. */
export interface Order {
  operator: string;
  reason?: string | undefined;
}

export type AuditAction = 'retry' | 'discard' | 'pause' | 'resume' | 'republish';

/** One intervention. */
export interface AuditRecord {
  /** UUIDv7. */
  id: string;
  /** ISO 8601, UTC. */
  at: string;
  operator: string;
  action: AuditAction;
  /** `null` where no consumer is concerned. */
  consumer: string | null;
  reason: string | null;
  /** How many events it was about. */
  events: number;
  /** What it was about: an event, a filter, a range. */
  target: Record<string, unknown>;
  /** The whole event, as it came from the broker, when it was discarded. */
  body: string | null;
}

/** A place in a list by (time, id). */
export interface Place {
  /** Milliseconds since 1970. */
  at: number;
  id: string;
}

type NewRecord = Order &
  Pick<AuditRecord, 'action' | 'events' | 'target'> & { consumer?: string | undefined; body?: string };

/** The append-only record of what operators changed. */
export class Audit {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Writes a record in the transaction of the change. */
  async record(sql: TransactionSql, record: NewRecord): Promise<void> {
    const { operator, action, consumer, reason, events, target, body } = record;
    await sql`
      insert into event_audit (id, operator, action, consumer, reason, events, target, body)
      values (
        ${uuidv7()}, ${operator}, ${action}, ${consumer ?? null}, ${reason ?? null}, ${events},
        ${JSON.stringify(target)}::text::jsonb, ${body ?? null}
      )`;
  }

  /** The newest first, behind `after`. */
  async list(limit: number, after?: Place): Promise<AuditRecord[]> {
    const sql = this.#sql;
    const behind =
      after === undefined
        ? sql``
        : sql`where (at, id) < (to_timestamp(${after.at}::float8 / 1000), ${after.id}::uuid)`;
    const rows = await sql<(Omit<AuditRecord, 'at' | 'target'> & { at: number; target: string })[]>`
      select id, (extract(epoch from at) * 1000)::float8 as at, operator, action, consumer, reason, events,
        target::text as target, body
      from event_audit ${behind} order by event_audit.at desc, id desc limit ${limit}`;
    return rows.map((row) => ({
      ...row,
      at: new Date(row.at).toISOString(),
      target: JSON.parse(row.target) as Record<string, unknown>,
    }));
  }
}
