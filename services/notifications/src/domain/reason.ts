/** Who is to be told of what, and why: pure decisions over the facts of one act. */
import { nameBasedUuid } from './name-based-uuid.js';

/**
 * From the most specific to the least: one act notifies a recipient once, by the first that applies. Ranks are stored:
 * a new type comes last, or where no act has reasons of the types behind it.
 */
export const NOTIFICATION_TYPES = [
  'USER_ADDED_YOUR_CARD',
  'USER_ADDED_TO_YOUR_COLLECTION',
  'USER_FOLLOWED_YOU',
  'USER_FOLLOWED_YOUR_COLLECTION',
  'USER_CONNECTED_YOUR_COLLECTION',
  'USER_CONNECTED_YOUR_URL',
  'CARD_ADDED_TO_SUBSCRIBED_COLLECTION',
  'SUBSCRIBED_USER_ADDED_CARD',
  'SUBSCRIBED_USER_MADE_CONNECTION',
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

/** One side of a connection, as it is shown. */
export interface WorkFact {
  url: string;
  title: string | null;
}

export interface ConnectionFact {
  connectionId: string;
  connectionType: string;
  source: WorkFact;
  target: WorkFact;
}

/** One reason to notify one recipient of one act. */
export interface Reason {
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
  connection: ConnectionFact | null;
}

/** A reason that one event gives by itself; others come of several aggregates' events, and are found on reading. */
export type GivenReason = Reason & { notificationId: string };

/** The place of a type among the reasons of an act: the smallest is what the recipient is told. */
export function rankOf(type: NotificationType): number {
  return NOTIFICATION_TYPES.indexOf(type);
}

/** What one researcher did, once: a save (`actId` is its save id), a follow (its follow id) or a connection. */
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
): GivenReason[] {
  if (via === undefined) return [];
  const details = { sourceId: card.cardId, card, viaCardId: via.cardId, collection: null };
  return reasons('USER_ADDED_YOUR_CARD', act, [via.curatorId], details);
}

/** A card came into a collection: those who keep the collection are told. */
export function reasonsOfCollecting(
  act: Act,
  card: CardFact,
  collection: CollectionFact & { authorId: string; collaboratorIds: readonly string[] },
): GivenReason[] {
  const { collectionId, name, authorId, collaboratorIds } = collection;
  const details = { sourceId: collectionId, card, viaCardId: null, collection: { collectionId, name } };
  return reasons('USER_ADDED_TO_YOUR_COLLECTION', act, [authorId, ...collaboratorIds], details);
}

export function reasonsOfFollowingUser(act: Act, userId: string): GivenReason[] {
  const details = { sourceId: act.actId, card: null, viaCardId: null, collection: null };
  return reasons('USER_FOLLOWED_YOU', act, [userId], details);
}

export function reasonsOfFollowingCollection(
  act: Act,
  collection: CollectionFact & { authorId: string },
): GivenReason[] {
  const { authorId, collectionId, name } = collection;
  const details = { sourceId: act.actId, card: null, viaCardId: null, collection: { collectionId, name } };
  return reasons('USER_FOLLOWED_YOUR_COLLECTION', act, [authorId], details);
}

/** Nobody is told of what they did themselves, and nobody twice by one source. */
function reasons(
  type: NotificationType,
  { actId, actorId, at }: Act,
  recipients: readonly string[],
  details: Pick<GivenReason, 'sourceId' | 'card' | 'viaCardId' | 'collection'>,
): GivenReason[] {
  return [...new Set(recipients)]
    .filter((recipientId) => recipientId !== actorId)
    .map((recipientId) => ({
      notificationId: notificationId(recipientId, actId),
      recipientId,
      actId,
      type,
      rank: rankOf(type),
      actorId,
      occurredAt: at,
      ...details,
      connection: null,
    }));
}
