import type { TransactionSql } from 'postgres';
import type { AggregateKey } from './inbox-event.js';
import type { CursorMove } from './plan.js';

/** Which rows of the inbox are meant: one consumer's, in one generation of its projection. */
export interface InboxScope {
  consumer: string;
  generation: number;
}

/** Somebody else moved a cursor of the batch: a former owner of the lane was still at work. Load and plan again. */
export class CursorRace extends Error {
  override readonly name = 'CursorRace';
  readonly code = 'cursor-race';
}

/** Reads the cursors of a batch's aggregates. Map keys are `<source> <aggregate id>`. */
export async function readCursors(
  sql: TransactionSql,
  scope: InboxScope,
  keys: readonly AggregateKey[],
): Promise<Map<string, number>> {
  const rows = await sql<{ key: string; sequence: string }[]>`
    select source || ' ' || aggregate_id as key, sequence
    from inbox_cursors_of(
      ${scope.consumer}, ${scope.generation},
      ${keys.map((key) => key.source)}::text[], ${keys.map((key) => key.aggregateId)}::text[]
    )`;
  return new Map(rows.map((row) => [row.key, Number(row.sequence)]));
}

/**
 * Moves cursors from where they were read to where the batch leaves them.
 *
 * @throws CursorRace when one of them stands elsewhere by now; the transaction must be rolled back.
 */
export async function moveCursors(
  sql: TransactionSql,
  scope: InboxScope,
  moves: readonly CursorMove[],
): Promise<void> {
  if (moves.length === 0) return;
  // An upsert finds its row by the key whatever the planner believes of the table; `previous` is what makes it a
  // compare-and-set.
  const moved = await sql`
    insert into inbox_cursors (consumer, generation, source, aggregate_id, sequence, previous)
    select ${scope.consumer}, ${scope.generation}, m.*
    from unnest(
      ${moves.map((move) => move.source)}::text[], ${moves.map((move) => move.aggregateId)}::text[],
      ${moves.map((move) => move.to)}::bigint[], ${moves.map((move) => move.from)}::bigint[]
    ) as m
    on conflict (consumer, generation, source, aggregate_id) do update
      set sequence = excluded.sequence, previous = excluded.previous
      where inbox_cursors.sequence = excluded.previous
    returning 1`;
  if (moved.length !== moves.length) {
    throw new CursorRace(
      `Only ${String(moved.length)} of ${String(moves.length)} cursors stood where they were read`,
    );
  }
}
