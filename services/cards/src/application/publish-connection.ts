import {
  ConnectionChangedV1,
  ConnectionCreatedV1,
  ConnectionEnd as PublishedEnd,
  ConnectionRemovedV1,
  eventOf,
  UrlMetadata,
} from '#contracts';
import type { AggregateChange } from '#eventing';
import type { Connection } from '../domain/connection.js';
import type { ConnectionEnd } from '../domain/connection-end.js';
import type { ConnectionEvent } from '../domain/connection-events.js';
import type { ConnectionState } from '../domain/connection-state.js';
import { defined } from '../domain/defined.js';
import { recordedChange } from './recorded-change.js';

/** A connection's change, with its domain events translated for the other services. */
export function connectionChange(connection: Connection): AggregateChange {
  return recordedChange('Connection', connection, (event) => published(connection, event));
}

function published({ state }: Connection, event: ConnectionEvent): readonly object[] {
  switch (event.type) {
    case 'ConnectionCreated': {
      const { source, target, ...rest } = event.data;
      return [eventOf(ConnectionCreatedV1, { ...rest, source: endOf(source), target: endOf(target) })];
    }
    case 'ConnectionEdited':
    case 'ConnectionSwapped':
      return [eventOf(ConnectionChangedV1, asItIs(state))];
    case 'ConnectionRemoved':
      return [
        eventOf(ConnectionRemovedV1, {
          ...event.data,
          sourceUrl: state.source.url,
          targetUrl: state.target.url,
        }),
      ];
  }
}

function asItIs({
  id,
  curatorId,
  source,
  target,
  type,
  note,
  updatedAt,
}: ConnectionState): ConnectionChangedV1 {
  return defined({
    connectionId: id,
    curatorId,
    source: endOf(source),
    target: endOf(target),
    connectionType: type,
    note,
    changedAt: updatedAt,
  });
}

function endOf({ url, metadata, card, collection }: ConnectionEnd): PublishedEnd {
  return Object.assign(
    new PublishedEnd(),
    defined({
      url,
      metadata: Object.assign(new UrlMetadata(), metadata),
      cardId: card?.cardId,
      cardCuratorId: card?.curatorId,
      collectionId: collection?.collectionId,
      collectionAuthorId: collection?.authorId,
    }),
  );
}
