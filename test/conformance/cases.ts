/**
 * Everything that is asked of every transport: first, down to `consumer-groups`, what Watermill asks of any
 * publish/subscribe; then what this engine promises beyond it.
 *
 * Watermill's terms in ours, here and in all features:
 *
 * | Watermill         | here                                                                               |
 * | ----------------- | ---------------------------------------------------------------------------------- |
 * | topic             | event type                                                                         |
 * | subscriber        | one lane (partition) of a durable consumer, opened with `Transport.subscribe`      |
 * | consumer group    | durable consumer                                                                   |
 * | key               | aggregate; its events are numbered 1, 2, 3, …                                      |
 * | ack, nack         | `Delivery.ack`, `Delivery.release`                                                 |
 * | closing a subscriber, a publisher | `LaneSubscription.stop`, `Transport.close`                         |
 * | history           | the broker's, where it keeps one; else the producer's log, published again         |
 *
 * Level `port`: through the port alone. Level `engine`: outbox, relay, broker, lanes and inbox on a real PostgreSQL,
 * held to the effects in the database. A case that injects `faults` fails when it injected none.
 */
export interface ConformanceCase {
  id: string;
  title: string;
  level: 'port' | 'engine';
  faults: boolean;
  /** What is run by `npm test`. */
  short: Readonly<Record<string, number>>;
  /** What is run by `npm run test:conformance -- --profile full`: the sizes of Watermill, and more. */
  full: Readonly<Record<string, number>>;
}

export const CASES = [
  {
    id: 'publish-subscribe',
    title: 'delivers ids, payload and metadata as they were published',
    level: 'port',
    faults: false,
    short: { events: 100, keys: 20 },
    full: { events: 1_000, keys: 100 },
  },
  {
    id: 'concurrent-subscribers',
    title: 'serves many subscribers at once',
    level: 'port',
    faults: false,
    short: { events: 1_000, keys: 200, subscribers: 20 },
    full: { events: 5_000, keys: 1_000, subscribers: 50 },
  },
  {
    id: 'topics',
    title: 'carries many types side by side, without a leak from one into another',
    level: 'engine',
    faults: false,
    short: { topics: 20, eventsEach: 25 },
    full: { topics: 20, eventsEach: 100 },
  },
  {
    id: 'resend-on-error',
    title: 'delivers again what was given back',
    level: 'port',
    faults: true,
    short: { events: 50 },
    full: { events: 500 },
  },
  {
    id: 'nothing-past-unacked',
    title: 'hands nothing out past an unacknowledged event of the same key',
    level: 'engine',
    faults: true,
    short: { behind: 5, others: 20 },
    full: { behind: 50, others: 500 },
  },
  {
    id: 'subscribe-close-continue',
    title: 'goes on where a closed subscriber has stopped, again and again',
    level: 'port',
    faults: false,
    short: { events: 1_000, keys: 200, rounds: 5 },
    full: { events: 5_000, keys: 1_000, rounds: 5 },
  },
  {
    id: 'concurrent-closes',
    title: 'takes several closes at once, and loses nothing by them',
    level: 'port',
    faults: false,
    short: { events: 300, keys: 100, closes: 10 },
    full: { events: 2_000, keys: 500, closes: 10 },
  },
  {
    id: 'continue-after-errors',
    title: 'goes on after errors',
    level: 'port',
    faults: true,
    short: { events: 100, keys: 100, errors: 3 },
    full: { events: 1_000, keys: 1_000, errors: 5 },
  },
  {
    id: 'order-per-key',
    title: 'keeps the order of each key, for every consumer',
    level: 'port',
    faults: false,
    short: { events: 400, keys: 16, consumers: 3 },
    full: { events: 1_000, keys: 16, consumers: 10 },
  },
  {
    id: 'publisher-close',
    title: 'loses nothing of what a closing publisher was told is stored',
    level: 'port',
    faults: false,
    short: { events: 2_000, keys: 1_000 },
    full: { events: 10_000, keys: 2_000 },
  },
  {
    id: 'late-subscriber',
    title: 'gives a late subscriber the history',
    level: 'engine',
    faults: false,
    short: { keys: 40, eventsEach: 5 },
    full: { keys: 200, eventsEach: 25 },
  },
  {
    id: 'reconnect',
    title: 'loses nothing while the broker is restarted at a third and killed at a half',
    level: 'engine',
    faults: true,
    short: { events: 1_500, keys: 100 },
    full: { events: 10_000, keys: 500 },
  },
  {
    id: 'consumer-groups',
    title: 'gives each consumer everything',
    level: 'port',
    faults: false,
    short: { events: 300, keys: 100, consumers: 3 },
    full: { events: 5_000, keys: 500, consumers: 5 },
  },
  {
    id: 'order-under-faults',
    title:
      'keeps the order of each key with failing publications and handlers, three replicas and a rolling restart',
    level: 'engine',
    faults: true,
    short: { keys: 30, eventsEach: 12 },
    full: { keys: 160, eventsEach: 50 },
  },
  {
    id: 'crash-commit-publish',
    title: 'publishes what a producer committed that was killed before it published',
    level: 'engine',
    faults: true,
    short: { keys: 10, eventsEach: 3 },
    full: { keys: 500, eventsEach: 4 },
  },
  {
    id: 'crash-publish-mark',
    title: 'has each effect once of what a producer published that was killed before it knew',
    level: 'engine',
    faults: true,
    short: { keys: 10, eventsEach: 3 },
    full: { keys: 500, eventsEach: 4 },
  },
  {
    id: 'crash-in-handler',
    title: 'handles what a consumer held that was killed before its commit',
    level: 'engine',
    faults: true,
    short: { keys: 10, eventsEach: 3 },
    full: { keys: 500, eventsEach: 4 },
  },
  {
    id: 'crash-commit-ack',
    title: 'has each effect once of what a consumer committed that was killed before the acknowledgement',
    level: 'engine',
    faults: true,
    short: { keys: 10, eventsEach: 3 },
    full: { keys: 500, eventsEach: 4 },
  },
  {
    id: 'crash-final-attempt',
    title: 'loses no event whose consumer is killed in the last attempt',
    level: 'engine',
    faults: true,
    short: { attempts: 3 },
    full: { attempts: 6 },
  },
  {
    id: 'dead-letter',
    title: 'gives an event up exactly once, and redrives it in order',
    level: 'engine',
    faults: true,
    short: { keys: 5, behind: 3 },
    full: { keys: 50, behind: 20 },
  },
  {
    id: 'duplicate-ids',
    title: 'has one effect of an event that comes twice, in one batch and in several',
    level: 'engine',
    faults: true,
    short: { keys: 50 },
    full: { keys: 1_000 },
  },
  {
    id: 'back-off',
    title: 'waits longer after each failure, within the bounds of its policy',
    level: 'engine',
    faults: true,
    // Longer than a sweep over parked events: that is not what is measured.
    short: { attempts: 4, firstDelayMs: 1_200, maxDelayMs: 2_000 },
    full: { attempts: 8, firstDelayMs: 1_200, maxDelayMs: 10_000 },
  },
  {
    id: 'replay',
    title: 'rebuilds the same projection from a sequence and from a time',
    level: 'engine',
    faults: false,
    short: { keys: 20, before: 3, after: 4 },
    full: { keys: 500, before: 10, after: 10 },
  },
  {
    id: 'drain',
    title: 'finishes running handlers at a stop, and leaves nothing unacknowledged',
    level: 'engine',
    faults: true,
    short: { keys: 30, eventsEach: 10 },
    full: { keys: 500, eventsEach: 20 },
  },
  {
    id: 'pause-resume',
    title: 'pauses and resumes without a burst of redeliveries',
    level: 'engine',
    faults: true,
    short: { keys: 30, eventsEach: 10, pauses: 2 },
    full: { keys: 200, eventsEach: 50, pauses: 10 },
  },
  {
    id: 'late-commit',
    title: 'loses no transaction that commits long after younger ones',
    level: 'engine',
    faults: true,
    short: { late: 3, early: 20 },
    full: { late: 20, early: 1_000 },
  },
  {
    id: 'long-transaction',
    title: 'is not held up by long transactions of others, in its database or another of the cluster',
    level: 'engine',
    faults: true,
    short: { keys: 20 },
    full: { keys: 1_000 },
  },
  {
    id: 'lost-in-the-middle',
    title: 'heals gaps: events that the broker acknowledged and lost, with later ones behind them',
    level: 'engine',
    faults: true,
    short: { keys: 10, eventsEach: 3 },
    full: { keys: 200, eventsEach: 5 },
  },
  {
    id: 'lost-last',
    title: 'finds last events that the broker acknowledged and lost, though nothing behind them shows it',
    level: 'engine',
    faults: true,
    short: { keys: 10, eventsEach: 3 },
    full: { keys: 200, eventsEach: 5 },
  },
  {
    id: 'stale-owner',
    title: 'refuses the effects of a former owner that is still at work',
    level: 'engine',
    faults: true,
    short: { behind: 3 },
    full: { behind: 50 },
  },
  {
    id: 'live-move',
    title: 'moves from this transport to another under load',
    level: 'engine',
    faults: true,
    short: { keys: 20, eventsEach: 30 },
    full: { keys: 200, eventsEach: 200 },
  },
] as const satisfies readonly ConformanceCase[];

export type CaseId = (typeof CASES)[number]['id'];

/** The sizes that a case has, in either profile. */
export type SizesOf<Id extends CaseId> = Readonly<
  Record<keyof Extract<(typeof CASES)[number], { id: Id }>['short'], number>
>;
