/** A sound run, tampered with in what was answered, stored, published, handled and parked. */
import { LOG_RULES } from './rules.ts';
import { EVE } from './sound-run.ts';
import { attemptOf, broken, forget, type Tampered } from './tampering.ts';

const CASES: readonly Tampered[] = [
  ['acknowledged-lost', 'an acknowledged save is gone', (run) => forget(run, 'request-1')],
  ['acknowledged-lost', 'an acknowledged unfollow never happened', (run) => forget(run, 'request-7')],
  ['refused-happened', 'a refused save happened', (run) => (attemptOf(run, 'request-1').outcome = 'refused')],
  [
    'refused-wrongly',
    'somebody was told that a card was gone, and it never was',
    (run) => (attemptOf(run, 'request-13').code = 'card-not-found'),
  ],
  [
    'refused-wrongly',
    'somebody was refused with a code that the model does not know',
    (run) => (attemptOf(run, 'request-13').code = 'out-of-luck'),
  ],
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
      (announcement(outboxes.notifications).type = 'events.notifications.notifications-read.v1'),
  ],
  [
    'announced-once',
    'somebody was told of one act twice',
    ({ observation: { eventStores } }) =>
      eventStores.notifications.push(structuredClone(announcement(eventStores.notifications))),
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
];

/** Of that row's kind there is one. */
function announcement<T extends { type: string }>(rows: readonly T[]): T {
  return rows.find(({ type }) => type === 'NotificationAnnounced')!;
}

describe('the checker catches it when', () => {
  it.each(CASES)('%s: %s', (rule, _what, tamper) => {
    expect(broken(tamper)).toContain(rule);
  });

  it('an acknowledged save of what was there already never was', () => {
    const lost = broken((run) => (attemptOf(run, 'request-12').answeredId = 'new-10'));
    // That card had been removed before the request began.
    expect(lost).toEqual(['acknowledged-lost']);
  });

  it('an import left out what was never there', () => {
    const lost = broken((run) => {
      const { intent } = attemptOf(run, 'request-26');
      if (intent.kind !== 'import') throw new TypeError('It is no import');
      const record = { url: 'https://example.org/never', title: 'Never', type: 'book' } as const;
      Object.assign(intent, { records: [...intent.records, record] });
    });
    expect(lost).toEqual(['wrong-effect']);
  });

  it('any rule of the logs is broken: each has a case', () => {
    expect(new Set(CASES.map(([rule]) => rule))).toEqual(new Set(LOG_RULES));
  });
});
