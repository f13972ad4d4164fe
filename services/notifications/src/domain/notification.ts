import {
  type CardFact,
  type CollectionFact,
  type ConnectionFact,
  notificationId,
  type NotificationType,
  type Reason,
} from './reason.js';

/** What a recipient is told of one act. */
export interface Notification {
  notificationId: string;
  type: NotificationType;
  actorId: string;
  /** What was done: the id of the save, the follow or the connection. */
  actId: string;
  createdAt: string;
  card: CardFact | null;
  viaCardId: string | null;
  /** All the recipient's collections that the act touched, by name. */
  collections: CollectionFact[];
  connection: ConnectionFact | null;
}

/**
 * Makes one notification of the live reasons of one (recipient, act): the most specific says what it is about,
 * the others add their collections. No reasons, no notification.
 */
export function notificationOf(reasons: readonly Reason[]): Notification | undefined {
  const [first] = reasons.toSorted(bySpecificity);
  if (first === undefined) return undefined;
  const collections = new Map(
    reasons.flatMap(({ collection }) => (collection === null ? [] : [[collection.collectionId, collection]])),
  );
  return {
    notificationId: notificationId(first.recipientId, first.actId),
    type: first.type,
    actorId: first.actorId,
    actId: first.actId,
    createdAt: first.occurredAt,
    card: first.card,
    viaCardId: first.viaCardId,
    collections: [...collections.values()].toSorted(
      (a, b) => compare(a.name, b.name) || compare(a.collectionId, b.collectionId),
    ),
    connection: first.connection,
  };
}

/** Most specific first; among equals the earliest. */
function bySpecificity(a: Reason, b: Reason): number {
  return (
    a.rank - b.rank || Date.parse(a.occurredAt) - Date.parse(b.occurredAt) || compare(a.sourceId, b.sourceId)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
