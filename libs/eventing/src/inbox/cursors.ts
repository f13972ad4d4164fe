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
    select c.source || ' ' || c.aggregate_id as key, c.sequence
    from unnest(${keys.map((key) => key.source)}::text[], ${keys.map((key) => key.aggregateId)}::text[]) as k (source, aggregate_id)
    join inbox_cursors c on c.consumer = ${scope.consumer} and c.generation = ${scope.generation}
      and c.source = k.source and c.aggregate_id = k.aggregate_id`;
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
  const [row] = await sql<{ moved: number }[]>`
    with moves as (
      select * from unnest(
        ${moves.map((move) => move.source)}::text[], ${moves.map((move) => move.aggregateId)}::text[],
        ${moves.map((move) => move.from)}::bigint[], ${moves.map((move) => move.to)}::bigint[]
      ) as m (source, aggregate_id, from_sequence, to_sequence)
    ), updated as (
      update inbox_cursors c set sequence = m.to_sequence from moves m
      where c.consumer = ${scope.consumer} and c.generation = ${scope.generation}
        and c.source = m.source and c.aggregate_id = m.aggregate_id and c.sequence = m.from_sequence
      returning 1
    ), inserted as (
      insert into inbox_cursors (consumer, generation, source, aggregate_id, sequence)
      select ${scope.consumer}, ${scope.generation}, source, aggregate_id, to_sequence from moves where from_sequence = 0
      on conflict do nothing
      returning 1
    )
    select (select count(*) from updated)::int + (select count(*) from inserted)::int as moved`;
  if (row?.moved !== moves.length) {
    throw new CursorRace(
      `Only ${String(row?.moved)} of ${String(moves.length)} cursors stood where they were read`,
    );
  }
}
