import type { ActivityType } from '../domain/activity.js';
import type { ActivityReader, CardRow, ConnectionRow } from '../infrastructure/activity-reader.js';
import type { EntryRow } from '../infrastructure/feed-sql.js';

export type CardView = Omit<CardRow, 'activityId'>;

export type ConnectionView = Omit<ConnectionRow, 'connectionId'> & { id: string };

export interface ActivityView {
  activityId: string;
  type: ActivityType;
  actorId: string;
  occurredAt: string;
  /** Set when the activity is an import. */
  importId: string | null;
  /** How many cards it is about. */
  cardCount: number;
  /** The first few of them. */
  cards: CardView[];
  collections: { id: string; name: string; description: string | null; access: string }[];
  /** Set when the activity is a connection. */
  connection: ConnectionView | null;
}

const CARDS_SHOWN = 3;

/** What is shown of each entry's activity, in the entries' order. */
export async function viewsOf(reader: ActivityReader, entries: readonly EntryRow[]): Promise<ActivityView[]> {
  if (entries.length === 0) return [];
  const ids = entries.map((entry) => entry.activityId);
  const imports = entries.filter((entry) => entry.importId !== null).map((entry) => entry.activityId);
  const connected = entries.flatMap(({ connectionId }) => connectionId ?? []);
  const [cards, counts, collections, connections] = await Promise.all([
    reader.cards(ids, CARDS_SHOWN),
    imports.length === 0 ? new Map<string, number>() : reader.counts(imports),
    reader.collections(ids),
    connected.length === 0 ? [] : reader.connections(connected),
  ]);
  const cardsOf = byActivity(cards);
  const collectionsOf = byActivity(collections);
  const connectionOf = new Map(connections.map((row) => [row.connectionId, connectionView(row)]));
  return entries.map(({ activityId, type, actorId, at, importId, connectionId }) => {
    const shown = (cardsOf.get(activityId) ?? []).map(({ activityId: _, ...card }) => card);
    return {
      activityId,
      type,
      actorId,
      occurredAt: new Date(at).toISOString(),
      importId,
      cardCount: counts.get(activityId) ?? shown.length,
      cards: shown,
      collections: (collectionsOf.get(activityId) ?? []).map(
        ({ collectionId, name, description, access }) => ({
          id: collectionId,
          name,
          description,
          access,
        }),
      ),
      connection: (connectionId === null ? undefined : connectionOf.get(connectionId)) ?? null,
    };
  });
}

function connectionView({ connectionId, ...shown }: ConnectionRow): ConnectionView {
  return { id: connectionId, ...shown };
}

function byActivity<T extends { activityId: string }>(rows: readonly T[]): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.activityId);
    if (group === undefined) groups.set(row.activityId, [row]);
    else group.push(row);
  }
  return groups;
}
