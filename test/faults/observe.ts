/** Reads everything that the checker judges: over HTTP as people do, and from the tables as the superuser. */
import type { Sql } from 'postgres';
import { HttpClient } from '../../bench/load/http.ts';
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
  type ShownActivity,
  type ShownCollection,
  type StoredEvent,
} from './checker/observation.ts';
import { persist } from './kinds/kind.ts';

export interface ObserveOptions {
  sql: Sql;
  urlOf: (service: string) => string;
  people: readonly string[];
}

const READERS = 6;
const READ_DEADLINE_MS = 10_000;

export async function observe({ sql, urlOf, people }: ObserveOptions): Promise<Observation> {
  const reader = new Reader(urlOf);
  try {
    const views: Record<string, PersonView> = {};
    const waiting = [...people];
    await Promise.all(
      Array.from({ length: READERS }, async () => {
        for (let did = waiting.shift(); did !== undefined; did = waiting.shift()) {
          views[did] = await reader.view(did);
        }
      }),
    );
    return {
      eventStores: await byProducer((producer) => storedEvents(sql, producer)),
      outboxes: await byProducer((producer) => loggedEvents(sql, producer)),
      unpublished: await byProducer((producer) => count(sql, `${producer}.outbox_pending`)),
      cursors: await byConsumer((consumer) => cursorsOf(sql, consumer)),
      parked: await byConsumer((consumer) => parkedAt(sql, consumer)),
      reasonRows: await count(sql, 'notifications.notification_reasons'),
      globalFeed: await reader.all<ShownActivity>('feeds', '/feeds/global'),
      people: views,
    };
  } finally {
    reader.close();
  }
}

async function byProducer<T>(read: (producer: Producer) => Promise<T>): Promise<Record<Producer, T>> {
  const [cards, feeds, notifications] = await Promise.all(PRODUCERS.map(read));
  return { cards, feeds, notifications } as Record<Producer, T>;
}

async function byConsumer<T>(read: (consumer: Consumer) => Promise<T>): Promise<Record<Consumer, T>> {
  const [feeds, notifications] = await Promise.all(CONSUMERS.map(read));
  return { feeds, notifications } as Record<Consumer, T>;
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

class Reader {
  readonly #http = new HttpClient();
  readonly #urlOf: (service: string) => string;

  constructor(urlOf: (service: string) => string) {
    this.#urlOf = urlOf;
  }

  async view(did: string): Promise<PersonView> {
    const own = await this.all<ShownCollection>('cards', '/collections', did);
    return {
      library: await this.all('cards', `/users/${did}/library`, did),
      collections: await Promise.all(own.map((collection) => this.#collection(collection))),
      follows: await this.all('feeds', '/follows', did),
      following: await this.all('feeds', '/feeds/following', did),
      notifications: await this.all('notifications', '/notifications', did),
      unread: (await this.#get<{ unread: number }>('notifications', '/notifications/unread-count', did))
        .unread,
    };
  }

  async all<T>(service: string, path: string, did?: string): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: T[]; next: string | null } = await this.#get(
        service,
        `${path}?limit=100${query}`,
        did,
      );
      items.push(...page.items);
      cursor = page.next;
    }
    return items;
  }

  close(): void {
    this.#http.close();
  }

  async #collection({ id, cardCount }: ShownCollection): Promise<ShownCollection> {
    interface Link {
      card: { id: string };
      addedBy: string;
      addedAt: string;
    }
    interface Details extends Omit<ShownCollection, 'cards' | 'cardCount'> {
      cards: { items: Link[]; next: string | null };
    }
    const links: Link[] = [];
    for (let cursor = ''; ;) {
      const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { cards, ...details } = await this.#get<Details>('cards', `/collections/${id}?limit=100${query}`);
      links.push(...cards.items);
      if (cards.next === null) {
        const { authorId, name, access, collaboratorIds } = details;
        const shown = links.map(({ card, addedBy, addedAt }) => ({ cardId: card.id, addedBy, addedAt }));
        return { id, authorId, name, access, collaboratorIds, cardCount, cards: shown };
      }
      cursor = cards.next;
    }
  }

  /** A connection that died in a fault may be noticed only now: that costs one answer, which is asked for again. */
  async #get<T>(service: string, path: string, did?: string): Promise<T> {
    return persist(async () => {
      const result = await this.#http.send({
        url: this.#urlOf(service) + path,
        method: 'GET',
        headers: did === undefined ? {} : { authorization: `Development ${did}` },
        timeoutMs: 30_000,
      });
      if (result.answered && result.status === 200) return result.body as T;
      throw new Error(`GET ${path} of ${service}: ${JSON.stringify(result)}`);
    }, READ_DEADLINE_MS);
  }
}
