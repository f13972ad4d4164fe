import type { Sql } from 'postgres';
import { waitFor } from './wait-for.js';

/** Whose events each consumer handles. */
const HEARD = { cards: ['cards'], feeds: ['cards'], notifications: ['cards', 'feeds'] } as const;
const CONSUMERS = ['cards', 'feeds', 'notifications'] as const;
const PRODUCERS = ['cards', 'feeds', 'notifications'] as const;

/** How far the events of a running system have come, read from its tables as the superuser. */
export interface DeliveryState {
  /** Committed and not yet acknowledged by the broker. */
  unpublished: number;
  /** Aggregates whose cursor, at some consumer, does not stand at their last event. */
  behind: number;
  /** Events in parking. */
  parked: number;
}

export async function deliveryState(sql: Sql): Promise<DeliveryState> {
  const state: DeliveryState = { unpublished: 0, behind: 0, parked: 0 };
  for (const producer of PRODUCERS) {
    const [pending] = await sql<
      { count: number }[]
    >`select count(*)::int as count from ${sql(producer)}.outbox_pending`;
    state.unpublished += pending?.count ?? 0;
  }
  for (const consumer of CONSUMERS) {
    for (const producer of HEARD[consumer]) {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int as count
        from (select aggregate_id, max(sequence) as last from ${sql(producer)}.outbox group by 1) o
        left join ${sql(consumer)}.inbox_cursors c
          on c.consumer = ${consumer} and c.source = ${`/services/${producer}`} and c.aggregate_id = o.aggregate_id
        where c.sequence is distinct from o.last`;
      state.behind += row?.count ?? 0;
    }
  }
  for (const consumer of CONSUMERS) {
    const [row] = await sql<
      { count: number }[]
    >`select count(*)::int as count from ${sql(consumer)}.parked_events`;
    state.parked += row?.count ?? 0;
  }
  return state;
}

export const SETTLED: DeliveryState = { unpublished: 0, behind: 0, parked: 0 };

/** Waits until every event is published and every consumer has handled it. */
export async function untilSettled(sql: Sql): Promise<void> {
  await waitFor(
    'every event handled by every consumer',
    async () => {
      const { unpublished, behind } = await deliveryState(sql);
      return unpublished + behind === 0 ? true : undefined;
    },
    60_000,
  );
}
