/** Feeds and follows are what the model says, all of it and nothing else, newest first. */
import type { DomainModel } from '../../model/domain.ts';
import type { Activity } from '../../model/feeds.ts';
import { inOrder, newestFirst, same, unique } from './compare.ts';
import { activityOf, feedsOf, followsOf, globalFeeds } from './expected/feeds.ts';
import type { Observation, PersonView, WorkView } from './observation.ts';
import type { Violation } from './rules.ts';
import { GLOBAL_FEEDS, PERSON_FEEDS, type ShownActivity } from './shown.ts';

export function globalFeedViolations(model: DomainModel, { feeds }: Observation): Violation[] {
  const expected = globalFeeds(model);
  return GLOBAL_FEEDS.flatMap((feed) =>
    activities(model, `The global feed (${feed})`, expected[feed], feeds[feed]),
  );
}

export function personFeedViolations(model: DomainModel, did: string, view: PersonView): Violation[] {
  const expected = feedsOf(model, did);
  const follows = followsOf(model, did);
  const name = `What ${did} follows`;
  return [
    ...PERSON_FEEDS.flatMap((feed) =>
      activities(model, `The feed of ${did} (${feed})`, expected[feed], view.feeds[feed]),
    ),
    ...view.collections.flatMap(({ id, feed }) =>
      activities(model, `The feed of collection ${id}`, model.feeds.ofCollection(id), feed),
    ),
    ...same('follows', name, follows, view.follows),
    ...inOrder('follows', name, follows.map(followIdOf), view.follows.map(followIdOf)),
  ];
}

export function workFeedViolations(model: DomainModel, { url, feed }: WorkView): Violation[] {
  return activities(model, `The feed of ${url}`, model.feeds.ofUrl(url), feed);
}

function activities(
  model: DomainModel,
  name: string,
  wanted: readonly Activity[],
  shown: readonly ShownActivity[],
): Violation[] {
  const expected = wanted.map((activity) => activityOf(model, activity));
  const actual = shown.map(({ activityId: _, collections, ...rest }) => ({
    ...rest,
    // By name, as the database compares names.
    collections: collections.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }));
  return [
    ...same('feeds', name, expected, actual),
    ...unique(
      'feeds-once',
      name,
      shown.map(({ activityId }) => activityId),
    ),
    ...newestFirst(
      'feeds-order',
      name,
      shown.map((each) => [each.occurredAt, each.activityId]),
    ),
  ];
}

function followIdOf({ followId }: { followId: string }): string {
  return followId;
}
