import type { ConnectionChangedV1, ConnectionCreatedV1, ConnectionRemovedV1 } from '#contracts';
import { isNews, type UnitOfWork } from '#eventing';
import { connectionActivityId, connectionCreated, mergeEntries } from '../domain/activity.js';
import { removeActivities, saveEntries } from '../infrastructure/activity-store.js';
import {
  type ConnectionCopy,
  removeConnections,
  saveConnections,
} from '../infrastructure/connection-copy.js';
import { recordActivities, recordAdded } from '../infrastructure/live-changes.js';

export async function projectConnectionsCreated(
  uow: UnitOfWork,
  events: readonly ConnectionCreatedV1[],
): Promise<void> {
  await saveConnections(uow.sql, events.map(copyOf));
  const entries = events.flatMap(({ connectionId, curatorId, source, target, createdAt }) =>
    connectionCreated({
      connectionId,
      curatorId,
      sourceUrl: source.url,
      targetUrl: target.url,
      at: createdAt,
    }),
  );
  await saveEntries(uow.sql, mergeEntries(entries));
  await recordAdded(uow.sql, entries);
}

/** A changed connection is the same activity: of the same two works, at the time when it was drawn. */
export async function projectConnectionsChanged(
  uow: UnitOfWork,
  events: readonly ConnectionChangedV1[],
): Promise<void> {
  await saveConnections(uow.sql, events.map(copyOf));
  const lately = events.filter(({ changedAt }) => isNews(changedAt));
  await recordActivities(
    uow.sql,
    lately.map(({ connectionId }) => connectionActivityId(connectionId)),
  );
}

export async function projectConnectionsRemoved(
  uow: UnitOfWork,
  events: readonly ConnectionRemovedV1[],
): Promise<void> {
  const ids = events.map(({ connectionId }) => connectionId);
  const lately = events.filter(({ removedAt }) => isNews(removedAt));
  await recordActivities(
    uow.sql,
    lately.map(({ connectionId }) => connectionActivityId(connectionId)),
  );
  await removeConnections(uow.sql, ids);
  await removeActivities(uow.sql, ids.map(connectionActivityId));
}

function copyOf(event: ConnectionCreatedV1 | ConnectionChangedV1): ConnectionCopy {
  const { connectionId, curatorId, connectionType, note = null, source, target } = event;
  return { connectionId, curatorId, connectionType, note, source, target };
}
