/** What of an event becomes part of which activity: decided from business keys and event times alone. */
import { nameBasedUuid } from './name-based-uuid.js';

export const ACTIVITY_TYPES = ['CARD_COLLECTED', 'COLLECTION_CREATED', 'CONNECTION_CREATED'] as const;
export type ActivityType = (typeof ACTIVITY_TYPES)[number];

const ACTIVITIES = '5f0c2a52-6d0f-5d6a-9a8e-0f3f6f8f6c11';

/** Where an activity stands in the feeds, by one of its sources. */
export interface FeedEntry {
  activityId: string;
  sourceId: string;
  type: ActivityType;
  actorId: string;
  occurredAt: string;
  cardId: string | null;
  collectionId: string | null;
  importId: string | null;
  connectionId: string | null;
  url: string | null;
}

/** A card as one of an activity's sources has it. */
export interface ActivityCard {
  activityId: string;
  cardId: string;
  sourceId: string;
  collectionId: string | null;
  importUrl: string | null;
}

export interface Contribution {
  entry: FeedEntry;
  card: ActivityCard;
}

/** One researcher's act on one card: a save, or one record of an import. */
export interface CollectAct {
  actorId: string;
  cardId: string;
  url: string;
  saveId: string;
  importId: string | undefined;
  at: string;
}

/**
 * A save is one activity for (actor, card, save), whichever of its events comes first; an import is one activity
 * however many cards it has.
 */
export function collectActivityId(act: CollectAct): string {
  return nameBasedUuid(
    ACTIVITIES,
    act.importId === undefined ? `save/${act.actorId}/${act.cardId}/${act.saveId}` : `import/${act.importId}`,
  );
}

/** What the card's own event adds to the activity. */
export function addedToLibrary(act: CollectAct): Contribution {
  return contribution(act, act.importId ?? act.cardId, act.cardId, null);
}

/** What a collection's event adds to the activity. */
export function addedToCollection(act: CollectAct, collectionId: string): Contribution {
  return contribution(act, collectionId, collectionId, collectionId);
}

export function collectionCreated(collection: {
  collectionId: string;
  authorId: string;
  at: string;
}): FeedEntry {
  const { collectionId, authorId, at } = collection;
  return {
    activityId: nameBasedUuid(ACTIVITIES, `collection/${collectionId}`),
    sourceId: collectionId,
    type: 'COLLECTION_CREATED',
    actorId: authorId,
    occurredAt: at,
    cardId: null,
    collectionId,
    importId: null,
    connectionId: null,
    url: null,
  };
}

/** One activity with an entry for each of the two works, so that the feed of either has it. */
export function connectionCreated(connection: {
  connectionId: string;
  curatorId: string;
  sourceUrl: string;
  targetUrl: string;
  at: string;
}): FeedEntry[] {
  const { connectionId, curatorId, sourceUrl, targetUrl, at } = connection;
  const activityId = connectionActivityId(connectionId);
  const entry = (sourceId: string, url: string): FeedEntry => ({
    activityId,
    sourceId,
    type: 'CONNECTION_CREATED',
    actorId: curatorId,
    occurredAt: at,
    cardId: null,
    collectionId: null,
    importId: null,
    connectionId,
    url,
  });
  return [
    entry(nameBasedUuid(ACTIVITIES, `connection/${connectionId}/source`), sourceUrl),
    entry(nameBasedUuid(ACTIVITIES, `connection/${connectionId}/target`), targetUrl),
  ];
}

export function connectionActivityId(connectionId: string): string {
  return nameBasedUuid(ACTIVITIES, `connection/${connectionId}`);
}

function contribution(
  act: CollectAct,
  entrySourceId: string,
  cardSourceId: string,
  collectionId: string | null,
): Contribution {
  const activityId = collectActivityId(act);
  return {
    entry: {
      activityId,
      sourceId: entrySourceId,
      type: 'CARD_COLLECTED',
      actorId: act.actorId,
      occurredAt: act.at,
      cardId: act.importId === undefined ? act.cardId : null,
      collectionId,
      importId: act.importId ?? null,
      connectionId: null,
      url: act.importId === undefined ? act.url : null,
    },
    card: {
      activityId,
      cardId: act.cardId,
      sourceId: cardSourceId,
      collectionId,
      importUrl: act.importId === undefined ? null : act.url,
    },
  };
}

/** One entry for each key, at its earliest time: the records of an import share one. Sorted by key. */
export function mergeEntries(entries: readonly FeedEntry[]): FeedEntry[] {
  const byKey = new Map<string, FeedEntry>();
  for (const entry of entries) {
    const key = `${entry.activityId}/${entry.sourceId}`;
    const known = byKey.get(key);
    if (known === undefined || Date.parse(entry.occurredAt) < Date.parse(known.occurredAt))
      byKey.set(key, entry);
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
