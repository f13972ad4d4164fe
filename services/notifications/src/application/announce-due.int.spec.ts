import 'reflect-metadata';
import { NotificationCreatedV1, NotificationsReadV1 } from '#contracts';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { NotificationsDatabase } from '../../test/notifications-database.js';
import {
  ADA,
  at,
  BOB,
  type CardAct,
  collects,
  type Collection,
  connects,
  EVE,
  id,
  removes,
  saves,
  urlOf,
} from '../../test/story.js';
import { evolve, type Inbox, inboxId } from '../domain/inbox.js';
import type { InboxEvent } from '../domain/inbox-events.js';
import { notificationId } from '../domain/reason.js';
import { InboxRepository } from '../infrastructure/inbox-repository.js';
import { AnnounceDue } from './announce-due.js';
import { MarkAllRead } from './mark-all-read.js';
import { MarkRead } from './mark-read.js';

let world: NotificationsDatabase;
let inboxes: InboxRepository;
let announceDue: AnnounceDue;
let markRead: MarkRead;
let markAllRead: MarkAllRead;

beforeAll(async () => {
  world = await NotificationsDatabase.open(await createTestDatabase({ services: ['notifications'] }));
  inboxes = new InboxRepository();
  announceDue = new AnnounceDue(world.log, world.reader, inboxes);
  markRead = new MarkRead(world.log, world.reader, inboxes);
  markAllRead = new MarkAllRead(world.log, inboxes);
}, 60_000);
afterAll(() => world.stop());
beforeEach(() => world.clear());

/** As if the window of all that was heard of had passed. */
async function announceAll(): Promise<void> {
  await world.database.sql`update announcements_due set due_at = now()`;
  while (await announceDue.execute());
}

interface Published {
  type: string;
  subject: string;
  sequence: number;
  data: Record<string, unknown>;
}

/** What is in the outbox, in order. */
async function published(): Promise<Published[]> {
  const rows = await world.database.sql<{ body: string }[]>`select body from outbox order by position`;
  return rows.map(({ body }) => {
    const event = JSON.parse(body) as Omit<Published, 'sequence'> & { sequence: string };
    const { type, subject, sequence, data } = event;
    return { type, subject, sequence: Number(sequence), data };
  });
}

const tides: Collection = { collection: 21, author: BOB, collaborators: [EVE], name: 'Tides' };
const adas: CardAct = { card: 1, curator: ADA, via: { card: 9, curator: BOB }, seconds: 10 };

describe('a notification that is due', () => {
  it('is announced with all reasons of its act, in the recipient’s own sequence', async () => {
    await world.handle(saves(adas), collects(adas, tides));
    await announceAll();
    const created = {
      actorId: ADA,
      actId: id(1_001),
      card: { cardId: id(1), url: urlOf(1), title: 'Work 1' },
      collections: [{ collectionId: id(21), name: 'Tides' }],
      createdAt: at(10),
    };
    expect(await published()).toEqual([
      {
        type: NotificationCreatedV1.type,
        subject: inboxId(BOB),
        sequence: 1,
        data: {
          ...created,
          recipientId: BOB,
          notificationId: notificationId(BOB, id(1_001)),
          notificationType: 'USER_ADDED_YOUR_CARD',
        },
      },
      {
        type: NotificationCreatedV1.type,
        subject: inboxId(EVE),
        sequence: 1,
        data: {
          ...created,
          recipientId: EVE,
          notificationId: notificationId(EVE, id(1_001)),
          notificationType: 'USER_ADDED_TO_YOUR_COLLECTION',
        },
      },
    ]);
  });

  it('waits for its window, whoever looks', async () => {
    await world.handle(saves(adas));
    expect(await announceDue.execute()).toBe(false);
    const [row] = await world.database.sql<{ seconds: number }[]>`
      select extract(epoch from due_at - now())::float8 as seconds from announcements_due`;
    expect(row?.seconds).toBeGreaterThan(1);
    expect(row?.seconds).toBeLessThanOrEqual(5);
  });

  it('is announced once, though its act is told again, and to whom it concerns only then', async () => {
    await world.handle(saves(adas));
    await announceAll();
    await world.handle(saves(adas), collects(adas, tides));
    await announceAll();
    expect((await published()).map(({ data, sequence }) => [data['recipientId'], sequence])).toEqual([
      [BOB, 1],
      [EVE, 1],
    ]);
  });

  it('is not announced when its act was undone meanwhile, or not wanted, or an import', async () => {
    await world.choose({ personId: EVE, kind: 'MUTED_USER', subject: ADA }, { since: at(0), until: null });
    await world.handle(
      saves(adas),
      removes(adas),
      collects({ ...adas, card: 2 }, { ...tides, author: EVE, collaborators: [] }),
      saves({ ...adas, card: 3, imported: true }),
    );
    await announceAll();
    expect(await published()).toEqual([]);
  });

  it('is announced by one of the replicas that look at once', async () => {
    const acts = Array.from({ length: 60 }, (_, index) => ({ ...adas, card: index + 1 }));
    for (const act of acts) await world.handle(saves(act), collects(act, tides));
    await world.database.sql`update announcements_due set due_at = now()`;
    const replica = new AnnounceDue(world.log, world.reader, inboxes);
    // One that loses its races three times leaves what it was at for its next look.
    const drain = async (one: AnnounceDue): Promise<void> => {
      for (let due = true; due;) due = await one.execute().catch(() => true);
    };
    await Promise.all([drain(announceDue), drain(replica)]);
    const events = await published();
    for (const recipient of [BOB, EVE]) {
      const own = events.filter(({ data }) => data['recipientId'] === recipient);
      expect(new Set(own.map(({ data }) => data['actId'])).size).toBe(60);
      expect(own.map(({ sequence }) => sequence)).toEqual(acts.map((_, index) => index + 1));
    }
  });

  it('comes to everybody, though they are more than one transaction takes', async () => {
    const people = Array.from({ length: 603 }, (_, index) => `did:plc:reader${String(index)}`);
    const made = await world.database.sql<{ id: string }[]>`
      insert into choices (choice_id, person_id, kind, subject, periods, version)
      select gen_random_uuid(), p, 'CARDS_OF_USER', ${ADA}, '{[2026-01-01,)}'::tstzmultirange, 1
      from unnest(${people}::text[]) p
      returning choice_id as id`;
    for (const { id } of made) world.overwritten.add(id);
    await world.handle(saves({ card: 1, curator: ADA }));
    await announceAll();
    expect(new Set((await published()).map(({ data }) => data['recipientId']))).toEqual(new Set(people));
  }, 30_000);
});

describe('what is read', () => {
  const acts = [1, 2, 3].map((card) => ({ ...adas, card, seconds: card }));

  it('is told one by one, once', async () => {
    await world.handle(...acts.map(saves));
    const [newest] = await world.of(BOB);
    await markRead.execute(BOB, newest!.notificationId);
    await markRead.execute(BOB, newest!.notificationId);
    expect(await published()).toEqual([
      {
        type: NotificationsReadV1.type,
        subject: inboxId(BOB),
        sequence: 1,
        data: {
          recipientId: BOB,
          notificationIds: [newest!.notificationId],
          unreadCount: 2,
          readAt: expect.any(String),
        },
      },
    ]);
  });

  it('is told as all up to an instant, and nothing when nothing was unread', async () => {
    await world.handle(...acts.map(saves));
    await markAllRead.execute(BOB, at(2));
    await markAllRead.execute(BOB, at(2));
    await markAllRead.execute(BOB, undefined);
    expect((await published()).map(({ data }) => data)).toMatchObject([
      { notificationIds: [], upTo: at(2), unreadCount: 1 },
      { notificationIds: [], upTo: at(3), unreadCount: 0 },
    ]);
  });

  it('is told by id where it is of the same instant as what is left unread', async () => {
    await world.handle(
      ...acts.map((act) => saves({ ...act, seconds: 1 })),
      saves({ ...adas, card: 4, seconds: 0 }),
    );
    const second = (await world.of(BOB))[1]!;
    expect(await markAllRead.execute(BOB, second.cursor)).toBe(3);
    const [event] = await published();
    expect(event?.data).toMatchObject({
      upTo: new Date(Date.parse(at(1)) - 1).toISOString(),
      unreadCount: 1,
    });
    expect(event?.data['notificationIds']).toHaveLength(2);
  });
});

describe('a stored inbox', () => {
  it('is what folding its events gives', async () => {
    await world.handle(
      saves(adas),
      connects({ connection: 31, curator: ADA, source: urlOf(1), target: urlOf(2) }),
    );
    await world.handle(saves({ ...adas, card: 2, curator: EVE }));
    await announceAll();
    await markAllRead.execute(BOB, undefined);
    const events = await world.eventsOf<InboxEvent>(inboxId(BOB));
    const folded = events.reduce<Inbox | undefined>(evolve, undefined);
    expect(folded).toMatchObject({ announced: 2, version: 3 });
    expect(await world.log.transaction((uow) => inboxes.find(uow, BOB))).toEqual({ ...folded, sequence: 3 });
  });
});
