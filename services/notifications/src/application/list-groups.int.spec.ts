import 'reflect-metadata';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { NotificationsDatabase } from '../../test/notifications-database.js';
import {
  ADA,
  at,
  BOB,
  type CardAct,
  collects,
  type Collection,
  EVE,
  id,
  removes,
  saves,
} from '../../test/story.js';
import { evolve, type Inbox, inboxId } from '../domain/inbox.js';
import type { InboxEvent } from '../domain/inbox-events.js';
import { GroupReader } from '../infrastructure/group-reader.js';
import { InboxRepository } from '../infrastructure/inbox-repository.js';
import { type GroupView, ListGroups } from './list-groups.js';
import { MarkRead } from './mark-read.js';
import { MarkSeen } from './mark-seen.js';

let world: NotificationsDatabase;
let groups: ListGroups;
let inboxes: InboxRepository;
let markRead: MarkRead;
let markSeen: MarkSeen;

beforeAll(async () => {
  world = await NotificationsDatabase.open(await createTestDatabase({ services: ['notifications'] }));
  groups = new ListGroups(new GroupReader(world.database), world.reader);
  inboxes = new InboxRepository();
  markRead = new MarkRead(world.log, world.reader, inboxes);
  markSeen = new MarkSeen(world.log, world.reader, inboxes);
}, 60_000);
afterAll(() => world.stop());
beforeEach(() => world.clear());

const DAY = 24 * 60 * 60;
const person = (number: number): string => `did:plc:person${String(number)}`;
/** Somebody saves the work of Bob's card 90, or of another card of his. */
const saved = (card: number, seconds: number, more: Partial<CardAct> = {}): CardAct => ({
  card,
  curator: person(card),
  via: { card: 90, curator: BOB },
  seconds,
  ...more,
});
const tides: Collection = { collection: 21, author: BOB, name: 'Tides' };
const of = async (recipient: string) => (await groups.execute(recipient, { limit: 100 })).items;

describe('groups', () => {
  it('have what several researchers did to one thing in one day', async () => {
    await world.handle(...[1, 2, 3, 4].map((number) => saves(saved(number, number))));
    expect(await of(BOB)).toMatchObject([
      {
        type: 'USER_ADDED_YOUR_CARD',
        day: '2026-01-01',
        count: 4,
        unread: 4,
        unseen: 4,
        actorCount: 4,
        actorIds: [person(4), person(3), person(2)],
        latest: { actorId: person(4), viaCardId: id(90), createdAt: at(4) },
      },
    ]);
    const [group] = await of(BOB);
    expect(group?.notificationIds).toEqual((await world.of(BOB)).map(({ notificationId }) => notificationId));
  });

  it('are apart by type, thing and day', async () => {
    await world.handle(
      saves(saved(1, 1)),
      saves(saved(2, 2, { via: { card: 91, curator: BOB } })),
      saves(saved(3, DAY)),
      collects({ card: 4, curator: ADA, seconds: 3 }, tides),
      collects({ card: 5, curator: EVE, seconds: 4 }, tides),
      collects({ card: 6, curator: EVE, seconds: 5 }, { ...tides, collection: 22 }),
    );
    expect((await of(BOB)).map(({ type, day, count }) => [type, day, count])).toEqual([
      ['USER_ADDED_YOUR_CARD', '2026-01-02', 1],
      ['USER_ADDED_TO_YOUR_COLLECTION', '2026-01-01', 1],
      ['USER_ADDED_TO_YOUR_COLLECTION', '2026-01-01', 2],
      ['USER_ADDED_YOUR_CARD', '2026-01-01', 1],
      ['USER_ADDED_YOUR_CARD', '2026-01-01', 1],
    ]);
  });

  it('count researchers, not what each did, and lose what is undone', async () => {
    const twice = saved(2, 2, { curator: person(1), save: 2 });
    await world.handle(saves(saved(1, 1)), saves(twice), saves(saved(3, 3)));
    expect(await of(BOB)).toMatchObject([{ count: 3, actorCount: 2, actorIds: [person(3), person(1)] }]);
    await world.handle(removes(saved(3, 3)));
    expect(await of(BOB)).toMatchObject([{ count: 2, actorCount: 1, actorIds: [person(1)] }]);
  });

  it('of a subscribed user are by that user', async () => {
    for (const subject of [ADA, BOB]) {
      const key = { personId: EVE, kind: 'CARDS_OF_USER', subject } as const;
      await world.choose(key, { since: at(0), until: null });
    }
    await world.handle(
      saves({ card: 1, curator: ADA, seconds: 1 }),
      saves({ card: 2, curator: BOB, seconds: 2 }),
      saves({ card: 3, curator: ADA, seconds: 3 }),
    );
    expect((await of(EVE)).map(({ actorIds, count }) => [actorIds, count])).toEqual([
      [[ADA], 2],
      [[BOB], 1],
    ]);
  });

  it('are paged without a gap or a repeat, though newer ones come and old groups grow', async () => {
    const cards = [80, 81, 82, 83, 84];
    const all = cards.flatMap((card, index) =>
      [1, 2].map((each) => saves(saved(10 * each + index, index + each, { via: { card, curator: BOB } }))),
    );
    await world.handle(...all);
    const wanted = (await of(BOB)).map(({ latest: { viaCardId } }) => viaCardId);
    const paged: GroupView[] = [];
    for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page += 1) {
      const { items, next } = await groups.execute(BOB, {
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
      paged.push(...items);
      cursor = next ?? undefined;
      // The oldest group would be the first now.
      await world.handle(saves(saved(40 + page, 100 + page, { via: { card: 80, curator: BOB } })));
    }
    expect(paged.map(({ latest: { viaCardId } }) => viaCardId)).toEqual(wanted);
    expect(paged.map(({ count }) => count)).toEqual([2, 2, 2, 2, 2]);
    expect((await of(BOB))[0]).toMatchObject({ count: 5, latest: { viaCardId: id(80) } });
  });

  it('refuse a cursor of another list', async () => {
    const { cursor } = (await world.handle(saves(saved(1, 1))), await world.of(BOB))[0]!;
    await expect(groups.execute(BOB, { limit: 2, cursor })).rejects.toMatchObject({ code: 'invalid-cursor' });
  });
});

describe('seeing', () => {
  const three = [1, 2, 3].map((number) => saves(saved(number, number)));

  it('is apart from reading', async () => {
    await world.handle(...three);
    const [newest, second] = await world.of(BOB);
    await markSeen.execute(BOB, second!.cursor);
    await markRead.execute(BOB, newest!.notificationId);
    expect((await world.of(BOB)).map(({ seen, read }) => [seen, read])).toEqual([
      [false, true],
      [true, false],
      [true, false],
    ]);
    expect(await world.reader.counts(BOB)).toEqual({ unread: 2, unseen: 1 });
    expect(await of(BOB)).toMatchObject([{ count: 3, unread: 2, unseen: 1 }]);
  });

  it('goes forward only, up to what there is, whatever is asked', async () => {
    await world.handle(...three);
    await markSeen.execute(BOB, at(1_000));
    await markSeen.execute(BOB, at(1));
    await markSeen.execute(BOB, undefined);
    expect(await world.reader.counts(BOB)).toEqual({ unread: 3, unseen: 0 });
    await world.handle(saves(saved(4, 4)));
    expect(await world.reader.counts(BOB)).toEqual({ unread: 4, unseen: 1 });
    expect(await world.reader.counts(EVE)).toEqual({ unread: 0, unseen: 0 });
  });

  it('is stored as folding the inbox’s events gives, and concerns nobody else', async () => {
    await markSeen.execute(BOB, undefined);
    await world.handle(...three);
    await markSeen.execute(BOB, at(2));
    const events = await world.eventsOf<InboxEvent>(inboxId(BOB));
    const folded = events.reduce<Inbox | undefined>(evolve, undefined);
    expect(folded).toMatchObject({ version: 1, seenUpTo: { occurredAt: at(2) } });
    expect(await world.log.transaction((uow) => inboxes.find(uow, BOB))).toEqual({ ...folded, sequence: 0 });
    expect(await world.database.sql`select from outbox`).toHaveLength(0);
  });
});
