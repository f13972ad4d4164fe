import { createTestDatabase } from '../../../../test/support/postgres.js';
import { FeedsDatabase } from '../../test/feeds-database.js';
import {
  ADA,
  added,
  at,
  collected,
  created,
  type Handler,
  id,
  removed,
  uncollected,
} from '../../test/library-events.js';
import { ActivityReader } from '../infrastructure/activity-reader.js';
import { FeedReader } from '../infrastructure/feed-reader.js';
import { ListActivityCards } from './list-activity-cards.js';
import { ReadFeed } from './read-feed.js';

let feeds: FeedsDatabase;
let feed: ReadFeed;

beforeAll(async () => {
  feeds = await FeedsDatabase.open(await createTestDatabase({ services: ['feeds'] }));
  feed = new ReadFeed(new FeedReader(feeds.database), new ActivityReader(feeds.database));
}, 60_000);

afterAll(() => feeds.stop());

beforeEach(() => feeds.clear());

async function handle(...handlers: Handler[]): Promise<void> {
  for (const handler of handlers) await feeds.handle(handler);
}

const globalFeed = async () => (await feed.global({ limit: 100 })).items;

/** Every order of two streams that keeps each stream's own. */
function interleavings<T>(left: readonly T[], right: readonly T[]): T[][] {
  const [l, ...restOfLeft] = left;
  const [r, ...restOfRight] = right;
  if (l === undefined || r === undefined) return [[...left, ...right]];
  return [
    ...interleavings(restOfLeft, right).map((rest) => [l, ...rest]),
    ...interleavings(left, restOfRight).map((rest) => [r, ...rest]),
  ];
}

const prefixes = <T>(stream: readonly T[]): T[][] => [
  [],
  ...stream.map((_, index) => stream.slice(0, index + 1)),
];

describe.each([
  ['a save', {}],
  ['an import', { importId: id(50) }],
])('%s', (_, kind) => {
  const save = { cardId: id(1), saveId: id(10), ...kind };
  const cardStream = [added(save), removed(id(1))];
  const collectionStream = [collected(id(21), save), uncollected(id(21), id(1))];
  const histories = prefixes(cardStream).flatMap((card) =>
    prefixes(collectionStream).map((collection) => ({ card, collection })),
  );

  it.each(histories)(
    'gives the same rows in every order: $card.length of its events and $collection.length of a collection',
    async ({ card, collection }) => {
      const results: unknown[] = [];
      for (const order of interleavings(card, collection)) {
        await feeds.clear();
        await handle(...order);
        results.push({ rows: await feeds.rows(), feed: await globalFeed() });
      }
      for (const result of results) expect(result).toEqual(results[0]);

      const activities = await globalFeed();
      const inCollection = collection.length === 1;
      if (card.length === 2 || (card.length === 0 && !inCollection)) expect(activities).toEqual([]);
      else {
        expect(activities).toMatchObject([
          {
            type: 'CARD_COLLECTED',
            actorId: ADA,
            occurredAt: at(0),
            cardCount: 1,
            cards: [{ cardId: id(1), metadata: { title: 'Tides' } }],
            collections: inCollection ? [{ id: id(21), name: 'Collection 21' }] : [],
          },
        ]);
      }
    },
  );

  it('changes nothing when it is told again', async () => {
    await handle(added(save), collected(id(21), save));
    const before = await feeds.rows();
    await handle(added(save), collected(id(21), save));
    expect(await feeds.rows()).toEqual(before);
  });
});

describe('a save', () => {
  it('is one activity with all the collections it went to', async () => {
    const save = { cardId: id(1), saveId: id(10) };
    await handle(collected(id(22), save), added(save), collected(id(21), save));
    expect(await globalFeed()).toMatchObject([{ collections: [{ id: id(21) }, { id: id(22) }] }]);
  });

  it('into a collection later on is an activity of its own, and ends with its collection', async () => {
    await handle(added({ cardId: id(1), saveId: id(10) }));
    await handle(collected(id(21), { cardId: id(1), saveId: id(11), addedAt: at(5) }));
    expect(await globalFeed()).toMatchObject([{ collections: [{ id: id(21) }] }, { collections: [] }]);
    await handle(uncollected(id(21), id(1)));
    expect(await globalFeed()).toMatchObject([{ occurredAt: at(0), collections: [] }]);
  });

  it('shows the newest of the card that is known', async () => {
    await handle(collected(id(21), { cardId: id(1), saveId: id(10), title: 'As collected' }));
    expect(await globalFeed()).toMatchObject([{ cards: [{ metadata: { title: 'As collected' } }] }]);
    await handle(added({ cardId: id(1), saveId: id(10), title: 'As saved' }));
    expect(await globalFeed()).toMatchObject([{ cards: [{ metadata: { title: 'As saved' } }] }]);
  });
});

describe('an import', () => {
  const record = (number: number, seconds: number) => ({
    cardId: id(number),
    importId: id(5_000_000),
    addedAt: at(seconds),
  });

  it('is one activity with a count, the first few cards, and pages of all of them', async () => {
    await handle(
      added(record(3, 3), record(4, 4)),
      collected(id(21), record(3, 3)),
      added(record(1, 1), record(2, 2)),
    );
    const [activity, ...others] = await globalFeed();
    expect(others).toEqual([]);
    expect(activity).toMatchObject({
      importId: id(5_000_000),
      occurredAt: at(1),
      cardCount: 4,
      cards: [{ cardId: id(1) }, { cardId: id(2) }, { cardId: id(3) }],
      collections: [{ id: id(21) }],
    });

    const list = new ListActivityCards(new ActivityReader(feeds.database));
    const first = await list.execute(activity!.activityId, { limit: 3 });
    const second = await list.execute(activity!.activityId, { limit: 3, cursor: first.next! });
    expect([...first.items, ...second.items].map(({ cardId }) => cardId)).toEqual([1, 2, 3, 4].map(id));
    expect(second.next).toBeNull();
  });

  it('gets smaller with each card that is removed, and goes with the last', async () => {
    await handle(added(record(1, 1), record(2, 2)), removed(id(1)));
    expect(await globalFeed()).toMatchObject([{ cardCount: 1, cards: [{ cardId: id(2) }] }]);
    await handle(removed(id(2)));
    expect(await globalFeed()).toEqual([]);
  });

  it('counts right when many lanes bring it at once, and none waits for another in a circle', async () => {
    const records = Array.from({ length: 2_000 }, (_, index) => record(index + 1, 2_000 - index));
    const lanes = Array.from({ length: 8 }, (_, lane) =>
      records.filter((_record, index) => index % 8 === lane),
    );
    // Each transaction handles a part of its own cards and of the other lanes' cards, in orders that cross.
    await Promise.all(
      lanes.map(async (own, lane) => {
        const collections = lanes[(lane + 4) % 8]!;
        for (let start = 0; start < own.length; start += 50) {
          const cards = own.slice(start, start + 50);
          const others = collections.slice(start, start + 50);
          await feeds.handle(async (uow) => {
            await added(...cards)(uow);
            await collected(id(100 + lane), ...others)(uow);
          });
        }
      }),
    );
    expect(await globalFeed()).toMatchObject([{ cardCount: 2_000, occurredAt: at(1) }]);
  }, 30_000);
});

describe('a new collection', () => {
  it('is an activity of its author at the time of its event', async () => {
    await handle(created(id(21), ADA, at(7)));
    expect(await globalFeed()).toMatchObject([
      {
        type: 'COLLECTION_CREATED',
        actorId: ADA,
        occurredAt: at(7),
        cardCount: 0,
        collections: [{ id: id(21) }],
      },
    ]);
  });
});
