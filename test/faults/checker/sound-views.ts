/** What people are shown after a run in which nothing went wrong. */
import type { DomainModel } from '../../model/domain.ts';
import type { Activity } from '../../model/feeds.ts';
import { dayOf } from '../../model/groups.ts';
import { neighbourhood } from '../../model/graph.ts';
import type { Notification } from '../../model/notifications.ts';
import { collectionOf, collectionsOf, connectionsOf, librariesOf, savesOf } from './expected/cards.ts';
import { activityOf, feedsOf, followsOf, globalFeeds } from './expected/feeds.ts';
import {
  groupsOfList,
  listOf,
  mutesOf,
  placeOf,
  preferencesOf,
  subscriptionsOf,
} from './expected/notifications.ts';
import type { Observation, PersonView, WorkView } from './observation.ts';
import type { ShownActivity, ShownGroup } from './shown.ts';

/** Of works that there are, by their URLs. */
export function shownBy(
  model: DomainModel,
  people: readonly string[],
  urls: readonly string[],
): Pick<Observation, 'feeds' | 'people' | 'works' | 'reasonRows'> {
  return {
    feeds: mapValues(globalFeeds(model), (activities) => feedOf(model, activities)),
    people: Object.fromEntries(people.map((did) => [did, viewOf(model, did)])),
    works: urls.map((url) => workOf(model, url, people)),
    reasonRows: model.notifications.given().length,
  };
}

/** The service's own name of a notification. */
export function notificationIdOf(recipientId: string, actId: string): string {
  return `${actId} told to ${recipientId}`;
}

function viewOf(model: DomainModel, did: string): PersonView {
  const own = model.notifications.byRecipient().get(did) ?? [];
  const notifications = listOf(model, own).map((one) => ({
    notificationId: notificationIdOf(did, one.actId),
    ...one,
  }));
  const groupsOf = (some: readonly Notification[]): ShownGroup[] =>
    groupsOfList(model, some).map(({ actIds, ...group }) => ({
      ...group,
      notificationIds: actIds.map((actId) => notificationIdOf(did, actId)),
    }));
  const unread = own.filter((one) => !model.inbox.isRead(did, placeOf(one)));
  const days = Map.groupBy(unread, ({ at }) => dayOf(at));
  return {
    libraries: librariesOf(model, did),
    collections: collectionsOf(model.library.collections.of(did)).map((collection) => ({
      ...collectionOf(model, collection),
      feed: feedOf(model, model.feeds.ofCollection(collection.collectionId)),
    })),
    connections: connectionsOf(model.connections.of(did)),
    follows: followsOf(model, did),
    feeds: mapValues(feedsOf(model, did), (activities) => feedOf(model, activities)),
    notifications,
    groups: groupsOf(own),
    unread: unread.length,
    unseen: notifications.filter(({ seen }) => !seen).length,
    digests: [...days].map(([day, some]) => ({ day, count: some.length, groups: groupsOf(some) })),
    preferences: preferencesOf(model, did),
    subscriptions: subscriptionsOf(model, did),
    mutes: mutesOf(model, did),
  };
}

function workOf(model: DomainModel, url: string, people: readonly string[]): WorkView {
  const { collections } = model.library;
  const saves = savesOf(model, url);
  const linksOf = (cardId: string) => collections.linksOf(cardId).map(({ collectionId }) => collectionId);
  return {
    url,
    saveCount: saves.length,
    saves,
    collectionIds: [...new Set(saves.flatMap(({ id }) => linksOf(id)))],
    connections: connectionsOf(model.connections.at(url)),
    neighbourhoods: [1, 2].map((depth) => {
      const { distances, connections } = neighbourhood(model.connections, url, depth);
      return {
        works: [...distances].map(([work, distance]) => ({ url: work, distance })),
        connectionIds: connections.map(({ connectionId }) => connectionId),
        cut: [],
      };
    }),
    feed: feedOf(model, model.feeds.ofUrl(url)),
    statuses: people.map((did) => {
      const cardId = model.library.cards.own(did, url)?.cardId ?? null;
      return { did, cardId, collectionIds: cardId === null ? [] : linksOf(cardId).sort() };
    }),
  };
}

/** Newest first. */
function feedOf(model: DomainModel, activities: readonly Activity[]): ShownActivity[] {
  return activities
    .map((activity) => {
      const { type, at, cardIds, collectionIds, connectionId } = activity;
      const about = connectionId ?? [...cardIds, ...collectionIds].join(' ');
      return { activityId: `${type} ${about} ${at}`, ...activityOf(model, activity) };
    })
    .toSorted((a, b) => (a.occurredAt < b.occurredAt ? 1 : -1));
}

function mapValues<K extends string, A, B>(record: Record<K, A>, change: (value: A) => B): Record<K, B> {
  const entries = Object.entries<A>(record).map(([key, value]) => [key, change(value)]);
  return Object.fromEntries(entries) as Record<K, B>;
}
