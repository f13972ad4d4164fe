import type { Sql, TransactionSql } from 'postgres';
import type { CloudEvent } from '../envelope.js';
import { type InboxScope, readCursors } from '../inbox/cursors.js';
import { AdministrationError } from './administration-error.js';
import type { Place } from './audit.js';

/** See docs/parked-events.md. */
export const PARKED_STATUSES = ['waiting', 'retrying', 'dead'] as const;
export type ParkedStatus = (typeof PARKED_STATUSES)[number];

/** Which parked events are meant: all that fit every given field. */
export interface ParkedFilter {
  status?: ParkedStatus | undefined;
  type?: string | undefined;
  signature?: string | undefined;
  aggregateId?: string | undefined;
}

/** Parked events with a consumer, status, type and error signature in common. */
export interface ParkedGroup {
  consumer: string;
  status: ParkedStatus;
  type: string;
  /** The error's first line without what differs from event to event; empty for events that only wait. */
  signature: string;
  count: number;
  /** When the first of them was parked. ISO 8601, UTC. */
  oldestAt: string;
  /** Id of that one. */
  exampleId: string;
}

export interface ParkedEvent {
  consumer: string;
  eventId: string;
  source: string;
  type: string;
  aggregateId: string;
  sequence: number;
  partition: number;
  status: ParkedStatus;
  /** `gap`, `failed`, `permanent`, `invalid` or `unknown-version`. */
  reason: string;
  signature: string;
  /** Since it was parked, or since an operator last had it tried again. */
  attempts: number;
  totalAttempts: number;
  parkedAt: string;
  /** When the last attempt failed. */
  failedAt: string | null;
  /** `null` unless it will be tried again by itself. */
  nextAttemptAt: string | null;
}

export interface ParkedEventDetail extends ParkedEvent {
  /** The last error with its stack and causes. */
  error: string | null;
  /** Of the service when it was parked. */
  serviceVersion: string;
  /** Its CloudEvents attributes. */
  envelope: Omit<CloudEvent, 'data'>;
  payload: unknown;
  /** The last event of the aggregate that was handled. */
  cursor: number;
  /** Nothing of its aggregate comes before it. */
  isNext: boolean;
  /** What of its aggregate waits behind it. */
  behind: { count: number; first: { eventId: string; sequence: number; type: string }[] };
}

interface Row {
  consumer: string;
  event_id: string;
  source: string;
  type: string;
  aggregate_id: string;
  sequence: string;
  partition: number;
  status: ParkedStatus;
  reason: string;
  error_signature: string;
  attempts: number;
  total_attempts: number;
  parked_at: number;
  failed_at: number | null;
  next_attempt_at: number;
}

interface FullRow extends Row {
  error: string | null;
  body: string;
  service_version: string;
}

const BEHIND_SHOWN = 20;

/** What lies in parking, as an operator reads it. */
export class ParkedEvents {
  readonly #sql: Sql;
  readonly #scope: InboxScope;

  constructor(sql: Sql, scope: InboxScope) {
    this.#sql = sql;
    this.#scope = scope;
  }

  /** Groups by status, type and signature, in that order, behind `after`. */
  async groups(
    filter: ParkedFilter,
    limit: number,
    after?: Pick<ParkedGroup, 'status' | 'type' | 'signature'>,
  ): Promise<ParkedGroup[]> {
    const sql = this.#sql;
    const behind =
      after === undefined
        ? sql``
        : sql`and (status, type, error_signature) > (${after.status}, ${after.type}, ${after.signature})`;
    const rows = await sql<(Omit<ParkedGroup, 'consumer' | 'oldestAt'> & { oldest: number })[]>`
      select status, type, error_signature as signature, count(*)::int as count,
        (extract(epoch from min(parked_at)) * 1000)::float8 as oldest,
        (array_agg(event_id order by parked_at, event_id))[1] as "exampleId"
      from parked_events where ${matching(sql, this.#scope, filter)} ${behind}
      group by status, type, error_signature order by status, type, error_signature limit ${limit}`;
    return rows.map(({ oldest, ...group }) => ({
      consumer: this.#scope.consumer,
      ...group,
      oldestAt: new Date(oldest).toISOString(),
    }));
  }

  /** Single ones, the longest parked first, behind `after`. */
  async list(filter: ParkedFilter, limit: number, after?: Place): Promise<ParkedEvent[]> {
    const sql = this.#sql;
    const behind =
      after === undefined
        ? sql``
        : sql`and (parked_at, event_id) > (to_timestamp(${after.at}::float8 / 1000), ${after.id}::uuid)`;
    const rows = await sql<Row[]>`
      select ${columns(sql)} from parked_events where ${matching(sql, this.#scope, filter)} ${behind}
      order by parked_events.parked_at, event_id limit ${limit}`;
    return rows.map(toParkedEvent);
  }

  /** @throws AdministrationError `parked-event-not-found` */
  async show(eventId: string): Promise<ParkedEventDetail> {
    const { row, cursor } = await findParked(this.#sql, this.#scope, eventId);
    const { source, aggregateId, sequence } = row;
    const behind = await this.#sql<{ event_id: string; sequence: string; type: string; count: number }[]>`
      select event_id, sequence, type, count(*) over ()::int as count from parked_events
      where consumer = ${this.#scope.consumer} and generation = ${this.#scope.generation}
        and source = ${source} and aggregate_id = ${aggregateId} and sequence > ${sequence}
      order by parked_events.sequence limit ${BEHIND_SHOWN}`;
    const { data, ...envelope } = JSON.parse(row.body) as CloudEvent;
    const { body: _, ...parked } = row;
    return {
      ...parked,
      envelope,
      payload: data,
      cursor,
      isNext: sequence === cursor + 1,
      behind: {
        count: behind[0]?.count ?? 0,
        first: behind.map((each) => ({
          eventId: each.event_id,
          sequence: Number(each.sequence),
          type: each.type,
        })),
      },
    };
  }
}

/** A parked event with its body, and where its aggregate stands. */
export interface FoundEvent {
  row: ParkedEvent & Pick<ParkedEventDetail, 'error' | 'serviceVersion'> & { body: string };
  cursor: number;
}

/** @throws AdministrationError `parked-event-not-found` */
export async function findParked(
  sql: Sql | TransactionSql,
  scope: InboxScope,
  eventId: string,
): Promise<FoundEvent> {
  const [row] = await (sql as Sql)<FullRow[]>`
    select ${columns(sql)}, error, body, service_version from parked_events
    where event_id = ${eventId} and consumer = ${scope.consumer} and generation = ${scope.generation}`;
  if (row === undefined) {
    throw new AdministrationError(
      'parked-event-not-found',
      `No event ${eventId} is parked at ${scope.consumer}: it was handled or discarded meanwhile, or is parked at another service. List what is parked.`,
    );
  }
  const key = { source: row.source, aggregateId: row.aggregate_id };
  const cursors = await readCursors(sql as TransactionSql, scope, [key]);
  return {
    row: { ...toParkedEvent(row), error: row.error, serviceVersion: row.service_version, body: row.body },
    cursor: cursors.get(`${key.source} ${key.aggregateId}`) ?? 0,
  };
}

/** The condition on `parked_events` that a filter means. */
export function matching(sql: Sql | TransactionSql, scope: InboxScope, filter: ParkedFilter) {
  const { status, type, signature, aggregateId } = filter;
  const query = sql as Sql;
  return query`
    consumer = ${scope.consumer} and generation = ${scope.generation}
    ${status === undefined ? query`` : query`and status = ${status}`}
    ${type === undefined ? query`` : query`and type = ${type}`}
    ${signature === undefined ? query`` : query`and error_signature = ${signature}`}
    ${aggregateId === undefined ? query`` : query`and aggregate_id = ${aggregateId}`}`;
}

/** Times as milliseconds since 1970, which need no parser of the client. */
function columns(sql: Sql | TransactionSql) {
  return (sql as Sql)`
    consumer, event_id, source, type, aggregate_id, sequence, partition, status, reason, error_signature, attempts,
    total_attempts, (extract(epoch from parked_at) * 1000)::float8 as parked_at,
    (extract(epoch from failed_at) * 1000)::float8 as failed_at,
    (extract(epoch from next_attempt_at) * 1000)::float8 as next_attempt_at`;
}

function toParkedEvent(row: Row): ParkedEvent {
  return {
    consumer: row.consumer,
    eventId: row.event_id,
    source: row.source,
    type: row.type,
    aggregateId: row.aggregate_id,
    sequence: Number(row.sequence),
    partition: row.partition,
    status: row.status,
    reason: row.reason,
    signature: row.error_signature,
    attempts: row.attempts,
    totalAttempts: row.total_attempts,
    parkedAt: new Date(row.parked_at).toISOString(),
    failedAt: row.failed_at === null ? null : new Date(row.failed_at).toISOString(),
    nextAttemptAt: row.status === 'retrying' ? new Date(row.next_attempt_at).toISOString() : null,
  };
}
