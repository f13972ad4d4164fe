import { announce, evolve, type Inbox, inboxId, isDigestMailed, mailDigest, read, see } from './inbox.js';
import type { AnnouncedNotification, InboxEvent } from './inbox-events.js';

const BOB = 'did:plc:bob';
const notification: AnnouncedNotification = {
  notificationId: 'n-1',
  actId: 'act-1',
  type: 'USER_FOLLOWED_YOU',
  actorId: 'did:plc:ada',
  createdAt: 't1',
  card: null,
  collections: [],
};
const mark = { actId: 'act-1', notificationId: 'n-1', occurredAt: 't1' };

const given = (...events: readonly InboxEvent[]) => events.reduce<Inbox | undefined>(evolve, undefined);

describe('an inbox', () => {
  it('is told of each notification that is announced', () => {
    const second = { ...notification, notificationId: 'n-2' };
    const events = [announce(BOB, notification), announce(BOB, second)];
    expect(events).toMatchObject([
      { type: 'NotificationAnnounced', data: { recipientId: BOB, notification } },
      { type: 'NotificationAnnounced', data: { notification: { notificationId: 'n-2' } } },
    ]);
    expect(given(...events)).toEqual({
      inboxId: inboxId(BOB),
      recipientId: BOB,
      announced: 2,
      lastReadAt: null,
      seenUpTo: null,
      lastDigestDay: null,
      version: 2,
    });
  });

  it('remembers what was read, and when', () => {
    const events = read(BOB, { marks: [mark], upTo: 't1', unreadCount: 3, at: 't2' });
    expect(events).toEqual([
      {
        type: 'NotificationsRead',
        data: { recipientId: BOB, marks: [mark], upTo: 't1', unreadCount: 3, readAt: 't2' },
      },
    ]);
    expect(given(announce(BOB, notification), ...events)).toMatchObject({
      announced: 1,
      lastReadAt: 't2',
      version: 2,
    });
  });

  it('has nothing to say when nothing becomes read', () => {
    expect(read(BOB, { marks: [], upTo: 't1', unreadCount: 0, at: 't2' })).toEqual([]);
  });

  it('is seen up to a place, and never less', () => {
    const early = { occurredAt: '2026-01-01T00:00:00.000Z', actId: 'a' };
    const places = [early, { ...early, actId: 'b' }, { ...early, occurredAt: '2026-01-01T00:00:01.000Z' }];
    for (const [index, upTo] of places.entries()) {
      const seen = see(undefined, BOB, { upTo, at: 't1' });
      expect(seen).toEqual([{ type: 'NotificationsSeen', data: { recipientId: BOB, upTo, seenAt: 't1' } }]);
      const state = given(...seen);
      expect(state?.seenUpTo).toEqual(upTo);
      const later = places.filter((place) => see(state, BOB, { upTo: place, at: 't2' }).length > 0);
      expect(later).toEqual(places.slice(index + 1));
    }
  });

  it('has the digest of a day mailed once, and of no day before it afterwards', () => {
    const digest = { day: '2026-01-02', count: 3, at: 't1' };
    const events = mailDigest(undefined, BOB, digest);
    expect(events).toEqual([
      {
        type: 'DigestMailed',
        data: { recipientId: BOB, day: '2026-01-02', count: 3, mailedAt: 't1' },
      },
    ]);
    const state = given(...events);
    expect(mailDigest(state, BOB, digest)).toEqual([]);
    const mailed = ['2026-01-01', '2026-01-02', '2026-01-03'].map((day) => isDigestMailed(state, day));
    expect(mailed).toEqual([true, true, false]);
  });

  it('is one for a recipient', () => {
    expect(inboxId(BOB)).not.toBe(inboxId('did:plc:ada'));
    expect(inboxId(BOB)).toBe(inboxId(BOB));
  });
});
