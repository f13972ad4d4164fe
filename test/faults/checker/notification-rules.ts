/** Notifications, and what people chose of them, are what the model says, all of it and nothing else. */
import type { DomainModel } from '../../model/domain.ts';
import { dayOf } from '../../model/groups.ts';
import type { Notification } from '../../model/notifications.ts';
import { canonical, count, newestFirst, same, unique } from './compare.ts';
import {
  type ExpectedGroup,
  groupsOfList,
  listOf,
  mutesOf,
  placeOf,
  preferencesOf,
  subscriptionsOf,
} from './expected/notifications.ts';
import type { PersonView } from './observation.ts';
import type { CheckerRule, Violation } from './rules.ts';
import type { ShownGroup } from './shown.ts';

/** @param own what the model tells this person */
export function notificationViolations(
  model: DomainModel,
  did: string,
  own: readonly Notification[],
  view: PersonView,
): Violation[] {
  const name = `The notifications of ${did}`;
  const expected = listOf(model, own);
  const { notifications: shown } = view;
  const told = shown.map(({ notificationId: _id, read: _read, seen: _seen, collections, ...rest }) => ({
    ...rest,
    // By name, as the database compares names.
    collections: collections.toSorted((a, b) => (a.collectionId < b.collectionId ? -1 : 1)),
  }));
  return [
    ...same(
      'notifications',
      name,
      expected.map(({ read: _read, seen: _seen, ...rest }) => rest),
      told,
    ),
    ...unique(
      'notifications-once',
      name,
      shown.map(({ notificationId }) => notificationId),
    ),
    ...newestFirst(
      'notifications-order',
      name,
      shown.map((each) => [each.createdAt, each.actId]),
    ),
    ...same('read-state', name, expected.map(readOf), shown.map(readOf)),
    ...same('seen-state', name, expected.map(seenOf), shown.map(seenOf)),
    ...count('unread-count', name, shown.filter(({ read }) => !read).length, view.unread),
    ...count('unseen-count', name, shown.filter(({ seen }) => !seen).length, view.unseen),
    ...groupViolations(model, did, own, view),
    ...inTurn('choices', `The preferences of ${did}`, preferencesOf(model, did), view.preferences),
    ...same('choices', `The bells of ${did}`, subscriptionsOf(model, did), view.subscriptions),
    ...same('choices', `The mutes of ${did}`, mutesOf(model, did), view.mutes),
  ];
}

function groupViolations(
  model: DomainModel,
  did: string,
  own: readonly Notification[],
  view: PersonView,
): Violation[] {
  const acts = new Map(view.notifications.map(({ notificationId, actId }) => [notificationId, actId]));
  const withActs = ({ notificationIds, latest, ...group }: ShownGroup): ExpectedGroup => ({
    ...group,
    actIds: notificationIds.map((id) => acts.get(id) ?? id),
    latest: { actId: latest.actId },
  });
  const unread = own.filter((one) => !model.inbox.isRead(did, placeOf(one)));
  return [
    ...inTurn('groups', `The groups of ${did}`, groupsOfList(model, own), view.groups.map(withActs)),
    ...view.digests.flatMap(({ day, count: told, groups }) => {
      const ofDay = unread.filter(({ at }) => dayOf(at) === day);
      const name = `The digest of ${did} for ${day}`;
      const expected = groupsOfList(model, ofDay);
      return [
        ...count('digests', name, ofDay.length, told),
        // No more are in a mail.
        ...inTurn('digests', name, expected.slice(0, 50), groups.map(withActs)),
      ];
    }),
  ];
}

/** The same, one after the other. */
function inTurn(
  rule: CheckerRule,
  name: string,
  expected: readonly object[],
  actual: readonly object[],
): Violation[] {
  const differing = same(rule, name, expected, actual);
  if (differing.length > 0 || canonical(expected) === canonical(actual)) return differing;
  return [{ rule, detail: `${name} are in the wrong order` }];
}

function readOf({ actId, read }: { actId: string; read: boolean }) {
  return { actId, read };
}

function seenOf({ actId, seen }: { actId: string; seen: boolean }) {
  return { actId, seen };
}
