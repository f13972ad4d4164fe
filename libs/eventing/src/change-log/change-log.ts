import type { Sql, TransactionSql } from 'postgres';

/** That something changed. What it is now is read where it is stored: whatever is told of it is never out of date. */
export interface Change {
  /** What kind of thing. */
  kind: string;
  /** Its business id. */
  subject: string;
  /** By which it finds those whom it concerns. */
  keys: readonly string[];
}

/** Changes with larger positions were committed no earlier. */
export type NumberedChange = Change & { position: number };

/** What follows a position of the log. */
export interface ChangePage {
  changes: NumberedChange[];
  /** The log is read up to here. */
  upTo: number;
}

/**
 * How old an act may be, in milliseconds, to be news when it is heard of. Events of a rebuild, and those that come
 * late, change what there is to read; nobody is told of them as if they happened now.
 */
const NEWS_MAX_AGE_MS = 3_600_000;

/** Rows that get their places in one transaction. */
const NUMBERED_AT_ONCE = 5_000;
const FORGOTTEN_AT_ONCE = 10_000;

/** @param happenedAt ISO 8601: the time of the act, as its event has it */
export function isNews(happenedAt: string, now = Date.now()): boolean {
  return now - Date.parse(happenedAt) <= NEWS_MAX_AGE_MS;
}

/** Records changes in the transaction that makes them, all in one statement; they have no place in the log yet. */
export async function recordChanges(sql: TransactionSql, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    insert into recorded_changes (kind, subject, keys)
    select c.kind, c.subject, c.keys
    from jsonb_to_recordset(${JSON.stringify(changes)}::text::jsonb) as c (kind text, subject text, keys text[])`;
}

/**
 * The service's changes in the order of their commits. Any replica reads it; a reader that goes on behind a position
 * that it has seen misses nothing and gets nothing twice.
 */
export class ChangeLog {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Gives all that is committed its place. Replicas that do so at once take turns. */
  async number(): Promise<void> {
    for (let count = NUMBERED_AT_ONCE; count === NUMBERED_AT_ONCE;) {
      const [row] = await this.#sql<{ count: number }[]>`
        select number_changes(${NUMBERED_AT_ONCE}::int) as count`;
      count = row?.count ?? 0;
    }
  }

  /** The last position that was given. */
  async last(): Promise<number> {
    const [row] = await this.#sql<{ last: number }[]>`select last::float8 as last from change_log_head`;
    return row?.last ?? 0;
  }

  /**
   * What follows a position, in order, so many changes at most.
   *
   * @returns undefined when the log no longer has all that follows it, or never gave it
   */
  async read(after: number, limit: number): Promise<ChangePage | undefined> {
    const rows = await this.#sql<(Change & { floor: number; last: number; position: number | null })[]>`
      select h.floor::float8 as floor, h.last::float8 as last, c.position::float8 as position, c.kind, c.subject, c.keys
      from change_log_head h left join lateral (
        select * from change_log where position > ${after}::bigint order by position limit ${limit}
      ) c on true
      order by c.position`;
    const [first] = rows;
    if (first === undefined || after < first.floor || after > first.last) return undefined;
    const changes = rows.flatMap(({ position, kind, subject, keys }) =>
      position === null ? [] : [{ position, kind, subject, keys }],
    );
    return { changes, upTo: changes.at(-1)?.position ?? after };
  }

  /**
   * Forgets changes that were given their places so long ago.
   *
   * @param retentionMs at least a second
   */
  async forget(retentionMs: number): Promise<void> {
    const retention = `${String(Math.round(retentionMs / 1_000))} seconds`;
    for (let count = FORGOTTEN_AT_ONCE; count === FORGOTTEN_AT_ONCE;) {
      const [row] = await this.#sql<{ count: number }[]>`
        select forget_changes(${retention}::text::interval, ${FORGOTTEN_AT_ONCE}::int) as count`;
      count = row?.count ?? 0;
    }
  }
}
