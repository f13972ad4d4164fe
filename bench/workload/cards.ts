import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { CardAddedToLibraryV1 } from '#contracts';
import { type EventEnvelope, partitionOf, toCloudEvent } from '#eventing';

/** What every bench sends: a real contract, filled up to about 1 KiB on the wire. */
export const EVENT_TYPE = CardAddedToLibraryV1.type;
export const SOURCE = '/services/cards';

const SAVE_ID = '0192f0c1-2f3a-7c4d-8e5f-6a7b8c9d0e1f';
const NOTE = 'x'.repeat(160);

/** An event in its final bytes, as it lies in the outbox. */
export interface StoredEvent {
  eventId: string;
  type: string;
  aggregateId: string;
  sequence: number;
  partition: number;
  body: string;
}

export function cardAdded(cardId: string): CardAddedToLibraryV1 {
  return Object.assign(new CardAddedToLibraryV1(), {
    cardId,
    curatorId: 'did:plc:benchaaaaaaaaaaaaaaaaaaa',
    url: `https://doi.org/10.5555/${cardId}`,
    metadata: { title: 'On the Ordering of Events', authors: ['Lamport, Leslie'] },
    note: NOTE,
    saveId: SAVE_ID,
    addedAt: '2026-01-01T00:00:00.000Z',
  });
}

export function storedEvent(aggregateId: string, sequence: number): StoredEvent {
  const eventId = randomUUID();
  const envelope: EventEnvelope = {
    id: eventId,
    source: SOURCE,
    type: EVENT_TYPE,
    subject: aggregateId,
    time: '2026-01-01T00:00:00.000Z',
    sequence,
    correlationId: eventId,
    causationId: eventId,
    data: cardAdded(aggregateId),
  };
  const body = JSON.stringify(toCloudEvent(envelope));
  return { eventId, type: EVENT_TYPE, aggregateId, sequence, partition: partitionOf(aggregateId), body };
}

/** `count` events of `count / perCard` new cards; an event of a card stands far behind the one before it. */
export function storedEvents(count: number, perCard = 4): StoredEvent[] {
  const cards = Array.from({ length: Math.ceil(count / perCard) }, () => randomUUID());
  return Array.from({ length: count }, (_, index) =>
    storedEvent(cards[index % cards.length] ?? '', Math.floor(index / cards.length) + 1),
  );
}

/** The projection's row, of which there is one for each event handled: a second one of an event would be seen. */
export interface FeedRow {
  cardId: string;
  sequence: number;
  curatorId: string;
  url: string;
  addedAt: string;
}

export function feedRowOf({ sequence, data }: EventEnvelope<CardAddedToLibraryV1>): FeedRow {
  return { cardId: data.cardId, sequence, curatorId: data.curatorId, url: data.url, addedAt: data.addedAt };
}

export const FEED_TABLE = `create table bench_feed (
  position bigint generated always as identity primary key, card_id text not null, sequence bigint not null,
  curator_id text not null, url text not null, added_at timestamptz not null)`;

/** The multi-row insert that ours and every loop by hand do alike. */
export async function insertFeedRows(sql: Sql | TransactionSql, rows: readonly FeedRow[]): Promise<void> {
  await sql`
    insert into bench_feed (card_id, sequence, curator_id, url, added_at)
    select * from unnest(
      ${rows.map((row) => row.cardId)}::text[], ${rows.map((row) => row.sequence)}::bigint[],
      ${rows.map((row) => row.curatorId)}::text[], ${rows.map((row) => row.url)}::text[],
      ${rows.map((row) => row.addedAt)}::text[]::timestamptz[])`;
}
