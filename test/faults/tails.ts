/**
 * A loss is seen by the next event of the same aggregate. Where the broker lost an aggregate's last one, people do
 * something more with it: what comes of that heals the gap.
 */
import type { Sql } from 'postgres';
import type { LoadGenerator } from '../../bench/load/generator.ts';
import type { Intent } from '../../bench/load/history.ts';
import { CONSUMERS } from './checker/observation.ts';
import type { WireEvent } from './system/broker.ts';

/** @returns how many aggregates needed it */
export async function touchTails(sql: Sql, load: LoadGenerator, lost: readonly WireEvent[]): Promise<number> {
  let touched = 0;
  const seen = new Set<string>();
  for (const event of lost) {
    if (seen.has(event.aggregateId) || !(await isUnseen(sql, event))) continue;
    seen.add(event.aggregateId);
    const intent = await nextOf(sql, event);
    if (intent === undefined) continue;
    await load.command(intent);
    touched += 1;
  }
  return touched;
}

/** Some consumer stands before its aggregate's last event. */
async function isUnseen(sql: Sql, { source, aggregateId }: WireEvent): Promise<boolean> {
  const producer = producerOf(source);
  for (const consumer of CONSUMERS) {
    const [row] = await sql<{ behind: boolean }[]>`
      select coalesce((select max(sequence) from ${sql(consumer)}.inbox_cursors
          where consumer = ${consumer} and source = ${source} and aggregate_id = ${aggregateId}), 0)
        < (select max(sequence) from ${sql(producer)}.outbox where aggregate_id = ${aggregateId}) as behind`;
    if (row?.behind === true) return true;
  }
  return false;
}

async function nextOf(sql: Sql, { source, aggregateId, type }: WireEvent): Promise<Intent | undefined> {
  if (producerOf(source) === 'feeds') {
    const [row] = await sql<{ did: string; type: 'USER' | 'COLLECTION'; id: string; active: boolean }[]>`
      select follower_id as did, target_type as type, target_id as id, active
      from feeds.follows where follow_id = ${aggregateId}`;
    return (
      row && {
        kind: row.active ? 'unfollow' : 'follow',
        did: row.did,
        target: { type: row.type, id: row.id },
      }
    );
  }
  if (type.includes('card-added-to-library')) {
    const [row] = await sql<{ did: string }[]>`
      select curator_id as did from cards.cards where id = ${aggregateId}`;
    return row && { kind: 'remove', did: row.did, cardId: aggregateId };
  }
  const [row] = await sql<{ did: string }[]>`
    select author_id as did from cards.collections where id = ${aggregateId}`;
  return (
    row && {
      kind: 'save',
      did: row.did,
      url: `https://example.org/last/${aggregateId}`,
      collectionIds: [aggregateId],
    }
  );
}

function producerOf(source: string): string {
  return source.split('/').at(-1) ?? '';
}
