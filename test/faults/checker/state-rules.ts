/** What people are shown is what the model says, all of it and nothing else. */
import type { Activity } from '../../model/feeds.ts';
import type { DomainModel } from '../../model/domain.ts';
import type { CheckerRule, Observation, PersonView, ShownActivity, Violation } from './observation.ts';

/** Differences are told one by one only this far. */
const SAMPLES = 3;

export function stateViolations(model: DomainModel, observation: Observation): Violation[] {
  return [
    ...activities('feed-global', 'The global feed', model, model.feeds.global(), observation.globalFeed),
    ...Object.entries(observation.people).flatMap(([did, view]) => [
      ...library(model, did, view),
      ...collections(model, did, view),
      ...follows(model, did, view),
      ...activities(
        'feed-following',
        `The following feed of ${did}`,
        model,
        model.feeds.following(model.follows.of(did)),
        view.following,
      ),
      ...notifications(model, did, view),
    ]),
    ...count(
      'reason-rows',
      'notification_reasons',
      model.notifications.reasons().length,
      observation.reasonRows,
    ),
  ];
}

function library(model: DomainModel, did: string, view: PersonView): Violation[] {
  const expected = model.library
    .libraryOf(did)
    .map(({ cardId: id, curatorId, url, note, via, at: addedAt }) => ({
      id,
      curatorId,
      url,
      note,
      via,
      addedAt,
    }));
  const actual = view.library.map(({ id, curatorId, url, note, via, addedAt }) => ({
    id,
    curatorId,
    url,
    note,
    via,
    addedAt,
  }));
  return [
    ...same('library', `The library of ${did}`, expected, actual),
    ...newestFirst(
      'library-order',
      `The library of ${did}`,
      view.library.map((card) => [card.addedAt, card.id]),
    ),
  ];
}

function collections(model: DomainModel, did: string, view: PersonView): Violation[] {
  const own = [...model.library.collections.values()].filter(({ authorId }) => authorId === did);
  const expected = own.map(({ collectionId, authorId, name, access, collaboratorIds }) => ({
    id: collectionId,
    authorId,
    name,
    access,
    collaboratorIds: [...collaboratorIds].sort(),
    cards: model.library
      .linksIn(collectionId)
      .map(({ cardId, by: addedBy, at: addedAt }) => canonical({ cardId, addedBy, addedAt }))
      .sort(),
  }));
  const actual = view.collections.map(({ cardCount: _, cards, ...rest }) => ({
    ...rest,
    collaboratorIds: [...rest.collaboratorIds].sort(),
    cards: cards.map(canonical).sort(),
  }));
  return [
    ...same('collections', `The collections of ${did}`, expected, actual),
    ...view.collections.flatMap(({ id, cardCount, cards }) =>
      count('card-count', `Collection ${id}`, cards.length, cardCount),
    ),
  ];
}

function follows(model: DomainModel, did: string, view: PersonView): Violation[] {
  const expected = model.follows.of(did).map(({ followId, target, at }) => ({
    followId,
    targetType: target.type,
    targetId: target.id,
    followedAt: at,
  }));
  const actual = view.follows.map(({ followId, targetType, targetId, followedAt }) => ({
    followId,
    targetType,
    targetId,
    followedAt,
  }));
  return same('follows', `What ${did} follows`, expected, actual);
}

function activities(
  rule: 'feed-global' | 'feed-following',
  name: string,
  model: DomainModel,
  wanted: readonly Activity[],
  shown: readonly ShownActivity[],
): Violation[] {
  const nameOf = (id: string): string => model.library.collections.get(id)?.name ?? '';
  const expected = wanted.map(({ type, actorId, at, card, collectionIds }) => ({
    type,
    actorId,
    occurredAt: at,
    cardCount: card === undefined ? 0 : 1,
    cards: card === undefined ? [] : [card],
    collections: [...collectionIds].map((id) => `${id} ${nameOf(id)}`).sort(),
  }));
  const actual = shown.map(({ type, actorId, occurredAt, cardCount, cards, collections: listed }) => ({
    type,
    actorId,
    occurredAt,
    cardCount,
    cards: cards.map(({ cardId, url }) => ({ cardId, url })),
    collections: listed.map(({ id, name: listedName }) => `${id} ${listedName}`).sort(),
  }));
  return [
    ...same(rule, name, expected, actual),
    ...unique(
      `${rule}-once`,
      name,
      shown.map(({ activityId }) => activityId),
    ),
    ...newestFirst(
      `${rule}-order`,
      name,
      shown.map((each) => [each.occurredAt, each.activityId]),
    ),
  ];
}

function notifications(model: DomainModel, did: string, view: PersonView): Violation[] {
  const name = `The notifications of ${did}`;
  const expected = model.notifications
    .all()
    .filter(({ recipientId }) => recipientId === did)
    .map(({ type, actorId, at, card, viaCardId, collectionIds }) => ({
      type,
      actorId,
      createdAt: at,
      card: card ?? null,
      viaCardId: viaCardId ?? null,
      collections: collectionIds,
    }));
  const actual = view.notifications.map(
    ({ type, actorId, createdAt, card, viaCardId, collections: listed }) => ({
      type,
      actorId,
      createdAt,
      card: card === null ? null : { cardId: card.cardId, url: card.url },
      viaCardId,
      collections: listed.map(({ collectionId }) => collectionId).sort(),
    }),
  );
  return [
    ...same('notifications', name, expected, actual),
    ...unique(
      'notifications-once',
      name,
      view.notifications.map(({ notificationId }) => notificationId),
    ),
    ...newestFirst(
      'notifications-order',
      name,
      view.notifications.map((each) => [each.createdAt, each.actId]),
    ),
    ...count('unread-count', name, view.notifications.filter(({ read }) => !read).length, view.unread),
  ];
}

/** As bags: what is missing, and what is too much. */
function same(
  rule: CheckerRule,
  name: string,
  expected: readonly object[],
  actual: readonly object[],
): Violation[] {
  const left = new Map<string, number>();
  for (const item of expected) {
    const key = canonical(item);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const extra: string[] = [];
  for (const item of actual) {
    const key = canonical(item);
    const count = left.get(key) ?? 0;
    if (count === 0) extra.push(key);
    else if (count === 1) left.delete(key);
    else left.set(key, count - 1);
  }
  const missing = [...left.keys()];
  if (missing.length + extra.length === 0) return [];
  const some = (items: readonly string[]): string => items.slice(0, SAMPLES).join('\n      ');
  const detail = `${name}: ${String(missing.length)} missing, ${String(extra.length)} too much of ${String(expected.length)}
    missing: ${some(missing)}
    too much: ${some(extra)}`;
  return [{ rule, detail }];
}

function unique(rule: CheckerRule, name: string, ids: readonly string[]): Violation[] {
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  return twice.length === 0
    ? []
    : [{ rule, detail: `${name} has ${twice.slice(0, SAMPLES).join(', ')} twice` }];
}

function newestFirst(
  rule: CheckerRule,
  name: string,
  positions: readonly (readonly [string, string])[],
): Violation[] {
  const wrong = positions.findIndex(([at, id], index) => {
    const before = positions[index - 1];
    return before !== undefined && (before[0] < at || (before[0] === at && before[1] < id));
  });
  return wrong < 0 ? [] : [{ rule, detail: `${name} is out of order at ${String(wrong)}` }];
}

function count(rule: CheckerRule, name: string, expected: number, actual: number): Violation[] {
  if (expected === actual) return [];
  return [{ rule, detail: `${name}: counted ${String(expected)}, told ${String(actual)}` }];
}

/** With keys in order, and without what is undefined. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
