import type { TransactionSql } from 'postgres';
import { uuidv7 } from 'uuidv7';
import { type Causation, currentCausation } from '../causation.js';
import { toCloudEvent } from '../envelope.js';
import { partitionOf } from '../partition.js';
import { isUniqueViolation } from '../postgres-errors.js';
import { type AggregateChange, ConcurrencyConflict } from './aggregate-change.js';
import { assertTogether, publishedType, twinsOf } from './together.js';

/** Columns of the rows to insert; one array a column, as `unnest` takes them. */
interface Rows {
  stored: {
    aggregateType: string[];
    aggregateId: string[];
    version: number[];
    type: string[];
    data: string[];
    metadata: string[];
  };
  logged: {
    eventId: string[];
    type: string[];
    aggregateId: string[];
    sequence: number[];
    partition: number[];
    body: string[];
  };
}

/**
 * Writes the changes' domain events to the event store and their integration events to the outbox, with one
 * statement however many aggregates changed.
 *
 * @returns the partitions that have something new to publish.
 * @throws ConcurrencyConflict when a version exists already; the transaction is then void.
 */
export async function appendChanges(
  sql: TransactionSql,
  source: string,
  changes: readonly AggregateChange[],
): Promise<ReadonlySet<number>> {
  if (changes.length === 0) return new Set();
  const now = new Date().toISOString();
  const { stored, logged } = rowsOf(changes, source, now);
  try {
    await sql`
      with stored as (
        insert into event_store (aggregate_type, aggregate_id, version, type, data, metadata, occurred_at)
        select e.aggregate_type, e.aggregate_id, e.version, e.type, e.data::jsonb, e.metadata::jsonb, ${now}::timestamptz
        from unnest(
          ${stored.aggregateType}::text[], ${stored.aggregateId}::text[], ${stored.version}::int[],
          ${stored.type}::text[], ${stored.data}::text[], ${stored.metadata}::text[]
        ) as e (aggregate_type, aggregate_id, version, type, data, metadata)
      ), logged as (
        insert into outbox (event_id, type, aggregate_id, sequence, partition, body)
        select e.event_id, e.type, e.aggregate_id, e.sequence, e.partition, e.body
        from unnest(
          ${logged.eventId}::uuid[], ${logged.type}::text[], ${logged.aggregateId}::text[],
          ${logged.sequence}::bigint[], ${logged.partition}::smallint[], ${logged.body}::text[]
        ) as e (event_id, type, aggregate_id, sequence, partition, body)
        returning day, position, partition
      )
      insert into outbox_pending (position, day, partition)
      select position, day, partition from logged
    `;
  } catch (error) {
    if (isUniqueViolation(error, 'event_store_aggregate_version')) {
      throw new ConcurrencyConflict(changes.map((change) => change.aggregateId).join(', '), { cause: error });
    }
    throw error;
  }
  return new Set(logged.partition);
}

function rowsOf(changes: readonly AggregateChange[], source: string, now: string): Rows {
  const stored: Rows['stored'] = {
    aggregateType: [],
    aggregateId: [],
    version: [],
    type: [],
    data: [],
    metadata: [],
  };
  const logged: Rows['logged'] = {
    eventId: [],
    type: [],
    aggregateId: [],
    sequence: [],
    partition: [],
    body: [],
  };
  for (const change of changes) {
    const cause = change.cause ?? currentCausation() ?? rootCause();
    const metadata = JSON.stringify(cause);
    change.domainEvents.forEach((event, index) => {
      stored.aggregateType.push(change.aggregateType);
      stored.aggregateId.push(change.aggregateId);
      stored.version.push(change.version + 1 + index);
      stored.type.push(event.type);
      stored.data.push(JSON.stringify(event.data));
      stored.metadata.push(metadata);
    });
    assertTogether(change.integrationEvents);
    const partition = partitionOf(change.aggregateId);
    change.integrationEvents.forEach((event, index) => {
      const id = uuidv7();
      const type = publishedType(event);
      const sequence = change.sequence + 1 + index;
      logged.eventId.push(id);
      logged.type.push(type);
      logged.aggregateId.push(change.aggregateId);
      logged.sequence.push(sequence);
      logged.partition.push(partition);
      logged.body.push(
        JSON.stringify(
          toCloudEvent({
            id,
            source,
            type,
            subject: change.aggregateId,
            time: now,
            sequence,
            ...cause,
            twins: twinsOf(event),
            data: event,
          }),
        ),
      );
    });
  }
  return { stored, logged };
}

/** The cause of what nothing else caused: a timer or an operator. */
function rootCause(): Causation {
  const id = uuidv7();
  return { correlationId: id, causationId: id };
}
