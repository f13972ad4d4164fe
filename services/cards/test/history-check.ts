import type { Sql } from 'postgres';
import {
  type AggregateKind,
  type HistoryViolation,
  historyViolationsOf,
  type Row,
} from '../../../test/kit/history-check.js';
import type { CardEvent } from '../src/domain/card-events.js';
import { afterCardEvent, type RecordedCard } from '../src/domain/card-state.js';
import type { CollectionEvent } from '../src/domain/collection-events.js';
import { afterCollectionEvent, type RecordedCollection } from '../src/domain/collection-state.js';
import type { ConnectionEvent } from '../src/domain/connection-events.js';
import { connectionKey } from '../src/domain/connection.js';
import { afterConnectionEvent, type ConnectionState } from '../src/domain/connection-state.js';

/** What is kept in a row for each kind of aggregate, and what its events say of that. A new kind has a line here. */
const KINDS: Readonly<Record<string, AggregateKind>> = {
  Card: {
    rows: (sql) => sql`select to_jsonb(c) - 'url_key' - 'kind' - 'selector_key' as row from cards c`,
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
      sql`
        select to_jsonb(c) || jsonb_build_object(
          'collaborators', (select coalesce(jsonb_agg(did order by did collate "C"), '[]')
            from collaborators where collection_id = c.id),
          'links', (select coalesce(jsonb_agg(to_jsonb(l) - 'collection_id' order by card_id), '[]')
            from collection_links l where collection_id = c.id)
        ) as row from collections c`,
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
    rows: (sql) => sql`select to_jsonb(c) - 'source_key' - 'target_key' as row from connections c`,
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
 * Aggregates of this service that are not what their stored events say.
 *
 * @param except ids of aggregates whose rows the spec wrote behind their backs
 */
export function historyViolations(sql: Sql, except?: ReadonlySet<string>): Promise<HistoryViolation[]> {
  return historyViolationsOf(sql, KINDS, except);
}

function rowOf<State>(state: State | undefined, columns: (state: State) => Row): Row | undefined {
  return state === undefined ? undefined : columns(state);
}
