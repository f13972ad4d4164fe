import type { Sql } from 'postgres';
import type { InboxScope } from '../inbox/cursors.js';
import { ALL_PARTITIONS } from '../partition.js';
import { within } from '../within.js';
import type { Transport } from '../transport.js';
import type { ParkedStatus } from './parked-events.js';

/** One partition of a consumer. */
export interface PartitionLag {
  partition: number;
  /** The replica that handles it; `null` when none does. */
  owner: string | null;
  /** Events in the broker that it has not handled; `null` when the broker does not say. */
  unhandled: number | null;
}

/** How far a consumer is behind, and where what it has not handled lies. */
export interface ConsumerLag {
  consumer: string;
  /** In the broker, over all partitions; `null` when the broker does not say. */
  unhandled: number | null;
  /** Why the broker does not say. */
  brokerError?: string;
  parked: Record<ParkedStatus, number>;
  partitions: PartitionLag[];
}

/** Longest wait for the broker's answer. */
const BROKER_TIMEOUT_MS = 3_000;

export async function consumerLag(sql: Sql, transport: Transport, scope: InboxScope): Promise<ConsumerLag> {
  const { consumer } = scope;
  const [owners, parked, broker] = await Promise.all([
    ownersOf(sql, consumer),
    countParked(sql, scope),
    unhandledOf(transport, consumer),
  ]);
  const byPartition = 'error' in broker ? undefined : broker.byPartition;
  return {
    consumer,
    unhandled: byPartition?.reduce((sum, count) => sum + count, 0) ?? null,
    ...('error' in broker ? { brokerError: broker.error } : {}),
    parked,
    partitions: ALL_PARTITIONS.map((partition, index) => ({
      partition,
      owner: owners.get(partition) ?? null,
      unhandled: byPartition?.[index] ?? null,
    })),
  };
}

/** How many events lie in parking, by status. */
export async function countParked(sql: Sql, scope: InboxScope): Promise<Record<ParkedStatus, number>> {
  const rows = await sql<{ status: ParkedStatus; count: number }[]>`
    select status, count(*)::int as count from parked_events
    where consumer = ${scope.consumer} and generation = ${scope.generation} group by status`;
  const counts: Record<ParkedStatus, number> = { waiting: 0, retrying: 0, dead: 0 };
  for (const { status, count } of rows) counts[status] = count;
  return counts;
}

/** Owners by partition. A lease's owner is `<replica>/<incarnation>`: the first half is for people. */
async function ownersOf(sql: Sql, consumer: string): Promise<Map<number, string>> {
  const rows = await sql<{ partition: number; owner: string }[]>`
    select partition, split_part(owner, '/', 1) as owner from lane_leases
    where role = ${consumer} and expires_at > now()`;
  return new Map(rows.map((row) => [row.partition, row.owner]));
}

async function unhandledOf(
  transport: Transport,
  consumer: string,
): Promise<{ byPartition: number[] } | { error: string }> {
  try {
    const asked = ALL_PARTITIONS.map((partition) => transport.lag(consumer, [partition]));
    return { byPartition: await within(BROKER_TIMEOUT_MS, Promise.all(asked)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
