import fc from 'fast-check';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { FeedsDatabase } from '../../test/feeds-database.js';
import {
  ADA,
  added,
  at,
  changed,
  collected,
  connected,
  created,
  deleted,
  disconnected,
  type Handler,
  id,
  reconnected,
  removed,
  resolved,
  saying,
  uncollected,
} from '../../test/library-events.js';
import { ActivityReader } from '../infrastructure/activity-reader.js';
import { FeedReader } from '../infrastructure/feed-reader.js';
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

const save = { cardId: id(1), saveId: id(10) };

describe('a card', () => {
  it('is shown with its newest note and title', async () => {
    await handle(added({ ...save, note: 'First thoughts' }), collected(id(21), save));
    expect(await globalFeed()).toMatchObject([{ cards: [{ note: 'First thoughts', highlights: [] }] }]);
    await handle(saying(id(1), { note: 'Second thoughts' }), resolved(id(1), 'Tides, 2nd edition'));
    expect(await globalFeed()).toMatchObject([
      { cards: [{ note: 'Second thoughts', metadata: { title: 'Tides, 2nd edition' } }] },
    ]);
    await handle(saying(id(1), {}));
    expect(await globalFeed()).toMatchObject([
      { cards: [{ note: null, metadata: { title: 'Tides, 2nd edition' } }] },
    ]);
  });

  it('is shown with the notes and highlights on it, which are no activities', async () => {
    const passage = { parentCardId: id(1), quote: 'Time and tide' };
    await handle(saying(id(3), { ...passage, note: 'wait' }), saying(id(2), passage));
    expect(await globalFeed()).toEqual([]);
    await handle(added(save), saying(id(4), { parentCardId: id(1), cardType: 'NOTE', note: 'A note' }));
    expect(await globalFeed()).toMatchObject([
      {
        cardCount: 1,
        cards: [
          {
            note: 'A note',
            highlights: [
              { cardId: id(2), quote: 'Time and tide', selector: 'text=tides', note: null },
              { cardId: id(3), quote: 'Time and tide', selector: 'text=tides', note: 'wait' },
            ],
          },
        ],
      },
    ]);
    await handle(removed(id(2)), removed(id(4)), saying(id(3), { ...passage, note: 'for none' }));
    expect(await globalFeed()).toMatchObject([
      { cards: [{ note: null, highlights: [{ cardId: id(3), note: 'for none' }] }] },
    ]);
  });

  it('leaves nothing of what it said when it is removed', async () => {
    await handle(added({ ...save, note: 'Private after all' }), removed(id(1)));
    const [row] = await feeds.database.sql`select note, quote, selector, removed from cards`;
    expect(row).toEqual({ note: null, quote: null, selector: null, removed: true });
  });
});

describe('a collection', () => {
  it('is shown under its newest name, also where a save went to it before', async () => {
    await handle(created(id(21)), collected(id(21), save), changed(id(21), 'The sea'));
    expect(await globalFeed()).toMatchObject([
      { collections: [{ name: 'The sea', access: 'OPEN' }] },
      { collections: [{ name: 'The sea', access: 'OPEN' }] },
    ]);
  });

  it('takes its making and its additions along when it is deleted, and leaves the saves', async () => {
    const imported = { ...save, importId: id(50), addedAt: at(9) };
    const later = { cardId: id(1), saveId: id(11), addedAt: at(5) };
    await handle(created(id(21)), added(save), collected(id(21), save), collected(id(21), later));
    await handle(collected(id(22), imported), collected(id(21), imported));
    await handle(deleted(id(21)));
    expect(await globalFeed()).toMatchObject([
      { importId: id(50), collections: [{ id: id(22) }] },
      { importId: null, occurredAt: at(0), collections: [] },
    ]);
  });
});

describe('a connection', () => {
  it('is an activity of who drew it, with both works', async () => {
    await handle(connected(id(31), { note: 'The cause', createdAt: at(3) }));
    expect(await globalFeed()).toMatchObject([
      {
        type: 'CONNECTION_CREATED',
        actorId: ADA,
        occurredAt: at(3),
        cards: [],
        connection: {
          id: id(31),
          type: 'SUPPORTS',
          note: 'The cause',
          source: { url: 'https://example.org/', cardId: null },
          target: { metadata: { title: 'The Moon' } },
        },
      },
    ]);
  });

  it('changes in place, and goes when it is removed', async () => {
    await handle(
      connected(id(31), { createdAt: at(3) }),
      reconnected(id(31), { note: 'On second thoughts' }),
    );
    expect(await globalFeed()).toMatchObject([
      { occurredAt: at(3), connection: { type: 'OPPOSES', note: 'On second thoughts' } },
    ]);
    await handle(disconnected(id(31)));
    expect(await globalFeed()).toEqual([]);
    expect(await feeds.database.sql`select from connections`).toHaveLength(0);
  });

  it('shows the newest titles of the card and the collection at its ends', async () => {
    const source = { url: 'https://example.org/', metadata: { title: 'As drawn' }, cardId: id(1) };
    const target = { url: 'https://example.org/c', metadata: { title: 'As drawn' }, collectionId: id(21) };
    await handle(connected(id(31), { source, target }));
    const ends = async () => {
      const { connection } = (await globalFeed()).find(({ type }) => type === 'CONNECTION_CREATED')!;
      return [connection?.source.metadata['title'], connection?.target.metadata['title']];
    };
    expect(await ends()).toEqual(['As drawn', 'As drawn']);
    await handle(
      added(save),
      resolved(id(1), 'Tides, resolved'),
      created(id(21)),
      changed(id(21), 'The sea'),
    );
    expect(await ends()).toEqual(['Tides, resolved', 'The sea']);
    await handle(removed(id(1)), deleted(id(21)));
    expect(await ends()).toEqual(['As drawn', 'As drawn']);
  });
});

it('gives the same rows and feed in whatever order the events of different aggregates come', async () => {
  const ends = {
    source: { url: 'https://example.org/', metadata: {}, cardId: id(1) },
    target: { url: 'https://example.org/c', metadata: {}, collectionId: id(21) },
  };
  const streams: readonly Handler[][] = [
    [added(save), saying(id(1), { note: 'Noted' }), resolved(id(1), 'Resolved'), removed(id(1))],
    [saying(id(2), { parentCardId: id(1), quote: 'One' }), removed(id(2))],
    [added({ cardId: id(3), importId: id(50) }), resolved(id(3), 'Of an import'), removed(id(3))],
    [
      created(id(21)),
      collected(id(21), save, { cardId: id(3), importId: id(50) }),
      changed(id(21), 'Renamed'),
      uncollected(id(21), id(1)),
      deleted(id(21)),
    ],
    [connected(id(31), ends), reconnected(id(31), ends), disconnected(id(31))],
  ];
  const stateAfter = async (order: readonly Handler[]) => {
    await feeds.clear();
    await handle(...order);
    return { rows: await feeds.rows(), feed: await globalFeed() };
  };
  // How much of each stream has happened, and whose event comes next at each step.
  const histories = fc.tuple(...streams.map(({ length }) => fc.nat(length)));
  const turns = fc.array(fc.nat(streams.length - 1), { minLength: 40, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(histories, turns, async (lengths, picks) => {
      const happened = streams.map((stream, index) => stream.slice(0, lengths[index]));
      const left = happened.map((stream) => [...stream]);
      const shuffled = [...picks.flatMap((pick) => left[pick]?.shift() ?? []), ...left.flat()];
      expect(await stateAfter(shuffled)).toEqual(await stateAfter(happened.flat()));
    }),
    { numRuns: 40 },
  );
}, 60_000);
