import type { Sql } from 'postgres';
import type { InboxScope } from './cursors.js';
import type { AggregateKey } from './inbox-event.js';

/**
 * - `baseline`: the consumer never had the aggregate and begins after what is gone.
 * - `lost`: it had earlier events, so something is missing for ever: the next event is dead until an operator decides.
 * - `none`: nothing waits for what is gone.
 */
export type GoneOutcome = 'baseline' | 'lost' | 'none';

/** What becomes of aggregates whose missing events exist nowhere any more. */
export class Baselines {
  readonly #sql: Sql;
  readonly #scope: InboxScope;

  constructor(sql: Sql, scope: InboxScope) {
    this.#sql = sql;
    this.#scope = scope;
  }

  /** The producer's log holds no event of the aggregate up to `last`, this included. */
  async accept({ source, aggregateId }: AggregateKey, last: number): Promise<GoneOutcome> {
    const { consumer, generation } = this.#scope;
    // One statement: a cursor that a lane makes meanwhile wins, and the lane's own compare-and-set sees ours.
    const begun = await this.#sql`
      with parked as (
        -- Never past what is here already: it will have its turn.
        select least(${last}::bigint, min(sequence) - 1) as gone from parked_events
        where consumer = ${consumer} and generation = ${generation} and source = ${source}
          and aggregate_id = ${aggregateId}
      ), began as (
        insert into inbox_cursors (consumer, generation, source, aggregate_id, sequence, previous)
        select ${consumer}, ${generation}, ${source}, ${aggregateId}, gone, 0 from parked where gone > 0
        on conflict do nothing returning sequence
      )
      insert into inbox_baselines (consumer, generation, source, aggregate_id, sequence)
      select ${consumer}, ${generation}, ${source}, ${aggregateId}, sequence from began
      on conflict do nothing returning 1`;
    if (begun.length > 0) return 'baseline';
    const given = await this.#sql`
      update parked_events p set status = 'dead', reason = 'lost', error = 'Event ' || (c.sequence + 1) || ' to '
        || least(${last}::bigint, p.sequence - 1) || ' of this aggregate are in no broker and in no log any more',
        error_signature = 'events before it are in no broker and in no log any more'
      from inbox_cursors c
      where c.consumer = ${consumer} and c.generation = ${generation} and c.source = ${source}
        and c.aggregate_id = ${aggregateId} and c.sequence < ${last}
        and p.consumer = c.consumer and p.generation = c.generation and p.source = c.source
        and p.aggregate_id = c.aggregate_id and p.status = 'waiting' and p.sequence > c.sequence + 1 and p.sequence = (
          select min(sequence) from parked_events f where f.consumer = c.consumer and f.generation = c.generation
            and f.source = c.source and f.aggregate_id = c.aggregate_id and f.sequence > c.sequence
        )
      returning 1`;
    return given.length > 0 ? 'lost' : 'none';
  }
}
