import { isDeepStrictEqual } from 'node:util';
import type { Sql } from 'postgres';
import type { CardEvent } from '../src/domain/card-events.js';
import { afterCardEvent, type RecordedCard } from '../src/domain/card-state.js';
import type { CollectionEvent } from '../src/domain/collection-events.js';
import { afterCollectionEvent, type RecordedCollection } from '../src/domain/collection-state.js';
import type { ConnectionEvent } from '../src/domain/connection-events.js';
import { connectionKey } from '../src/domain/connection.js';
import { afterConnectionEvent, type ConnectionState } from '../src/domain/connection-state.js';

/** A row as JSON has it, with the rows that belong to it, by column. */
type Row = Record<string, unknown>;

/** An aggregate that is not what its events say. */
export interface HistoryViolation {
  aggregate: string;
  /** Undefined: there is no row. */
  row: Row | undefined;
  /** Undefined: by its events it is not there. */
  history: Row | undefined;
}

interface Kind {
  /** Its rows, without the columns that the database works out from others. */
  rows(sql: Sql): Promise<Row[]>;
  /** What the row must be after these events. */
  rowAfter(events: readonly unknown[]): Row | undefined;
}

/** What is kept in a row for each kind of aggregate, and what its events say of that. A new kind has a line here. */
const KINDS: Readonly<Record<string, Kind>> = {
  Card: {
    rows: (sql) => rowsOf(sql`select to_jsonb(c) - 'url_key' - 'kind' - 'selector_key' as row from cards c`),
    rowAfter: (events) =>
      rowOf((events as CardEvent[]).reduce<RecordedCard | undefined>(afterCardEvent, undefined), (card) => ({
        curator_id: card.curatorId,
        type: card.content.type,
        url: card.content.url,
        metadata: card.content.type === 'URL' ? card.content.metadata : {},
        note: card.note ?? null,
        parent_card_id: card.content.type === 'URL' ? null : card.content.parentCardId,
        quote: card.content.type === 'URL' ? null : card.content.quote,
        selector: card.content.type === 'URL' ? null : card.content.selector,
        via_card_id: card.via?.cardId ?? null,
        via_curator_id: card.via?.curatorId ?? null,
        import_id: card.importId ?? null,
        added_at: card.addedAt,
        changed_at: card.changedAt ?? null,
      })),
  },
  Collection: {
    rows: (sql) =>
      rowsOf(sql`
        select to_jsonb(c) || jsonb_build_object(
          'collaborators', (select coalesce(jsonb_agg(did order by did collate "C"), '[]')
            from collaborators where collection_id = c.id),
          'links', (select coalesce(jsonb_agg(to_jsonb(l) - 'collection_id' order by card_id), '[]')
            from collection_links l where collection_id = c.id)
        ) as row from collections c`),
    rowAfter: (events) =>
      rowOf(
        (events as CollectionEvent[]).reduce<RecordedCollection | undefined>(afterCollectionEvent, undefined),
        (collection) => ({
          author_id: collection.authorId,
          name: collection.name,
          description: collection.description ?? null,
          access: collection.access,
          created_at: collection.createdAt,
          updated_at: collection.updatedAt,
          collaborators: collection.collaboratorIds.toSorted(),
          links: [...collection.links.values()]
            .map((link) => ({
              card_id: link.cardId,
              added_by: link.addedBy,
              via_card_id: link.viaCardId ?? null,
              added_at: link.addedAt,
            }))
            .toSorted((a, b) => (a.card_id < b.card_id ? -1 : 1)),
        }),
      ),
  },
  Connection: {
    rows: (sql) => rowsOf(sql`select to_jsonb(c) - 'source_key' - 'target_key' as row from connections c`),
    rowAfter: (events) =>
      rowOf(
        (events as ConnectionEvent[]).reduce<ConnectionState | undefined>(afterConnectionEvent, undefined),
        (connection) => ({
          curator_id: connection.curatorId,
          source: connection.source,
          target: connection.target,
          type: connection.type,
          note: connection.note ?? null,
          key: connectionKey(connection.source.url, connection.target.url, connection.type),
          created_at: connection.createdAt,
          updated_at: connection.updatedAt,
        }),
      ),
  },
};

/**
 * Folds every aggregate's stored events and compares what they say with its row, column for column: its version is
 * the number of its domain events, its sequence that of the integration events that were published.
 *
 * @param except ids of aggregates whose rows the spec wrote behind their backs
 */
export async function historyViolations(
  sql: Sql,
  except: ReadonlySet<string> = new Set(),
): Promise<HistoryViolation[]> {
  const histories = await sql<{ type: string; id: string; events: unknown[]; sequence: number }[]>`
    select aggregate_type as type, aggregate_id as id,
      jsonb_agg(jsonb_build_object('type', type, 'data', data) order by version) as events,
      (select count(*)::int from outbox where outbox.aggregate_id = event_store.aggregate_id) as sequence
    from event_store group by aggregate_type, aggregate_id`;
  const violations: HistoryViolation[] = [];
  const unknown = histories.find(({ type }) => !(type in KINDS));
  if (unknown !== undefined) throw new Error(`Nothing says what row a ${unknown.type} has`);
  for (const [type, kind] of Object.entries(KINDS)) {
    const rows = new Map((await kind.rows(sql)).map((row) => [String(row['id']), row]));
    const said = new Map<string, Row>();
    for (const { id, events, sequence } of histories.filter((history) => history.type === type)) {
      const row = kind.rowAfter(events);
      if (row !== undefined) said.set(id, { ...row, id, version: events.length, sequence });
    }
    for (const id of new Set([...rows.keys(), ...said.keys()])) {
      const [row, history] = [rows.get(id), said.get(id)];
      if (except.has(id) || isDeepStrictEqual(row, history)) continue;
      violations.push({ aggregate: `${type} ${id}`, row, history });
    }
  }
  return violations;
}

async function rowsOf(query: PromiseLike<readonly Row[]>): Promise<Row[]> {
  return (await query).map(({ row }) => plain(row) as Row);
}

function rowOf<State>(state: State | undefined, columns: (state: State) => Row): Row | undefined {
  return state === undefined ? undefined : (plain(columns(state)) as Row);
}

/** JSON, with each instant in one spelling. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, field: unknown) =>
    typeof field === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/u.test(field)
      ? new Date(field).toISOString()
      : field,
  );
}
