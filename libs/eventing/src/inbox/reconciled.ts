import type { Sql } from 'postgres';
import type { Head } from '../control/control-message.js';
import type { InboxScope } from './cursors.js';

/** An aggregate of which a consumer has neither handled nor parked the last event. */
export interface Behind {
  aggregateId: string;
  cursor: number;
  last: number;
}

/** A consumer's cursors held against a producer's log, and how far that was done. */
export class Reconciled {
  readonly #sql: Sql;
  readonly #scope: InboxScope;

  constructor(sql: Sql, scope: InboxScope) {
    this.#sql = sql;
    this.#scope = scope;
  }

  /**
   * In the producer's database time. Empty: from the log's beginning, since it was never done, or since the last pass
   * over the whole log began a day ago. What a clock that jumped has hidden is found by the next pass.
   */
  async until(source: string): Promise<string> {
    const [row] = await this.#sql<{ until: string }[]>`
      select case when pass_began_at < now() - interval '1 day' then '' else to_char(reconciled_until at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') end as until
      from inbox_reconciliations where consumer = ${this.#scope.consumer}
        and generation = ${this.#scope.generation} and source = ${source}`;
    return row?.until ?? '';
  }

  /** @param after where the page began; empty: a new pass over the whole log has begun with it. */
  async moveTo(source: string, after: string, until: string): Promise<void> {
    await this.#sql`
      insert into inbox_reconciliations as r (consumer, generation, source, reconciled_until)
      values (
        ${this.#scope.consumer}, ${this.#scope.generation}, ${source}, least(${until}::timestamptz, now())
      )
      on conflict (consumer, generation, source) do update set
        reconciled_until = excluded.reconciled_until,
        pass_began_at = case when ${after === ''} then now() else r.pass_began_at end
        where ${after === ''} or r.reconciled_until < excluded.reconciled_until`;
  }

  async behind(source: string, heads: readonly Head[]): Promise<Behind[]> {
    if (heads.length === 0) return [];
    const ids = heads.map(([id]) => id);
    const rows = await this.#sql<{ aggregate_id: string; cursor: string; last: string }[]>`
      select h.aggregate_id, coalesce(c.sequence, 0) as cursor, h.last
      from unnest(${ids}::text[], ${heads.map(([, last]) => last)}::bigint[]) as h (aggregate_id, last)
      left join inbox_cursors_of(
        ${this.#scope.consumer}, ${this.#scope.generation}, ${ids.map(() => source)}::text[], ${ids}::text[]
      ) c on c.aggregate_id = h.aggregate_id
      where coalesce(c.sequence, 0) < h.last and not exists (
        select from parked_events p where p.consumer = ${this.#scope.consumer}
          and p.generation = ${this.#scope.generation} and p.source = ${source}
          and p.aggregate_id = h.aggregate_id and p.sequence = h.last
      )`;
    return rows.map((row) => ({
      aggregateId: row.aggregate_id,
      cursor: Number(row.cursor),
      last: Number(row.last),
    }));
  }
}
