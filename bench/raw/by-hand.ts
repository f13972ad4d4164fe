import type { Sql } from 'postgres';
import type { CloudEvent } from '#eventing';
import type { CardAddedToLibraryV1 } from '#contracts';
import { insertFeedRows, type StoredEvent } from '../workload/cards.ts';
import type { RawBroker, RawMessage, RawReader } from './raw-broker.ts';

const ROWS = 1_000;
const BATCH = 512;
/** As many transactions under way at once as ours has. */
const PARALLEL = 2;

interface PendingRow extends StoredEvent {
  position: string;
}

/**
 * The relay by hand: reads up to 1,000 pending rows, hands all of them to the broker, waits for its acknowledgements,
 * deletes the rows, one step after the other, until none is left. It leaves out leases, order within an aggregate
 * after a failure, retries, metrics and the look back for rows that are committed late.
 *
 * @param sql with `synchronous_commit` off, as ours.
 */
export async function drainByHand(sql: Sql, publish: RawBroker['publish']): Promise<void> {
  for (let rows = await pendingRows(sql); rows.length > 0; rows = await pendingRows(sql)) {
    await publish(rows);
    await sql`delete from outbox_pending where position = any(${rows.map((row) => row.position)}::bigint[])`;
  }
}

function pendingRows(sql: Sql): Promise<PendingRow[]> {
  return sql<PendingRow[]>`
    select p.position::text, o.event_id as "eventId", o.type, o.aggregate_id as "aggregateId", o.partition, o.body
    from (select position, day from outbox_pending order by position limit ${ROWS}) p
    join outbox o on o.day = p.day and o.position = p.position order by p.position`;
}

/**
 * The consumer by hand: takes up to 512 messages of any lanes, parses them as JSON, writes their rows by one
 * `insert … unnest` (a transaction by itself, flushed), acknowledges them; two such batches at a time, more being
 * read meanwhile. It leaves out cursors (a duplicate would be written twice), order, validation of the payload,
 * parking, leases and metrics.
 *
 * @param onHandled the number of rows committed.
 * @returns when the reader has ended.
 */
export async function consumeByHand(
  sql: Sql,
  reader: RawReader,
  onHandled: (count: number) => void,
): Promise<void> {
  const worker = async (): Promise<void> => {
    for (let batch = await reader.next(BATCH); batch.length > 0; batch = await reader.next(BATCH)) {
      await insertFeedRows(sql, batch.map(rowOf));
      reader.ack(batch);
      onHandled(batch.length);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

function rowOf({ body }: RawMessage) {
  const { sequence, data } = JSON.parse(body) as CloudEvent & { data: CardAddedToLibraryV1 };
  return {
    cardId: data.cardId,
    sequence: Number(sequence),
    curatorId: data.curatorId,
    url: data.url,
    addedAt: data.addedAt,
  };
}
