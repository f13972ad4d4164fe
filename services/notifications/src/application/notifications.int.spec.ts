import 'reflect-metadata';
import {
  CardAddedToCollectionV1,
  CardAddedToLibraryV1,
  CardRemovedFromCollectionV1,
  CardRemovedFromLibraryV1,
  eventOf,
  TargetFollowedV1,
  TargetUnfollowedV1,
} from '#contracts';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { NotificationsDatabase } from '../../test/notifications-database.js';
import { ADA, at, BOB, EVE, type Handler, id } from '../../test/story.js';
import { InboxRepository } from '../infrastructure/inbox-repository.js';
import { ListNotifications } from './list-notifications.js';
import { MarkAllRead } from './mark-all-read.js';
import { MarkRead } from './mark-read.js';
import {
  notifyOfCollecting,
  notifyOfSaves,
  withdrawFromCollections,
  withdrawRemovedCards,
} from './notify-of-cards.js';
import { notifyOfFollows, withdrawFollows } from './notify-of-follows.js';

const url = 'https://example.org/';
const metadata = { title: 'Tides' };

let world: NotificationsDatabase;
let list: ListNotifications;
let markRead: MarkRead;
let markAllRead: MarkAllRead;

beforeAll(async () => {
  world = await NotificationsDatabase.open(await createTestDatabase({ services: ['notifications'] }));
  list = new ListNotifications(world.reader);
  const inboxes = new InboxRepository();
  markRead = new MarkRead(world.log, world.reader, inboxes);
  markAllRead = new MarkAllRead(world.log, inboxes);
}, 60_000);

afterAll(() => world.stop());

beforeEach(() => world.clear());

const handle = (...handlers: readonly Handler[]) => world.handle(...handlers);

const of = (recipient: string) => world.of(recipient);
/** Bob's list, read page by page to its end. */
async function pagesOf(limit: number): Promise<string[]> {
  const paged: string[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const { items, next } = await list.execute(BOB, { limit, ...(cursor === undefined ? {} : { cursor }) });
    paged.push(...items.map(({ notificationId }) => notificationId));
    cursor = next ?? undefined;
  }
  return paged;
}
const unread = async (recipient: string) => (await world.reader.counts(recipient)).unread;

interface Save {
  cardId: string;
  saveId: string;
  addedAt?: string;
  importId?: string;
}

/** Ada saves a work that she found through Bob's card. */
const saved = (...saves: Save[]): Handler => {
  const events = saves.map((save) =>
    eventOf(CardAddedToLibraryV1, {
      addedAt: at(0),
      ...save,
      curatorId: ADA,
      url,
      metadata,
      via: { cardId: id(90), curatorId: BOB },
    }),
  );
  return (uow) => notifyOfSaves(uow, events);
};

/** Ada puts it into a collection of Bob's, which Eve works on too. */
const collected = (collectionId: string, ...saves: Save[]): Handler => {
  const events = saves.map((save) =>
    eventOf(CardAddedToCollectionV1, {
      addedAt: at(0),
      ...save,
      collectionId,
      collectionName: `Collection ${collectionId.slice(-2)}`,
      authorId: BOB,
      collaboratorIds: [ADA, EVE],
      cardCuratorId: ADA,
      url,
      metadata,
      addedBy: ADA,
    }),
  );
  return (uow) => notifyOfCollecting(uow, events);
};

const removed = (cardId: string): Handler => {
  const event = eventOf(CardRemovedFromLibraryV1, { cardId, curatorId: ADA, url, removedAt: at(60) });
  return (uow) => withdrawRemovedCards(uow, [event]);
};

const uncollected = (collectionId: string, cardId: string): Handler => {
  const event = eventOf(CardRemovedFromCollectionV1, {
    collectionId,
    cardId,
    removedBy: ADA,
    removedAt: at(60),
  });
  return (uow) => withdrawFromCollections(uow, [event]);
};

const follow = { followId: id(70), followerId: ADA, targetType: 'USER', targetId: BOB } as const;
const followed = (seconds: number): Handler => {
  const event = eventOf(TargetFollowedV1, { ...follow, followedAt: at(seconds) });
  return (uow) => notifyOfFollows(uow, [event]);
};
const unfollowed = (seconds: number): Handler => {
  const event = eventOf(TargetUnfollowedV1, { ...follow, unfollowedAt: at(seconds) });
  return (uow) => withdrawFollows(uow, [event]);
};

/** All that events have written, in canonical order. */
async function rows(): Promise<unknown> {
  const { sql } = world.database;
  const tables = await Promise.all([
    sql`select * from notification_reasons order by notification_id, source_id`,
    sql`select * from removed_cards order by card_id`,
    sql`select * from library_cards order by card_id`,
    sql`select * from collections order by collection_id`,
  ]);
  return JSON.parse(JSON.stringify(tables));
}

/** Every order of several streams that keeps each stream's own. */
function interleavings<T>(streams: readonly (readonly T[])[]): T[][] {
  if (streams.every((stream) => stream.length === 0)) return [[]];
  return streams.flatMap(([head, ...rest], index) =>
    head === undefined ? [] : interleavings(streams.with(index, rest)).map((others) => [head, ...others]),
  );
}

const save = { cardId: id(1), saveId: id(11) };

describe('one act', () => {
  it.each([
    ['the save first', [saved(save), collected(id(21), save)]],
    ['the collection first', [collected(id(21), save), saved(save)]],
  ])('notifies a person once, by what concerns them most: %s', async (_, handlers) => {
    await handle(...handlers);
    const card = { cardId: id(1), url, title: 'Tides' };
    const collections = [{ collectionId: id(21), name: 'Collection 21' }];
    expect(await of(BOB)).toMatchObject([
      {
        type: 'USER_ADDED_YOUR_CARD',
        actorId: ADA,
        createdAt: at(0),
        read: false,
        card,
        viaCardId: id(90),
        collections,
      },
    ]);
    expect(await of(EVE)).toMatchObject([{ type: 'USER_ADDED_TO_YOUR_COLLECTION', card, collections }]);
    expect(await of(ADA)).toEqual([]);
  });

  it('that goes to several collections is one notification with all of them', async () => {
    await handle(collected(id(22), save), collected(id(21), save));
    expect(await of(EVE)).toMatchObject([
      { collections: [{ collectionId: id(21) }, { collectionId: id(22) }] },
    ]);
    expect(await unread(EVE)).toBe(1);
  });

  it('that is told again adds nothing', async () => {
    await handle(saved(save, save), collected(id(21), save));
    const before = await rows();
    await handle(collected(id(21), save), saved(save));
    expect(await rows()).toEqual(before);
    expect(await unread(BOB)).toBe(1);
  });

  it('of an import notifies nobody', async () => {
    const record = { ...save, importId: id(50) };
    await handle(saved(record), collected(id(21), record));
    expect([...(await of(BOB)), ...(await of(EVE))]).toEqual([]);
  });
});

describe('undoing', () => {
  const cardStream = [saved(save), removed(id(1))];
  const collectionStream = [collected(id(21), save), uncollected(id(21), id(1))];
  const histories = [0, 1, 2].flatMap((card) => [0, 1, 2].map((collection) => ({ card, collection })));

  it.each(histories)(
    'leaves the same in every order: $card events of the card, $collection of the collection',
    async ({ card, collection }) => {
      const results: unknown[] = [];
      for (const order of interleavings([cardStream.slice(0, card), collectionStream.slice(0, collection)])) {
        await world.clear();
        await handle(...order);
        results.push({ rows: await rows(), bob: await of(BOB), eve: await of(EVE) });
      }
      for (const result of results) expect(result).toEqual(results[0]);

      const isCollected = collection === 1 && card < 2;
      const bob =
        card === 1 ? ['USER_ADDED_YOUR_CARD'] : isCollected ? ['USER_ADDED_TO_YOUR_COLLECTION'] : [];
      expect((await of(BOB)).map(({ type }) => type)).toEqual(bob);
      expect(await of(EVE)).toHaveLength(isCollected ? 1 : 0);
      expect(await unread(BOB)).toBe(bob.length);
    },
  );

  it('a follow withdraws its notification; following again brings it back as unread', async () => {
    await handle(followed(1));
    const [first] = await of(BOB);
    await markRead.execute(BOB, first!.notificationId);
    await handle(unfollowed(2));
    expect(await of(BOB)).toEqual([]);
    await handle(followed(3));
    expect(await of(BOB)).toMatchObject([{ type: 'USER_FOLLOWED_YOU', createdAt: at(3), read: false }]);
    expect(await unread(BOB)).toBe(1);
  });
});

describe('following a collection', () => {
  it('notifies its author', async () => {
    const event = eventOf(TargetFollowedV1, {
      followId: id(71),
      followerId: ADA,
      targetType: 'COLLECTION',
      targetId: id(21),
      collectionAuthorId: BOB,
      collectionName: 'Tides',
      followedAt: at(0),
    });
    await handle((uow) => notifyOfFollows(uow, [event]));
    expect(await of(BOB)).toMatchObject([
      { type: 'USER_FOLLOWED_YOUR_COLLECTION', collections: [{ collectionId: id(21), name: 'Tides' }] },
    ]);
  });
});

describe('reading', () => {
  const saves = Array.from({ length: 7 }, (_, index) => ({
    cardId: id(index + 1),
    saveId: id(index + 11),
    addedAt: at(Math.floor(index / 2)),
  }));

  it('pages newest first without a gap or a repeat', async () => {
    await handle(saved(...saves));
    const paged = await pagesOf(2);
    expect(paged).toEqual((await of(BOB)).map(({ notificationId }) => notificationId));
    expect(new Set(paged).size).toBe(7);
  });

  it('pages through acts with more reasons each, and more undone ones, than a page is looked for in', async () => {
    const many = Array.from({ length: 60 }, (_, n) => n + 1);
    const cardsOf = (n: number) => ({ cardId: id(100 + n), saveId: id(500 + n), addedAt: at(n) });
    await handle(saved(...many.map(cardsOf)));
    // The newest forty went to twelve collections of Bob's each; thirty of all are undone.
    for (let collection = 0; collection < 12; collection += 1) {
      await handle(collected(id(900 + collection), ...many.slice(20).map(cardsOf)));
    }
    for (const n of many.slice(5, 35)) await handle(removed(cardsOf(n).cardId));
    const whole = (await of(BOB)).map(({ notificationId }) => notificationId);
    expect(whole).toHaveLength(30);
    expect(await pagesOf(1)).toEqual(whole);
  });

  it('marks one of one’s own, and finds nobody else’s', async () => {
    await handle(saved(...saves));
    const [newest] = await of(BOB);
    await markRead.execute(BOB, newest!.notificationId);
    await markRead.execute(BOB, newest!.notificationId);
    expect((await of(BOB)).map(({ read }) => read)).toEqual([
      true,
      ...Array.from({ length: 6 }, () => false),
    ]);
    expect(await unread(BOB)).toBe(6);
    await expect(markRead.execute(EVE, newest!.notificationId)).rejects.toMatchObject({
      status: 404,
      code: 'notification-not-found',
    });
  });

  it('marks all up to a place or a time, and nothing that comes later', async () => {
    await handle(saved(...saves));
    const all = await of(BOB);
    expect(await markAllRead.execute(BOB, all[4]!.cursor)).toBe(3);
    expect((await of(BOB)).map(({ read }) => read)).toEqual([false, false, false, false, true, true, true]);
    expect(await markAllRead.execute(BOB, at(2))).toBe(3);
    expect(await markAllRead.execute(BOB, undefined)).toBe(1);
    expect(await unread(BOB)).toBe(0);
    await handle(saved({ cardId: id(31), saveId: id(32), addedAt: at(-60) }));
    expect(await unread(BOB)).toBe(1);
  });

  it('refuses a place that is none', async () => {
    await expect(markAllRead.execute(BOB, 'yesterday')).rejects.toMatchObject({ code: 'invalid-cursor' });
  });
});

describe('many lanes at once', () => {
  it('wait for each other in no circle, and end with one notification an act', async () => {
    const acts = Array.from({ length: 400 }, (_, index) => ({
      cardId: id(index + 1),
      saveId: id(index + 1_001),
    }));
    const lanes = Array.from({ length: 4 }, (_, lane) => acts.filter((_act, index) => index % 4 === lane));
    // Each transaction handles acts whose other reason a transaction on another lane handles.
    await Promise.all(
      lanes.map(async (own, lane) => {
        const others = lanes[(lane + 1) % 4]!;
        for (let start = 0; start < own.length; start += 20) {
          await world.handle(async (uow) => {
            await saved(...own.slice(start, start + 20))(uow);
            await collected(id(21 + lane), ...others.slice(start, start + 20))(uow);
          });
        }
      }),
    );
    expect(await unread(BOB)).toBe(400);
    expect(await unread(EVE)).toBe(400);
  }, 30_000);
});
