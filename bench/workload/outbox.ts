import type { Sql } from 'postgres';
import type { StoredEvent } from './cards.ts';

const CHUNK = 2_000;

/** Lays events into the outbox as commands would have, not yet published; all of them are seen at the same moment. */
export async function fillOutbox(sql: Sql, events: readonly StoredEvent[]): Promise<void> {
  await sql.begin(async (transaction) => {
    for (let from = 0; from < events.length; from += CHUNK) {
      const chunk = events.slice(from, from + CHUNK);
      await transaction`
        with logged as (
          insert into outbox (event_id, type, aggregate_id, sequence, partition, body)
          select * from unnest(
            ${chunk.map((event) => event.eventId)}::uuid[], ${chunk.map((event) => event.type)}::text[],
            ${chunk.map((event) => event.aggregateId)}::text[], ${chunk.map((event) => event.sequence)}::bigint[],
            ${chunk.map((event) => event.partition)}::smallint[], ${chunk.map((event) => event.body)}::text[])
          returning position, day, partition
        )
        insert into outbox_pending (position, day, partition) select position, day, partition from logged`;
    }
    await transaction`analyze outbox, outbox_pending`;
  });
}

/** Stores events in the broker in their order, so that no event of an aggregate overtakes another. */
export async function storeInBroker(
  publish: (events: readonly StoredEvent[]) => Promise<void>,
  events: readonly StoredEvent[],
): Promise<void> {
  for (let from = 0; from < events.length; from += CHUNK) await publish(events.slice(from, from + CHUNK));
}
