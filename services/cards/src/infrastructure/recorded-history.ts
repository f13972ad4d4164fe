import { Injectable } from '@nestjs/common';
import { Database, type Page, pageOf } from '#platform';

/** One event as it stands in the event store. */
export interface RecordedEvent<Event> {
  version: number;
  event: Event;
  recordedAt: Date;
}

type AggregateType = 'Card' | 'Collection' | 'Connection';

interface EventRow {
  id: string;
  version: number;
  event: unknown;
}

/** Events that are folded at a time. */
const BATCH = 1_000;

/** What the event store remembers of aggregates. */
@Injectable()
export class RecordedHistory {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * What aggregates were at an instant: their events folded up to the last one that was recorded by then.
   *
   * By version, not by time alone: replicas' clocks differ, but nothing can be without what it followed upon.
   *
   * @param after the aggregate's own: it knows the events of its type
   * @returns by id; without those that were not there yet, or no more
   */
  async foldAsOf<State>(
    type: AggregateType,
    ids: readonly string[],
    at: Date,
    after: (state: State | undefined, event: never) => State | undefined,
  ): Promise<Map<string, State>> {
    const states = new Map<string, State>();
    if (ids.length === 0) return states;
    const events = this.#database.sql<EventRow[]>`
      select e.aggregate_id as id, e.version, jsonb_build_object('type', e.type, 'data', e.data) as event
      from unnest(${[...ids]}::text[]) as wanted (id)
      cross join lateral (
        select max(version) as version from event_store
        where aggregate_id = wanted.id and aggregate_type = ${type}
          and occurred_at <= ${at.toISOString()}::timestamptz
      ) as last
      join event_store e on e.aggregate_id = wanted.id and e.version <= last.version
      order by e.aggregate_id, e.version`;
    for await (const rows of events.cursor(BATCH)) {
      for (const { id, event } of rows) {
        const state = after(states.get(id), event as never);
        if (state === undefined) states.delete(id);
        else states.set(id, state);
      }
    }
    return states;
  }

  /** An aggregate's first event; undefined where there never was such an aggregate. */
  async firstEvent<Event>(type: AggregateType, id: string): Promise<Event | undefined> {
    const [row] = await this.#database.sql<{ event: unknown }[]>`
      select jsonb_build_object('type', type, 'data', data) as event from event_store
      where aggregate_id = ${id} and version = 1 and aggregate_type = ${type}`;
    return row?.event as Event | undefined;
  }

  /** An aggregate's events, the last first. @param before the version that the page goes on behind */
  async page<Event>(
    id: string,
    { limit, before }: { limit: number; before?: number | undefined },
  ): Promise<Page<RecordedEvent<Event>>> {
    const rows = await this.#database.sql<(EventRow & { recordedAt: string })[]>`
      select version, jsonb_build_object('type', type, 'data', data) as event, occurred_at as "recordedAt"
      from event_store
      where aggregate_id = ${id} and version < ${before ?? null}::int is not false
      order by version desc limit ${limit + 1}`;
    const { items, next } = pageOf(rows, limit, ({ version }) => ({ version }));
    return {
      items: items.map(({ version, event, recordedAt }) => ({
        version,
        event: event as Event,
        recordedAt: new Date(recordedAt),
      })),
      next,
    };
  }

  /**
   * The cards that were in a library at an instant, the last added first.
   *
   * @param only `live`: without those that have been removed since
   */
  async libraryAsOf(query: {
    curatorId: string;
    at: Date;
    only?: 'live' | undefined;
    limit: number;
    behind?: { at: number; id: string } | undefined;
  }): Promise<{ id: string; addedAt: string }[]> {
    const { curatorId, at, only, limit, behind } = query;
    const { sql } = this.#database;
    const instant = at.toISOString();
    return sql<{ id: string; addedAt: string }[]>`
      select added.aggregate_id as id, added.data ->> 'addedAt' as "addedAt"
      from event_store added
      where added.type = 'CardAddedToLibrary' and added.data ->> 'curatorId' = ${curatorId}
        and added.occurred_at <= ${instant}::timestamptz
        and not exists (
          select from event_store removed
          where removed.aggregate_id = added.aggregate_id and removed.type = 'CardRemovedFromLibrary'
            and removed.occurred_at <= ${instant}::timestamptz
        )
        ${only === 'live' ? sql`and exists (select from cards where id = added.aggregate_id::uuid)` : sql``}
        ${
          behind === undefined
            ? sql``
            : sql`and ((added.data ->> 'addedAt') collate "C", added.aggregate_id collate "C")
                < (${new Date(behind.at).toISOString()}, ${behind.id})`
        }
      order by (added.data ->> 'addedAt') collate "C" desc, added.aggregate_id collate "C" desc
      limit ${limit}`;
  }
}
