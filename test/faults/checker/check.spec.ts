import { check, type CheckInput } from './check.ts';
import { CHECKER_RULES, type CheckerRule } from './observation.ts';
import { ADA, BOB, EVE, soundRun } from './sound-run.ts';

/** The rules that a run breaks once it has been tampered with. */
function broken(tamper: (run: CheckInput) => void): string[] {
  const run = structuredClone<CheckInput>(soundRun());
  tamper(run);
  return [...new Set(check(run).map(({ rule }) => rule))].sort();
}

type Tampered = [rule: CheckerRule, what: string, tamper: (run: CheckInput) => void];

const viewOf = ({ observation }: CheckInput, did: string) => observation.people[did]!;
const attemptOf = ({ attempts }: CheckInput, id: string) => attempts.find((attempt) => attempt.id === id)!;

/** Takes a request's events out of the store and the outbox, as if they had never been committed. */
function forget({ observation }: CheckInput, correlationId: string): void {
  const { eventStores, outboxes } = observation;
  for (const producer of ['cards', 'feeds'] as const) {
    eventStores[producer] = eventStores[producer].filter((event) => event.correlationId !== correlationId);
    outboxes[producer] = outboxes[producer].filter((event) => event.correlationId !== correlationId);
  }
}

const CASES: readonly Tampered[] = [
  ['acknowledged-lost', 'an acknowledged save is gone', (run) => forget(run, 'request-1')],
  ['acknowledged-lost', 'an acknowledged unfollow never happened', (run) => forget(run, 'request-7')],
  ['refused-happened', 'a refused save happened', (run) => (attemptOf(run, 'request-1').outcome = 'refused')],
  [
    'unexplained',
    'something happened that nobody asked for',
    ({ observation }) => (observation.eventStores.cards[0]!.correlationId = 'nobody'),
  ],
  [
    'wrong-effect',
    'a save happened twice',
    ({ observation: { eventStores } }) => {
      const again = structuredClone(eventStores.cards[0]!);
      eventStores.cards.splice(1, 0, {
        ...again,
        position: 1.5,
        aggregateId: 'x',
        data: { ...again.data, cardId: 'x' },
      });
    },
  ],
  [
    'wrong-effect',
    'a save happened to somebody else’s library',
    ({ observation }) => (observation.eventStores.cards[0]!.data['curatorId'] = EVE),
  ],
  [
    'real-time-order',
    'a follow stands behind the unfollow that was asked for later',
    ({ observation: { eventStores } }) => {
      const [first, , second] = eventStores.feeds;
      [first!.version, second!.version] = [second!.version, first!.version];
    },
  ],
  [
    'versions-dense',
    'a version is missing',
    ({ observation }) => (observation.eventStores.feeds.at(-1)!.version += 1),
  ],
  [
    'sequences-dense',
    'a sequence is given twice',
    ({ observation }) => (observation.outboxes.feeds.at(-1)!.sequence -= 1),
  ],
  [
    'event-ids-unique',
    'two events have one id',
    ({ observation: { outboxes } }) => (outboxes.cards[0]!.eventId = outboxes.cards[1]!.eventId),
  ],
  [
    'told-once',
    'a domain event was told to nobody',
    ({ observation }) => observation.outboxes.cards.splice(0, 1),
  ],
  [
    'told-once',
    'one of the majors of an act is missing',
    ({ observation: { outboxes } }) => {
      const [first] = outboxes.cards;
      Object.assign(first!, { type: 'events.cards.told.v1', twins: ['events.cards.told.v2'] });
    },
  ],
  [
    'told-once',
    'an announcement was told to nobody',
    ({ observation: { outboxes } }) =>
      (outboxes.notifications[0]!.type = 'events.notifications.notifications-read.v1'),
  ],
  [
    'announced-once',
    'somebody was told of one act twice',
    ({ observation: { eventStores, outboxes, cursors } }) => {
      for (const rows of [eventStores.notifications, outboxes.notifications]) {
        const again = structuredClone(rows[0]!);
        rows.push(Object.assign(again, { position: 2, version: 2, sequence: 2, eventId: 'again' }) as never);
      }
      for (const rows of Object.values(cursors)) {
        for (const cursor of rows) if (cursor.producer === 'notifications') cursor.sequence = 2;
      }
    },
  ],
  ['all-published', 'an event was never published', ({ observation }) => (observation.unpublished.cards = 1)],
  [
    'cursor-at-end',
    'a consumer stands before the last event',
    ({ observation }) => (observation.cursors.feeds[0]!.sequence -= 1),
  ],
  [
    'cursor-at-end',
    'a consumer stands past the last event',
    ({ observation }) => (observation.cursors.notifications[0]!.sequence += 1),
  ],
  [
    'cursor-at-end',
    'a consumer never heard of an aggregate',
    ({ observation }) => observation.cursors.feeds.pop(),
  ],
  [
    'parked-only-poison',
    'a good event is parked',
    ({ observation }) =>
      observation.parked.feeds.push({ eventId: 'good', status: 'waiting', reason: 'gap', detail: '' }),
  ],
  ['poison-parked', 'poison is gone', ({ observation }) => (observation.parked.notifications = [])],
  [
    'poison-parked',
    'poison is tried for ever',
    ({ observation }) => (observation.parked.feeds[0]!.status = 'retrying'),
  ],
  ['library', 'a card is missing in a library', (run) => viewOf(run, ADA).library.pop()],
  [
    'library',
    'a card shows another URL',
    (run) => (viewOf(run, ADA).library[0]!.url = 'https://example.org/0'),
  ],
  ['library-order', 'a library is in the wrong order', (run) => viewOf(run, ADA).library.reverse()],
  ['collections', 'a collection has lost a card', (run) => viewOf(run, BOB).collections[0]!.cards.pop()],
  ['card-count', 'a collection counts wrongly', (run) => (viewOf(run, BOB).collections[0]!.cardCount += 1)],
  ['follows', 'a follow is missing', (run) => viewOf(run, EVE).follows.pop()],
  ['feed-global', 'an activity is missing', ({ observation }) => observation.globalFeed.pop()],
  [
    'feed-global',
    'an activity is there twice, under two ids',
    ({ observation: { globalFeed } }) => globalFeed.push({ ...globalFeed.at(-1)!, activityId: 'another' }),
  ],
  [
    'feed-global',
    'an activity has lost its collection',
    ({ observation }) =>
      (observation.globalFeed.find(({ collections }) => collections.length > 0)!.collections = []),
  ],
  [
    'feed-global-once',
    'a page repeats an activity',
    ({ observation: { globalFeed } }) => globalFeed.push({ ...globalFeed.at(-1)! }),
  ],
  [
    'feed-global-order',
    'the feed is in the wrong order',
    ({ observation }) => observation.globalFeed.reverse(),
  ],
  ['feed-following', 'a followed user’s activity is missing', (run) => viewOf(run, EVE).following.pop()],
  [
    'feed-following-order',
    'a following feed is in the wrong order',
    (run) => viewOf(run, EVE).following.reverse(),
  ],
  [
    'feed-following-once',
    'a following feed repeats an activity',
    (run) => viewOf(run, EVE).following.push({ ...viewOf(run, EVE).following.at(-1)! }),
  ],
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
  ['unread-count', 'the unread count has drifted', (run) => (viewOf(run, ADA).unread += 1)],
  [
    'mark-lost',
    'what was marked as read is unread',
    (run) => {
      viewOf(run, ADA).notifications.find(({ read }) => read)!.read = false;
    },
  ],
  ['read-by-nobody', 'what nobody marked is read', (run) => (viewOf(run, BOB).notifications[0]!.read = true)],
  ['reason-rows', 'a withdrawn reason is still stored', ({ observation }) => (observation.reasonRows += 1)],
];

describe('a run in which nothing went wrong', () => {
  it('breaks no rule', () => {
    expect(check(soundRun())).toEqual([]);
  });

  it('may have had an answer that was lost, whether or not the request was', () => {
    const run = soundRun();
    const unknown = attemptOf(run, 'request-9');
    expect(unknown.outcome).toBe('unknown');
    const neverArrived = { ...unknown, id: 'never-arrived' };
    expect(check({ ...run, attempts: [...run.attempts, neverArrived] })).toEqual([]);
  });
});

describe('the checker catches it when', () => {
  it.each(CASES)('%s: %s', (rule, _what, tamper) => {
    expect(broken(tamper)).toContain(rule);
  });

  it('an acknowledged save of what was there already never was', () => {
    const lost = broken((run) => (attemptOf(run, 'request-12').answeredId = 'new-10'));
    // That card had been removed before the request began.
    expect(lost).toEqual(['acknowledged-lost']);
  });

  it('breaks any of its rules: each has a case', () => {
    expect(new Set(CASES.map(([rule]) => rule))).toEqual(new Set(CHECKER_RULES));
  });
});
