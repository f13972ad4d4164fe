import { isDeepStrictEqual } from 'node:util';
import type { Sql } from 'postgres';

/** A row as JSON has it, with the rows that belong to it, by column. */
export type Row = Record<string, unknown>;

/** An aggregate that is not what its events say. */
export interface HistoryViolation {
  aggregate: string;
  /** Undefined: there is no row. */
  row: Row | undefined;
  /** Undefined: by its events it is not there. */
  history: Row | undefined;
}

/** What is kept in a row for one kind of aggregate, and what its events say of that. */
export interface AggregateKind {
  /**
   * Selects its rows as `row`: a JSON object with `id`, `version` and `sequence`, without the columns that the database
   * works out from others.
   */
  rows(sql: Sql): PromiseLike<readonly Row[]>;
  /** What the row must be after these events, but for `id`, `version` and `sequence`. */
  rowAfter(events: readonly unknown[]): Row | undefined;
}

/**
 * Folds every aggregate's stored events and compares what they say with its row, column for column: its version is
 * the number of its domain events, its sequence that of the integration events that were published.
 *
 * @param kinds by the type of the aggregate, all that a service has
 * @param except ids of aggregates whose rows the spec wrote behind their backs
 * @throws Error when events were stored of a type that `kinds` does not have
 */
export async function historyViolationsOf(
  sql: Sql,
  kinds: Readonly<Record<string, AggregateKind>>,
  except: ReadonlySet<string> = new Set(),
): Promise<HistoryViolation[]> {
  const histories = await sql<{ type: string; id: string; events: unknown[]; sequence: number }[]>`
    select aggregate_type as type, aggregate_id as id,
      jsonb_agg(jsonb_build_object('type', type, 'data', data) order by version) as events,
      (select count(*)::int from outbox where outbox.aggregate_id = event_store.aggregate_id) as sequence
    from event_store group by aggregate_type, aggregate_id`;
  const violations: HistoryViolation[] = [];
  const unknown = histories.find(({ type }) => !(type in kinds));
  if (unknown !== undefined) throw new Error(`Nothing says what row a ${unknown.type} has`);
  for (const [type, kind] of Object.entries(kinds)) {
    const selected = (await kind.rows(sql)).map(({ row }) => plain(row) as Row);
    const rows = new Map(selected.map((row) => [String(row['id']), row]));
    const said = new Map<string, Row>();
    for (const { id, events, sequence } of histories.filter((history) => history.type === type)) {
      const row = kind.rowAfter(events);
      if (row !== undefined) said.set(id, { ...(plain(row) as Row), id, version: events.length, sequence });
    }
    for (const id of new Set([...rows.keys(), ...said.keys()])) {
      const [row, history] = [rows.get(id), said.get(id)];
      if (except.has(id) || isDeepStrictEqual(row, history)) continue;
      violations.push({ aggregate: `${type} ${id}`, row, history });
    }
  }
  return violations;
}

/** @throws Error with the violations, where there are some */
export function assertExplained(violations: readonly HistoryViolation[]): void {
  if (violations.length === 0) return;
  throw new Error(`Rows that their events do not explain: ${JSON.stringify(violations, null, 2)}`);
}

/** JSON, with each instant in one spelling. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, field: unknown) =>
    typeof field === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/u.test(field)
      ? new Date(field).toISOString()
      : field,
  );
}
