import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import { isLive } from './feed-sql.js';

export interface HighlightRow {
  cardId: string;
  quote: string | null;
  selector: string | null;
  note: string | null;
}

export interface CardRow {
  activityId: string;
  cardId: string;
  curatorId: string;
  url: string;
  /** What is known of the work: title, authors, published, site, kind. */
  metadata: Record<string, unknown>;
  /** What its curator says of it. */
  note: string | null;
  /** The first few passages that its curator marked in it. */
  highlights: HighlightRow[];
}

export interface CollectionRow {
  activityId: string;
  collectionId: string;
  name: string;
  description: string | null;
  access: string;
}

export interface ConnectionEndRow {
  url: string;
  metadata: Record<string, unknown>;
  cardId: string | null;
  collectionId: string | null;
}

export interface ConnectionRow {
  connectionId: string;
  type: string;
  note: string | null;
  source: ConnectionEndRow;
  target: ConnectionEndRow;
}

/** Of a card in a list; the rest is on the card itself. */
const HIGHLIGHTS_SHOWN = 3;

/** Reads what is shown of activities: the newest content that is known. */
@Injectable()
export class ActivityReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Whether there is such an activity with a card to see, or a collection. */
  async exists(activityId: string): Promise<boolean> {
    const { sql } = this.#database;
    const rows = await sql`
      select 1 from feed_entries e where e.activity_id = ${activityId} and ${isLive(sql, 'e')} limit 1`;
    return rows.length > 0;
  }

  /** At most `limit` cards of each activity, in the order of their ids, which is the order they were made in. */
  cards(activityIds: readonly string[], limit: number, afterCardId?: string): Promise<CardRow[]> {
    const { sql } = this.#database;
    return sql<CardRow[]>`
      select wanted.activity_id as "activityId", shown."cardId", shown."curatorId", shown.url, shown.metadata,
        coalesce(shown.note, notes.note) as note, coalesce(highlights.all, '[]') as highlights
      from unnest(${[...activityIds]}::uuid[]) as wanted (activity_id)
      cross join lateral (
        select distinct on (a.card_id) a.card_id as "cardId", coalesce(c.curator_id, a.curator_id) as "curatorId",
          coalesce(c.url, a.url) as url, coalesce(c.metadata, a.metadata, '{}') as metadata, c.note
        from activity_cards a left join cards c on c.card_id = a.card_id
        where a.activity_id = wanted.activity_id and c.removed is not true
          ${afterCardId === undefined ? sql`` : sql`and a.card_id > ${afterCardId}::uuid`}
        order by a.card_id, a.source_id
        limit ${limit}
      ) shown
      left join lateral (
        select n.note from cards n
        where n.parent_card_id = shown."cardId" and n.card_type = 'NOTE' and not n.removed
        order by n.card_id limit 1
      ) notes on true
      left join lateral (
        select jsonb_agg(to_jsonb(h) order by h."cardId") as all from (
          select h.card_id as "cardId", h.quote, h.selector, h.note from cards h
          where h.parent_card_id = shown."cardId" and h.card_type = 'HIGHLIGHT' and not h.removed
          order by h.card_id limit ${HIGHLIGHTS_SHOWN}
        ) h
      ) highlights on true
      order by 1, 2`;
  }

  /** How many cards each activity has. */
  async counts(activityIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { sql } = this.#database;
    const rows = await sql<{ id: string; count: number }[]>`
      select a.activity_id as id, count(distinct a.card_id)::int as count from activity_cards a
      where a.activity_id = any(${[...activityIds]}::uuid[])
        and not exists (select from cards c where c.card_id = a.card_id and c.removed)
      group by a.activity_id`;
    return new Map(rows.map(({ id, count }) => [id, count]));
  }

  /** The collections of each activity, by name. */
  collections(activityIds: readonly string[]): Promise<CollectionRow[]> {
    const { sql } = this.#database;
    return sql<CollectionRow[]>`
      select e.activity_id as "activityId", c.collection_id as "collectionId", c.name,
        c.description, c.access
      from feed_entries e join collections c on c.collection_id = e.collection_id
      where e.activity_id = any(${[...activityIds]}::uuid[]) and ${isLive(sql, 'e')}
      order by c.name, c.collection_id`;
  }

  /** Connections with the newest title of each end: a card's, or a collection's name. */
  connections(connectionIds: readonly string[]): Promise<ConnectionRow[]> {
    const { sql } = this.#database;
    const end = (side: 'source' | 'target') => sql`(
      select jsonb_build_object('url', e.json ->> 'url', 'cardId', e.json ->> 'cardId',
        'collectionId', e.json ->> 'collectionId',
        'metadata', coalesce(c.metadata, e.json -> 'metadata')
          || case when k.name is null then '{}' else jsonb_build_object('title', k.name) end)
      from (select n.${sql(side)} as json) e
      left join cards c on c.card_id = (e.json ->> 'cardId')::uuid and not c.removed
      left join collections k on k.collection_id = (e.json ->> 'collectionId')::uuid and not k.deleted)`;
    return sql<ConnectionRow[]>`
      select n.connection_id as "connectionId", n.connection_type as type, n.note,
        ${end('source')} as source, ${end('target')} as target
      from connections n where n.connection_id = any(${[...connectionIds]}::uuid[])`;
  }
}
