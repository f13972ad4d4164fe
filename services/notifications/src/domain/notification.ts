import type { CardFact, CollectionFact, NotificationType, Reason } from './reason.js';

/** What a recipient is told of one act. */
export interface Notification {
  notificationId: string;
  type: NotificationType;
  actorId: string;
  createdAt: string;
  card: CardFact | null;
  viaCardId: string | null;
  /** All the recipient's collections that the act touched, by name. */
  collections: CollectionFact[];
}

/**
 * Makes one notification of the live reasons of one (recipient, act): the most specific says what it is about,
 * the others add their collections. No reasons, no notification.
 */
export function notificationOf(reasons: readonly Reason[]): Notification | undefined {
  const [first] = reasons.toSorted(bySpecificity);
  if (first === undefined) return undefined;
  const collections = reasons.flatMap(({ collection }) => (collection === null ? [] : [collection]));
  return {
    notificationId: first.notificationId,
    type: first.type,
    actorId: first.actorId,
    createdAt: first.occurredAt,
    card: first.card,
    viaCardId: first.viaCardId,
    collections: collections.toSorted(
      (a, b) => compare(a.name, b.name) || compare(a.collectionId, b.collectionId),
    ),
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
