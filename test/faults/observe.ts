/** Reads everything that the checker judges: over HTTP as people do, and from the tables as the superuser. */
import type { Sql } from 'postgres';
import {
  type Consumer,
  CONSUMERS,
  type Cursor,
  type LoggedEvent,
  type Observation,
  type ParkedEvent,
  type PersonView,
  type Producer,
  PRODUCERS,
  type StoredEvent,
} from './checker/observation.ts';
import { CardsReader } from './readers/cards-reader.ts';
import { FeedsReader } from './readers/feeds-reader.ts';
import { NotificationsReader } from './readers/notifications-reader.ts';
import { Pages } from './readers/pages.ts';
import { worksOf } from './readers/works-reader.ts';

export interface ObserveOptions {
  sql: Sql;
  urlOf: (service: string) => string;
  people: readonly string[];
  /** Also what was halfway through: only where clocks were right all the time. */
  withPast?: boolean;
}

const READERS = 6;
/** So many histories of each kind, and works, are read at most. */
const SAMPLE = 60;

export async function observe({ sql, urlOf, people, withPast }: ObserveOptions): Promise<Observation> {
  const pages = new Pages(urlOf);
  const cards = new CardsReader(pages);
  const feeds = new FeedsReader(pages);
  const notifications = new NotificationsReader(pages);
  try {
    const views = new Map<string, PersonView>();
    await each(people, async (did) => {
      const [library, feed, told] = [
        await cards.view(did, (id) => feeds.ofCollection(id)),
        await feeds.view(did),
        await notifications.view(did),
      ];
      views.set(did, { ...library, ...feed, ...told });
    });
    const eventStores = await byProducer((producer) => storedEvents(sql, producer));
    const urls = workUrls(eventStores.cards).slice(0, SAMPLE);
    const past = withPast === true ? middleOf(eventStores.cards) : undefined;
    return {
      eventStores,
      outboxes: await byProducer((producer) => loggedEvents(sql, producer)),
      unpublished: await byProducer((producer) => count(sql, `${producer}.outbox_pending`)),
      cursors: await byConsumer((consumer) => cursorsOf(sql, consumer)),
      parked: await byConsumer((consumer) => parkedAt(sql, consumer)),
      reasonRows: await count(sql, 'notifications.notification_reasons'),
      feeds: await feeds.global(),
      people: Object.fromEntries(views),
      works: await worksOf(pages, urls, people),
      histories: await cards.histories(views, SAMPLE),
      ...(past === undefined ? {} : { past: await cards.past(past, people, views) }),
    };
  } finally {
    pages.close();
  }
}

/** A few at a time. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const reader = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: READERS }, reader));
}

/** Works that were ever saved, the most saved first. */
function workUrls(events: readonly StoredEvent[]): string[] {
  const saves = new Map<string, number>();
  for (const { type, data } of events) {
    if (type !== 'CardAddedToLibrary') continue;
    const { url } = data['content'] as { url: string };
    saves.set(url, (saves.get(url) ?? 0) + 1);
  }
  return [...saves].sort(([, a], [, b]) => b - a).map(([url]) => url);
}

function middleOf(events: readonly StoredEvent[]): string | undefined {
  return events.map(({ occurredAt }) => occurredAt).sort()[Math.floor(events.length / 2)];
}

async function byProducer<T>(read: (producer: Producer) => Promise<T>): Promise<Record<Producer, T>> {
  const [cards, feeds, notifications] = await Promise.all(PRODUCERS.map(read));
  return { cards, feeds, notifications } as Record<Producer, T>;
}

async function byConsumer<T>(read: (consumer: Consumer) => Promise<T>): Promise<Record<Consumer, T>> {
  const [cards, feeds, notifications] = await Promise.all(CONSUMERS.map(read));
  return { cards, feeds, notifications } as Record<Consumer, T>;
}

function storedEvents(sql: Sql, producer: Producer): Promise<StoredEvent[]> {
  return sql<StoredEvent[]>`
    select position::float8 as position, aggregate_id as "aggregateId", version, type, data,
      metadata ->> 'correlationId' as "correlationId",
      to_char(occurred_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt"
    from ${sql(producer)}.event_store order by position`;
}

function loggedEvents(sql: Sql, producer: Producer): Promise<LoggedEvent[]> {
  return sql<LoggedEvent[]>`
    select position::float8 as position, event_id as "eventId", type, aggregate_id as "aggregateId",
      sequence::float8 as sequence, body::jsonb ->> 'correlationid' as "correlationId",
      coalesce(string_to_array(body::jsonb ->> 'twins', ','), '{}') as twins
    from ${sql(producer)}.outbox order by position`;
}

async function cursorsOf(sql: Sql, consumer: Consumer): Promise<Cursor[]> {
  const rows = await sql<{ source: string; aggregateId: string; sequence: number }[]>`
    select source, aggregate_id as "aggregateId", sequence::float8 as sequence
    from ${sql(consumer)}.inbox_cursors where consumer = ${consumer}`;
  return rows.map(({ source, ...row }) => ({ ...row, producer: source.split('/').at(-1) as Producer }));
}

function parkedAt(sql: Sql, consumer: Consumer): Promise<ParkedEvent[]> {
  return sql<ParkedEvent[]>`
    select event_id as "eventId", status, reason,
      type || ' ' || aggregate_id || ' ' || sequence || coalesce(': ' || left(error, 200), '') as detail
    from ${sql(consumer)}.parked_events`;
}

async function count(sql: Sql, table: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from ${sql(table)}`;
  return row?.count ?? 0;
}
