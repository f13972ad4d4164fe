import type { PendingQuery, Row, TransactionSql } from 'postgres';
import { uuidv7 } from 'uuidv7';
import { type Causation, currentCausation } from '../causation.js';
import { toCloudEvent } from '../envelope.js';
import { partitionOf } from '../partition.js';
import { isUniqueViolation } from '../postgres-errors.js';
import { type AggregateChange, ConcurrencyConflict } from './aggregate-change.js';
import type { TransactionPool } from '../transaction-pool.js';
import { traceCreation } from '../tracing/creation-span.js';
import { assertTogether, publishedType, twinsOf } from './together.js';

/** Columns of the rows to insert; one array a column, as `unnest` takes them. */
interface Rows {
  now: string;
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

/** What a transaction came to, and the partitions that have something new to publish since. */
export interface Appended<T> {
  result: T;
  touched: ReadonlySet<number>;
}

/** Statements that are made when it is their turn to be sent. */
export type Statements = (sql: TransactionSql) => readonly PendingQuery<Row[]>[];

/** What a transaction has queued for its end. */
export interface Queued {
  readonly changes: AggregateChange[];
  readonly statements: Statements[];
}

/**
 * Runs `work` in one transaction, at whose end what it queued is sent together with the commit: the statements, then
 * the changes, to event store and outbox.
 *
 * @param first reads that go out with the begin
 * @throws ConcurrencyConflict when a version exists already; nothing is kept.
 */
export async function runAndAppend<T, R = undefined>(
  transactions: TransactionPool,
  source: string,
  work: (sql: TransactionSql, queued: Queued, read: R) => Promise<T>,
  first?: (sql: TransactionSql) => Promise<R>,
): Promise<Appended<T>> {
  const changes: AggregateChange[] = [];
  const statements: Statements[] = [];
  let touched: ReadonlySet<number> = new Set();
  try {
    const result = await transactions.run<T, R>((sql, read) => work(sql, { changes, statements }, read), {
      ...(first === undefined ? {} : { first }),
      last: (sql) => {
        const last = statements.flatMap((make) => make(sql));
        if (changes.length === 0) return last;
        const rows = rowsOf(changes, source, new Date().toISOString());
        touched = new Set(rows.logged.partition);
        return [...last, insertOf(sql, rows)];
      },
    });
    return { result, touched };
  } catch (error) {
    throw failureOf(error, changes);
  }
}

/**
 * Writes the changes in a transaction that is run by other means.
 *
 * @throws ConcurrencyConflict when a version exists already; the transaction is then void.
 */
export async function appendChanges(
  sql: TransactionSql,
  source: string,
  changes: readonly AggregateChange[],
): Promise<void> {
  try {
    await insertOf(sql, rowsOf(changes, source, new Date().toISOString()));
  } catch (error) {
    throw failureOf(error, changes);
  }
}

/** One statement, however many aggregates changed. */
function insertOf(sql: TransactionSql, { stored, logged, now }: Rows): PendingQuery<Row[]> {
  return sql`
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
    select position, day, partition from logged`;
}

function failureOf(error: unknown, changes: readonly AggregateChange[]): unknown {
  return isUniqueViolation(error, 'event_store_aggregate_version')
    ? new ConcurrencyConflict(changes.map((change) => change.aggregateId).join(', '), { cause: error })
    : error;
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
            ...traceCreation({ id, type }, cause),
            twins: twinsOf(event),
            data: event,
          }),
        ),
      );
    });
  }
  return { now, stored, logged };
}

/** The cause of what nothing else caused: a timer or an operator. */
function rootCause(): Causation {
  const id = uuidv7();
  return { correlationId: id, causationId: id };
}
