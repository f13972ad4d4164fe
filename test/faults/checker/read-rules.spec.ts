import type { Attempt } from '../../../bench/load/history.ts';
import type { Intent } from '../../../bench/load/intents.ts';
import type { Observation } from './observation.ts';
import { readViolations } from './read-rules.ts';
import type { ShownNotification } from './shown.ts';

const [ADA, BOB, EVE] = ['did:plc:ada', 'did:plc:bob', 'did:plc:eve'];
const NOTIFICATION: ShownNotification = {
  notificationId: 'n1',
  actId: 'a1',
  type: 'SUBSCRIBED_USER_ADDED_CARD',
  actorId: BOB,
  createdAt: '2026-01-02T00:00:00.000Z',
  read: false,
  seen: true,
  card: null,
  viaCardId: null,
  collections: [],
  connection: null,
};
const SEEN = { notificationId: 'n1', actId: 'a1', createdAt: NOTIFICATION.createdAt };
const MARK_ALL: Intent = { kind: 'mark-all-read', did: ADA, seen: [SEEN], upTo: 'a cursor' };

/** Each takes one unit of time, one after the other. */
function attemptsOf(...intents: Intent[]): Attempt[] {
  return intents.map((intent, index) => ({
    id: String(index),
    commandId: index,
    intent,
    startedAt: index,
    endedAt: index + 1,
    outcome: 'acknowledged',
  }));
}

function violationsOf(attempts: readonly Attempt[], shown: Partial<ShownNotification> = {}): number {
  const people = { [ADA]: { notifications: [{ ...NOTIFICATION, ...shown }] } };
  return readViolations(attempts, { people } as unknown as Observation).length;
}

const mute = (kind: 'mute' | 'unmute', id: string): Intent => ({
  kind,
  did: ADA,
  target: { type: 'USER', id },
});
const prefer = (on: boolean): Intent => ({ kind: 'prefer', did: ADA, type: NOTIFICATION.type, on });

describe('a notification that was marked as read', () => {
  it.each<[string, Intent]>([
    ['by itself', { kind: 'mark-read', did: ADA, seen: SEEN }],
    ['with all others', MARK_ALL],
  ])('must be read: %s', (_how, mark) => {
    expect(violationsOf(attemptsOf(mark))).toBe(1);
    expect(violationsOf(attemptsOf(mark), { read: true })).toBe(0);
    expect(violationsOf(attemptsOf(mark), { createdAt: '2026-01-03T00:00:00.000Z' })).toBe(0);
  });

  it('may be unread where its recipient had hidden it while all were marked', () => {
    expect(violationsOf(attemptsOf(mute('mute', BOB), MARK_ALL, mute('unmute', BOB)))).toBe(0);
    expect(violationsOf(attemptsOf(prefer(false), MARK_ALL, prefer(true)))).toBe(0);
    const away: Intent[] = [
      { kind: 'remove', did: ADA, cardId: 'c1' },
      { kind: 'save', did: ADA, url: 'https://example.org/' },
      MARK_ALL,
    ];
    expect(violationsOf(attemptsOf(...away), { type: 'USER_CONNECTED_YOUR_URL' })).toBe(0);
    expect(violationsOf(attemptsOf(...away))).toBe(1);
  });

  it('must be read where it was not hidden just then, or by somebody else, or something else was', () => {
    expect(violationsOf(attemptsOf(mute('mute', BOB), mute('unmute', BOB), MARK_ALL))).toBe(1);
    expect(violationsOf(attemptsOf(MARK_ALL, mute('mute', BOB), mute('unmute', BOB)))).toBe(1);
    expect(violationsOf(attemptsOf(mute('mute', EVE), MARK_ALL, mute('unmute', EVE)))).toBe(1);
    const byBob = [mute('mute', BOB), MARK_ALL, mute('unmute', BOB)].map((intent) =>
      intent === MARK_ALL ? intent : { ...intent, did: BOB },
    );
    expect(violationsOf(attemptsOf(...byBob))).toBe(1);
  });

  it('must be read where it was marked by itself, whatever was hidden', () => {
    const one: Intent = { kind: 'mark-read', did: ADA, seen: SEEN };
    expect(violationsOf(attemptsOf(mute('mute', BOB), one, mute('unmute', BOB)))).toBe(1);
  });
});
