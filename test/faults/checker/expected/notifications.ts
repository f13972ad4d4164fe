/** What people would be shown of what a model tells them. The notifications' ids are the service's own. */
import type { DomainModel } from '../../../model/domain.ts';
import type { ChoiceKind, Place } from '../../../model/facts.ts';
import { type Group, groupsOf } from '../../../model/groups.ts';
import { isBehind } from '../../../model/inbox.ts';
import type { Notification } from '../../../model/notifications.ts';
import { NOTIFICATION_TYPES } from '../../../model/reasons.ts';
import type { ShownGroup, ShownNotification, ShownSubscription } from '../shown.ts';

export type ExpectedNotification = Omit<ShownNotification, 'notificationId'>;
/** With the acts instead of the notifications. */
export type ExpectedGroup = Omit<ShownGroup, 'notificationIds'> & { actIds: string[] };

const ACTORS_SHOWN = 3;
/** Of a group's newest so many are named. */
const NAMED = 100;

export function placeOf({ at: occurredAt, actId }: Notification): Place {
  return { occurredAt, actId };
}

/** Newest first. */
export function listOf(model: DomainModel, own: readonly Notification[]): ExpectedNotification[] {
  return own
    .toSorted((a, b) => (isBehind(placeOf(a), placeOf(b)) ? 1 : -1))
    .map((one) => notificationOf(model, one));
}

function notificationOf(model: DomainModel, notification: Notification): ExpectedNotification {
  const { recipientId, actId, type, actorId, at: createdAt, cardId, viaCardId, connectionId } = notification;
  const card = cardId === undefined ? undefined : model.library.cards.known(cardId);
  const connection = model.connections.get(connectionId ?? '');
  const work = ({ url, metadata }: { url: string; metadata: { title?: string } }) => ({
    url,
    title: metadata.title ?? null,
  });
  return {
    actId,
    type,
    actorId,
    createdAt,
    read: model.inbox.isRead(recipientId, placeOf(notification)),
    seen: model.inbox.isSeen(recipientId, placeOf(notification)),
    card: card === undefined ? null : { cardId: card.cardId, ...work(card) },
    viaCardId: viaCardId ?? null,
    collections: notification.collectionIds.map((collectionId) => ({
      collectionId,
      name: model.library.collections.known(collectionId)?.name ?? '',
    })),
    connection:
      connection === undefined
        ? null
        : {
            connectionId: connection.connectionId,
            connectionType: connection.connectionType,
            source: work(connection.source),
            target: work(connection.target),
          },
  };
}

export function groupsOfList({ inbox }: DomainModel, own: readonly Notification[]): ExpectedGroup[] {
  return groupsOf(own).map(({ type, day, notifications }: Group) => {
    const named = notifications.slice(0, NAMED);
    const isRead = (one: Notification) => inbox.isRead(one.recipientId, placeOf(one));
    const isSeen = (one: Notification) => inbox.isSeen(one.recipientId, placeOf(one));
    return {
      type,
      day,
      count: notifications.length,
      unread: notifications.filter((one) => !isRead(one)).length,
      unseen: notifications.filter((one) => !isSeen(one)).length,
      actorCount: new Set(notifications.map(({ actorId }) => actorId)).size,
      actorIds: [...new Set(named.map(({ actorId }) => actorId))].slice(0, ACTORS_SHOWN),
      actIds: named.map(({ actId }) => actId),
      latest: { actId: notifications[0].actId },
    };
  });
}

export function preferencesOf({ choices }: DomainModel, did: string): { type: string; on: boolean }[] {
  const off = new Set(choices.standing(did, ['TYPE_OFF']).map(({ subject }) => subject));
  return NOTIFICATION_TYPES.map((type) => ({ type, on: !off.has(type) }));
}

export function subscriptionsOf(model: DomainModel, did: string): ShownSubscription[] {
  const kinds = ['CARDS_OF_USER', 'CONNECTIONS_OF_USER', 'CARDS_OF_COLLECTION'] as const;
  return targetsOf(model, did, kinds).map(({ kinds: chosen, ...target }) => {
    const scopes = [
      ...(chosen.includes('CONNECTIONS_OF_USER') && chosen.length === 1 ? [] : ['CARDS']),
      ...(chosen.includes('CONNECTIONS_OF_USER') ? ['CONNECTIONS'] : []),
    ];
    return { ...target, scopes };
  });
}

export function mutesOf(model: DomainModel, did: string): Omit<ShownSubscription, 'scopes'>[] {
  return targetsOf(model, did, ['MUTED_USER', 'MUTED_COLLECTION']).map(({ kinds: _, ...target }) => target);
}

type Chosen = Omit<ShownSubscription, 'scopes'> & { kinds: ChoiceKind[] };

/** What somebody's choices are about; collections that are gone are left out. */
function targetsOf(model: DomainModel, did: string, kinds: readonly ChoiceKind[]): Chosen[] {
  const bySubject = Map.groupBy(model.choices.standing(did, kinds), ({ subject }) => subject);
  return [...bySubject].flatMap(([targetId, standing]): Chosen[] => {
    const chosen = standing.map(({ kind }) => kind);
    const ofCollection = chosen.some((kind) => kind.endsWith('_COLLECTION'));
    const collection = model.library.collections.get(targetId);
    if (ofCollection && collection === undefined) return [];
    const since = standing.map((each) => each.since).reduce((a, b) => (a < b ? a : b));
    return [
      {
        targetType: ofCollection ? 'COLLECTION' : 'USER',
        targetId,
        collectionName: collection?.name ?? null,
        since,
        kinds: chosen,
      },
    ];
  });
}
