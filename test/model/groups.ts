import { isBehind } from './inbox.ts';
import type { Notification } from './notifications.ts';

/** What several researchers did to one thing in one day. */
export interface Group {
  type: string;
  /** In UTC. */
  day: string;
  /** The newest first. */
  notifications: readonly [Notification, ...Notification[]];
}

/** "Ada and three others": of one type, on one thing, on one day; the group with the newest first. */
export function groupsOf(notifications: readonly Notification[]): Group[] {
  const groups = Map.groupBy(notifications, (one) => `${one.type} ${dayOf(one.at)} ${thingOf(one)}`);
  return [...groups.values()]
    .flatMap((members): Group[] => {
      const [first, ...rest] = members.toSorted(newestFirst);
      if (first === undefined) return [];
      return [{ type: first.type, day: dayOf(first.at), notifications: [first, ...rest] }];
    })
    .toSorted((a, b) => newestFirst(a.notifications[0], b.notifications[0]));
}

export function dayOf(at: string): string {
  return at.slice(0, 10);
}

/** What it was done to; of what one is subscribed to, who did it. */
function thingOf({ type, viaCardId, cardId, collectionId, actorId }: Notification): string {
  switch (type) {
    case 'USER_ADDED_YOUR_CARD':
      return viaCardId ?? '';
    case 'USER_CONNECTED_YOUR_URL':
      return cardId ?? '';
    case 'USER_FOLLOWED_YOU':
      return '';
    case 'SUBSCRIBED_USER_ADDED_CARD':
    case 'SUBSCRIBED_USER_MADE_CONNECTION':
      return actorId;
    case 'USER_ADDED_TO_YOUR_COLLECTION':
    case 'USER_FOLLOWED_YOUR_COLLECTION':
    case 'USER_CONNECTED_YOUR_COLLECTION':
    case 'CARD_ADDED_TO_SUBSCRIBED_COLLECTION':
      return collectionId ?? '';
  }
}

function newestFirst(a: Notification, b: Notification): number {
  return isBehind({ occurredAt: a.at, actId: a.actId }, { occurredAt: b.at, actId: b.actId }) ? 1 : -1;
}
