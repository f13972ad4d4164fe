/** Who is to be told of what, and why: pure decisions over the facts of one act. */
import { nameBasedUuid } from './name-based-uuid.js';

/** From the most specific to the least: one act notifies a recipient once, by the first that applies. */
export const NOTIFICATION_TYPES = [
  'USER_ADDED_YOUR_CARD',
  'USER_ADDED_TO_YOUR_COLLECTION',
  'USER_FOLLOWED_YOU',
  'USER_FOLLOWED_YOUR_COLLECTION',
] as const;
export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

export interface CardFact {
  cardId: string;
  url: string;
  title: string | null;
}

export interface CollectionFact {
  collectionId: string;
  name: string;
}

/** One reason to notify one recipient of one act. */
export interface Reason {
  notificationId: string;
  sourceId: string;
  recipientId: string;
  actId: string;
  type: NotificationType;
  rank: number;
  actorId: string;
  /** The act's own time. */
  occurredAt: string;
  card: CardFact | null;
  viaCardId: string | null;
  collection: CollectionFact | null;
}

/** What one researcher did, once: a save (`actId` is its save id) or a follow (its follow id). */
export interface Act {
  actId: string;
  actorId: string;
  at: string;
}

const NOTIFICATIONS = '0d9f1c5e-8a67-5d3c-b0c4-6a1f5b1e7d92';

/** The same recipient and act have the same notification, whatever its reasons and however often they come. */
export function notificationId(recipientId: string, actId: string): string {
  return nameBasedUuid(NOTIFICATIONS, `${recipientId}/${actId}`);
}

/** A card was saved: its maker is told whose card led to it. */
export function reasonsOfSave(
  act: Act,
  card: CardFact,
  via: { cardId: string; curatorId: string } | undefined,
): Reason[] {
  if (via === undefined) return [];
  const details = { sourceId: card.cardId, card, viaCardId: via.cardId, collection: null };
  return reasons('USER_ADDED_YOUR_CARD', act, [via.curatorId], details);
}

/** A card came into a collection: those who keep the collection are told. */
export function reasonsOfCollecting(
  act: Act,
  card: CardFact,
  collection: CollectionFact & { authorId: string; collaboratorIds: readonly string[] },
): Reason[] {
  const { collectionId, name, authorId, collaboratorIds } = collection;
  const details = { sourceId: collectionId, card, viaCardId: null, collection: { collectionId, name } };
  return reasons('USER_ADDED_TO_YOUR_COLLECTION', act, [authorId, ...collaboratorIds], details);
}

export function reasonsOfFollowingUser(act: Act, userId: string): Reason[] {
  const details = { sourceId: act.actId, card: null, viaCardId: null, collection: null };
  return reasons('USER_FOLLOWED_YOU', act, [userId], details);
}

export function reasonsOfFollowingCollection(
  act: Act,
  collection: CollectionFact & { authorId: string },
): Reason[] {
  const { authorId, collectionId, name } = collection;
  const details = { sourceId: act.actId, card: null, viaCardId: null, collection: { collectionId, name } };
  return reasons('USER_FOLLOWED_YOUR_COLLECTION', act, [authorId], details);
}

/** Nobody is told of what they did themselves, and nobody twice by one source. */
function reasons(
  type: NotificationType,
  { actId, actorId, at }: Act,
  recipients: readonly string[],
  details: Pick<Reason, 'sourceId' | 'card' | 'viaCardId' | 'collection'>,
): Reason[] {
  return [...new Set(recipients)]
    .filter((recipientId) => recipientId !== actorId)
    .map((recipientId) => ({
      notificationId: notificationId(recipientId, actId),
      recipientId,
      actId,
      type,
      rank: NOTIFICATION_TYPES.indexOf(type),
      actorId,
      occurredAt: at,
      ...details,
    }));
}
