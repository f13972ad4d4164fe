import type {
  ConnectionChangedV1,
  ConnectionCreatedV1,
  ConnectionEnd,
  ConnectionRemovedV1,
} from '#contracts';
import { isNews, recordChanges, type UnitOfWork } from '#eventing';
import type { Causes } from './causes.js';
import { scheduleAnnouncements } from '../infrastructure/announcements.js';
import {
  type ConnectionEndRow,
  type ConnectionRow,
  putConnections,
  removeConnections,
} from '../infrastructure/connection-copy.js';
import { actsChanged } from '../infrastructure/live-changes.js';

export async function notifyOfConnections(
  uow: UnitOfWork,
  events: readonly ConnectionCreatedV1[],
  causes?: Causes,
): Promise<void> {
  await putConnections(
    uow.sql,
    events.map((event) => rowOf(event, event.createdAt)),
  );
  await scheduleAnnouncements(
    uow.sql,
    events.map((event) => ({
      actId: event.connectionId,
      sourceId: event.connectionId,
      cause: causes?.get(event),
    })),
  );
}

/** Whoever was told of a connection sees it as it is now. It is the same act: nobody is told of it again. */
export async function followChangedConnections(
  uow: UnitOfWork,
  events: readonly ConnectionChangedV1[],
): Promise<void> {
  await putConnections(
    uow.sql,
    // The time counts only where this service reads no event of the connection from before.
    events.map((event) => rowOf(event, event.changedAt)),
  );
  const lately = events.filter(({ changedAt }) => isNews(changedAt));
  await recordChanges(uow.sql, actsChanged(lately.map(({ connectionId }) => connectionId)));
}

export async function withdrawConnections(
  uow: UnitOfWork,
  events: readonly ConnectionRemovedV1[],
): Promise<void> {
  await removeConnections(
    uow.sql,
    events.map(({ connectionId }) => connectionId),
  );
  const lately = events.filter(({ removedAt }) => isNews(removedAt));
  await recordChanges(uow.sql, actsChanged(lately.map(({ connectionId }) => connectionId)));
}

function rowOf(event: ConnectionCreatedV1 | ConnectionChangedV1, createdAt: string): ConnectionRow {
  const { connectionId, curatorId, connectionType, source, target } = event;
  return {
    connectionId,
    curatorId,
    connectionType,
    createdAt,
    source: endOf(source),
    target: endOf(target),
  };
}

function endOf({ url, metadata, collectionId, collectionAuthorId }: ConnectionEnd): ConnectionEndRow {
  return {
    url,
    title: metadata.title ?? null,
    collectionId: collectionId ?? null,
    collectionAuthorId: collectionAuthorId ?? null,
  };
}
