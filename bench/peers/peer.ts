import type { BenchOptions } from '../run.ts';

/** What a peer's two halves need to know, as strings: the consumer is another process. */
export type Environment = Readonly<Record<string, string>>;

export interface Producer {
  /** Commits a card's row, and the intent to tell of it: in the same transaction where the peer can. */
  save: (cardId: string, sequence: number) => Promise<unknown>;
  stop: () => Promise<unknown>;
}

/** A way to get an event from a command's transaction into another process's table. */
export interface Peer {
  readonly name: string;
  /** How it is set up: as its documentation says, with batches where it has them. */
  readonly settings: string;
  /** Starts what it needs beside PostgreSQL, and makes its tables. */
  serve(ground: Ground): Promise<{ environment: Environment; stop: () => Promise<unknown> }>;
  produce(environment: Environment): Promise<Producer>;
  /** Runs in a process of its own until its end: writes one row of the feed an event, in any batches. */
  consume(environment: Environment): Promise<{ stop: () => Promise<unknown> }>;
}

export interface Ground {
  folder: string;
  options: BenchOptions;
  /** Of a database of its own with the schemas `cards` and `feeds`. */
  databaseUrl: string;
  /** Of the server, as the superuser. */
  adminUrl: string;
}

/** An event as peers carry it: any of their own envelopes around the same KiB. */
export interface PeerEvent {
  cardId: string;
  sequence: number;
  curatorId: string;
  url: string;
  addedAt: string;
  note: string;
}

export function peerEvent(cardId: string, sequence: number): PeerEvent {
  return {
    cardId,
    sequence,
    curatorId: 'did:plc:benchaaaaaaaaaaaaaaaaaaa',
    url: `https://doi.org/10.5555/${cardId}`,
    addedAt: '2026-01-01T00:00:00.000Z',
    note: 'x'.repeat(760),
  };
}

/** For drivers that take text and values. Writes a whole batch, given as JSON. */
export const INSERT_FEED = `
  insert into feeds.bench_feed (card_id, sequence, curator_id, url, added_at)
  select r."cardId", r.sequence, r."curatorId", r.url, r."addedAt"
  from json_to_recordset($1::text::json) as r ("cardId" text, sequence bigint, "curatorId" text, url text, "addedAt" timestamptz)`;

/** The card's row of a peer's command; the first save makes it, later ones change it. */
export const UPSERT_CARD = `
  insert into cards.bench_cards (id, curator_id, url, note, version) values ($1, $2, $3, $4, $5::int)
  on conflict (id) do update set version = excluded.version`;

export function cardValues(event: PeerEvent): (string | number)[] {
  return [event.cardId, event.curatorId, event.url, event.note, event.sequence];
}
