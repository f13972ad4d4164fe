import type { PersonView } from '../checker/observation.ts';
import type { ShownGroup, ShownNotification, ShownSubscription } from '../checker/shown.ts';
import type { Pages } from './pages.ts';

type View = Pick<
  PersonView,
  'notifications' | 'groups' | 'unread' | 'unseen' | 'digests' | 'preferences' | 'subscriptions' | 'mutes'
>;

/** What notifications shows to somebody. */
export class NotificationsReader {
  readonly #pages: Pages;

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  async view(did: string): Promise<View> {
    const notifications = await this.#all<ShownNotification>('/notifications', did);
    const groups = await this.#all<ShownGroup>('/notifications/groups', did);
    const { unread, unseen } = await this.#get<{ unread: number; unseen: number }>(
      '/notifications/unread-count',
      did,
    );
    const digests: View['digests'] = [];
    for (const day of new Set(notifications.map(({ createdAt }) => createdAt.slice(0, 10)))) {
      const digest = await this.#get<View['digests'][number]>(`/digests?day=${day}`, did);
      digests.push({ day, count: digest.count, groups: digest.groups.map(groupOf) });
    }
    const { items: preferences } = await this.#get<{ items: View['preferences'] }>('/preferences', did);
    const subscriptions = await this.#all<ShownSubscription>('/subscriptions', did);
    const mutes = await this.#all<Omit<ShownSubscription, 'scopes'>>('/mutes', did);
    return {
      notifications: notifications.map(notificationOf),
      groups: groups.map(groupOf),
      unread,
      unseen,
      digests,
      preferences,
      subscriptions: subscriptions.map(({ scopes, ...target }) => ({ ...targetOf(target), scopes })),
      mutes: mutes.map(targetOf),
    };
  }

  #all<T>(path: string, did: string): Promise<T[]> {
    return this.#pages.all<T>('notifications', path, did);
  }

  #get<T>(path: string, did: string): Promise<T> {
    return this.#pages.get<T>('notifications', path, did);
  }
}

/** What is compared of it. */
function notificationOf(notification: ShownNotification): ShownNotification {
  const { notificationId, actId, type, actorId, createdAt, read, seen, card, viaCardId } = notification;
  const { collections, connection } = notification;
  const about = { card, viaCardId, collections, connection };
  return { notificationId, actId, type, actorId, createdAt, read, seen, ...about };
}

function groupOf(group: ShownGroup): ShownGroup {
  const { type, day, count, unread, unseen, actorCount, actorIds, notificationIds } = group;
  const { actId } = group.latest;
  return {
    type,
    day,
    count,
    unread,
    unseen,
    actorCount,
    actorIds,
    notificationIds,
    latest: { actId },
  };
}

function targetOf(target: Omit<ShownSubscription, 'scopes'>): Omit<ShownSubscription, 'scopes'> {
  const { targetType, targetId, collectionName, since } = target;
  return { targetType, targetId, collectionName, since };
}
