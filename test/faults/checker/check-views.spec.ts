/** A sound run, tampered with in what people are shown. */
import { VIEW_RULES } from './rules.ts';
import { ADA, BOB, EVE } from './sound-run.ts';
import { broken, type Tampered, viewOf } from './tampering.ts';

const OF_CARDS: readonly Tampered[] = [
  ['library', 'a card is missing in a library', (run) => viewOf(run, ADA).libraries.added.pop()],
  [
    'library',
    'a card shows another URL',
    (run) => (viewOf(run, ADA).libraries.added[0]!.url = 'https://example.org/0'),
  ],
  [
    'library',
    'a highlight has lost its quote',
    (run) => delete viewOf(run, ADA).libraries.highlights[0]!.quote,
  ],
  ['library', 'a note is not found by what it says', (run) => (viewOf(run, ADA).libraries.found = [])],
  [
    'library',
    'a filter shows what it is to leave out',
    (run) => viewOf(run, ADA).libraries.books.push(viewOf(run, ADA).libraries.added[0]!),
  ],
  ['library-order', 'a library is in the wrong order', (run) => viewOf(run, ADA).libraries.added.reverse()],
  ['library-order', 'a library has the most saved last', (run) => viewOf(run, ADA).libraries.saves.reverse()],
  ['collections', 'a collection has lost a card', (run) => viewOf(run, BOB).collections[0]!.cards.pop()],
  [
    'collections',
    'a collection has its old name',
    (run) => (viewOf(run, BOB).collections[0]!.name = 'Tides'),
  ],
  [
    'collections',
    'a collaborator is forgotten',
    (run) => viewOf(run, BOB).collections[0]!.collaboratorIds.pop(),
  ],
  [
    'collections-order',
    'a collection has the last added last',
    (run) => viewOf(run, BOB).collections[0]!.cards.reverse(),
  ],
  ['card-count', 'a collection counts wrongly', (run) => (viewOf(run, BOB).collections[0]!.cardCount += 1)],
  [
    'contributors',
    'a contributor has brought more than they did',
    (run) => (viewOf(run, BOB).collections[0]!.contributors[0]!.cardCount += 1),
  ],
  [
    'connections',
    'a connection has its old direction',
    (run) => {
      const swapped = viewOf(run, ADA).connections.at(-1)!;
      [swapped.source, swapped.target] = [swapped.target, swapped.source];
    },
  ],
  [
    'connections',
    'a work does not know of a connection',
    ({ observation }) => observation.works[0]!.connections.pop(),
  ],
  [
    'connections-order',
    'connections have the last drawn last',
    (run) => viewOf(run, ADA).connections.reverse(),
  ],
  ['works', 'a work has another save', ({ observation }) => (observation.works[0]!.saveCount += 1)],
  ['works', 'somebody who saved a work is missing', ({ observation }) => observation.works[0]!.saves.pop()],
  [
    'works',
    'somebody does not know that they have a work',
    ({ observation }) => (observation.works[0]!.statuses[0]!.cardId = null),
  ],
  [
    'works',
    'a collection that holds a work is missing',
    ({ observation }) => observation.works[0]!.collectionIds.pop(),
  ],
  [
    'graph',
    'a work is nearer than it is',
    ({ observation }) => (observation.works[0]!.neighbourhoods[1]!.works.at(-1)!.distance = 1),
  ],
  [
    'graph',
    'a neighbourhood that was cut has what is not there',
    ({ observation: { works } }) => {
      const [near] = works[0]!.neighbourhoods;
      near!.cut.push(works[0]!.url);
      near!.connectionIds.push('nobody drew this');
    },
  ],
  [
    'graph',
    'a neighbourhood that is whole says that it is cut',
    ({ observation: { works } }) => works[0]!.neighbourhoods[0]!.cut.push(works[0]!.url),
  ],
  ['history', 'an act is missing', ({ observation }) => observation.histories[0]!.entries.pop()],
  [
    'history',
    'the first act is told first',
    ({ observation }) => observation.histories[1]!.entries.reverse(),
  ],
  [
    'past',
    'a library shows what was saved later',
    ({ observation: { past } }) => past!.libraries[2]!.own.push(past!.libraries[1]!.own[0]!),
  ],
  [
    'past',
    'others are shown what was taken back since',
    ({ observation: { past } }) => (past!.libraries[0]!.others = past!.libraries[0]!.own),
  ],
  [
    'past',
    'a collection has its new name already',
    ({ observation: { past } }) => (past!.collections[0]!.name = 'Tides and moons'),
  ],
];

const OF_FEEDS: readonly Tampered[] = [
  ['follows', 'a follow is missing', (run) => viewOf(run, EVE).follows.pop()],
  ['follows', 'follows are in the wrong order', (run) => viewOf(run, EVE).follows.reverse()],
  ['feeds', 'an activity is missing', ({ observation }) => observation.feeds.all.pop()],
  [
    'feeds',
    'an activity is there twice, under two ids',
    ({ observation: { feeds } }) => feeds.all.push({ ...feeds.all.at(-1)!, activityId: 'another' }),
  ],
  [
    'feeds',
    'an activity has lost its collection',
    ({ observation: { feeds } }) =>
      (feeds.all.find(({ collections }) => collections.length > 0)!.collections = []),
  ],
  [
    'feeds',
    'a card is shown without its highlight',
    ({ observation: { feeds } }) => {
      const card = feeds.saves.flatMap(({ cards }) => cards).find(({ highlights }) => highlights.length > 0);
      card!.highlights = [];
    },
  ],
  [
    'feeds',
    'a filtered feed has what it is to leave out',
    ({ observation: { feeds } }) => feeds.books.push(feeds.collections[0]!),
  ],
  ['feeds', 'a followed user’s activity is missing', (run) => viewOf(run, EVE).feeds.followingUsers.pop()],
  ['feeds', 'a collection’s feed has lost its last', (run) => viewOf(run, BOB).collections[0]!.feed.pop()],
  ['feeds', 'a work’s feed has lost its last', ({ observation }) => observation.works[0]!.feed.pop()],
  [
    'feeds-once',
    'a page repeats an activity',
    ({ observation: { feeds } }) => feeds.all.push({ ...feeds.all.at(-1)! }),
  ],
  ['feeds-order', 'a feed is in the wrong order', ({ observation }) => observation.feeds.all.reverse()],
  [
    'feeds-order',
    'a following feed is in the wrong order',
    (run) => viewOf(run, EVE).feeds.following.reverse(),
  ],
];

const OF_NOTIFICATIONS: readonly Tampered[] = [
  ['notifications', 'a notification is missing', (run) => viewOf(run, ADA).notifications.pop()],
  [
    'notifications',
    'a notification names the wrong actor',
    (run) => (viewOf(run, ADA).notifications[0]!.actorId = ADA),
  ],
  [
    'notifications-once',
    'a notification is there twice',
    (run) => viewOf(run, BOB).notifications.push({ ...viewOf(run, BOB).notifications.at(-1)! }),
  ],
  [
    'notifications-order',
    'notifications are in the wrong order',
    (run) => viewOf(run, ADA).notifications.reverse(),
  ],
  ['groups', 'a group counts too many', (run) => (viewOf(run, BOB).groups[0]!.actorCount += 1)],
  ['groups', 'groups are in the wrong order', (run) => viewOf(run, BOB).groups.reverse()],
  ['digests', 'a digest has what was read', (run) => (viewOf(run, ADA).digests[0]!.count += 1)],
  ['digests', 'a digest has lost a group', (run) => viewOf(run, BOB).digests[0]!.groups.pop()],
  ['unread-count', 'the unread count has drifted', (run) => (viewOf(run, ADA).unread += 1)],
  ['unseen-count', 'the unseen count has drifted', (run) => (viewOf(run, ADA).unseen += 1)],
  [
    'mark-lost',
    'what was marked as read is unread',
    (run) => (viewOf(run, ADA).notifications.find(({ read }) => read)!.read = false),
  ],
  ['read-state', 'what nobody marked is read', (run) => (viewOf(run, BOB).notifications[0]!.read = true)],
  ['seen-state', 'what nobody saw is seen', (run) => (viewOf(run, BOB).notifications[0]!.seen = true)],
  [
    'choices',
    'a type is on again',
    (run) => viewOf(run, EVE).preferences.forEach((each) => (each.on = true)),
  ],
  ['choices', 'a bell is silent', (run) => viewOf(run, EVE).subscriptions.pop()],
  ['choices', 'a mute is forgotten', (run) => viewOf(run, BOB).mutes.pop()],
  ['reason-rows', 'a withdrawn reason is still stored', ({ observation }) => (observation.reasonRows += 1)],
];

const CASES = [...OF_CARDS, ...OF_FEEDS, ...OF_NOTIFICATIONS];

describe('the checker catches it when', () => {
  it.each(CASES)('%s: %s', (rule, _what, tamper) => {
    expect(broken(tamper)).toContain(rule);
  });

  it('any rule of what is shown is broken: each has a case', () => {
    expect(new Set(CASES.map(([rule]) => rule))).toEqual(new Set(VIEW_RULES));
  });
});
