import fc from 'fast-check';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { FeedsDatabase } from '../../test/feeds-database.js';
import {
  ADA,
  added,
  at,
  BOB,
  collected,
  connected,
  created,
  deleted,
  disconnected,
  type Handler,
  id,
  removed,
  resolved,
} from '../../test/library-events.js';
import { FAN_OUT_LIMIT } from '../domain/fan-out.js';
import { ActivityReader } from '../infrastructure/activity-reader.js';
import { FeedReader } from '../infrastructure/feed-reader.js';
import { FollowRepository } from '../infrastructure/follow-repository.js';
import type { ActivityView } from './activity-view.js';
import { FollowTargetCommand } from './follow-target.js';
import { type FeedRequest, ReadFeed } from './read-feed.js';

const READER = 'did:plc:reader';
const URL = 'https://example.org/';

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

const all = { limit: 100 };
const times = (page: { items: { occurredAt: string }[] }) => page.items.map(({ occurredAt }) => occurredAt);

describe('the feed of a user', () => {
  it('has what they do, and nobody else', async () => {
    await handle(
      added({ cardId: id(1), addedAt: at(1) }, { cardId: id(2), curatorId: BOB, addedAt: at(2) }),
      created(id(21), ADA, at(3)),
      connected(id(31), { createdAt: at(4) }),
    );
    expect(times(await feed.user(ADA, all))).toEqual([at(4), at(3), at(1)]);
    expect(times(await feed.user(ADA, { ...all, type: 'CONNECTION_CREATED' }))).toEqual([at(4)]);
  });
});

describe('the feed of a collection', () => {
  it('has its making and what comes into it, by whomever, until it is deleted', async () => {
    await handle(
      created(id(21), BOB, at(1)),
      added({ cardId: id(1), addedAt: at(2) }, { cardId: id(2), addedAt: at(3) }),
      collected(id(21), { cardId: id(1), addedAt: at(2) }, { cardId: id(3), curatorId: BOB, addedAt: at(4) }),
    );
    expect(times(await feed.collection(id(21), all))).toEqual([at(4), at(2), at(1)]);
    expect(times(await feed.collection(id(21), { ...all, actor: ADA }))).toEqual([at(2)]);
    await handle(deleted(id(21)));
    await expect(feed.collection(id(21), all)).rejects.toMatchObject({ code: 'collection-not-found' });
  });
});

describe('the feed of a URL', () => {
  it('has its saves, the imports that have it, and its connections on either side, each once', async () => {
    const save = { cardId: id(1), addedAt: at(1) };
    await handle(
      added(save),
      collected(id(21), save),
      added({ cardId: id(2), importId: id(50), addedAt: at(2) }),
      collected(id(21), { cardId: id(2), importId: id(50), addedAt: at(2) }),
      connected(id(31), { createdAt: at(3) }),
      connected(id(32), { createdAt: at(4), source: { url: 'https://example.org/b', metadata: {} } }),
      created(id(22)),
    );
    expect(times(await feed.url(URL, all))).toEqual([at(3), at(2), at(1)]);
    expect(times(await feed.url('https://example.org/moon', all))).toEqual([at(4), at(3)]);
    await handle(removed(id(2)), disconnected(id(31)));
    expect(times(await feed.url(URL, all))).toEqual([at(1)]);
  });
});

describe('every feed', () => {
  it('can be of one kind of work, as it is known now', async () => {
    const source = { url: URL, metadata: { kind: 'book' as const }, cardId: id(1) };
    await handle(
      added({ cardId: id(1), addedAt: at(1) }, { cardId: id(2), addedAt: at(2) }),
      created(id(21), ADA, at(3)),
      connected(id(31), { source, createdAt: at(4) }),
    );
    expect(times(await feed.global({ ...all, kind: 'book' }))).toEqual([]);
    await handle(resolved(id(1), 'Tides'));
    expect(times(await feed.global({ ...all, kind: 'research' }))).toEqual([at(4), at(1)]);
    expect(times(await feed.url(URL, { ...all, kind: 'research' }))).toEqual([at(4), at(1)]);
    await handle(removed(id(1)));
    expect(times(await feed.global({ ...all, kind: 'book' }))).toEqual([at(4)]);
    expect(times(await feed.global({ ...all, kind: 'research' }))).toEqual([]);
  });
});

describe('the following feed', () => {
  it('can be of the followed users or of the followed collections', async () => {
    const follow = new FollowTargetCommand(feeds.log, new FollowRepository(), FAN_OUT_LIMIT);
    const both = { cardId: id(1), addedAt: at(1) };
    await handle(
      added(both, { cardId: id(2), addedAt: at(2) }),
      collected(id(21), both, { cardId: id(3), curatorId: BOB, addedAt: at(3) }),
    );
    await follow.execute(READER, { type: 'USER', id: ADA });
    await follow.execute(READER, { type: 'COLLECTION', id: id(21) });
    expect(times(await feed.following(READER, all))).toEqual([at(3), at(2), at(1)]);
    expect(times(await feed.following(READER, { ...all, followed: 'USER' }))).toEqual([at(2), at(1)]);
    expect(times(await feed.following(READER, { ...all, followed: 'COLLECTION' }))).toEqual([at(3), at(1)]);
  });
});

/** Something that is in all the feeds below, once however many entries it has. */
interface Item {
  seconds: number;
  kind: 'save' | 'import' | 'connection';
}

const appears = (number: number, { seconds, kind }: Item): Handler[] => {
  const save = { cardId: id(number), addedAt: at(seconds) };
  if (kind === 'connection') return [connected(id(number), { createdAt: at(seconds) })];
  const act = kind === 'import' ? { ...save, importId: id(1_000 + number) } : save;
  return [added(act), collected(id(9_999), act)];
};
const vanishes = (number: number, { kind }: Item): Handler =>
  kind === 'connection' ? disconnected(id(number)) : removed(id(number));
const idOf = ({ connection, cards }: ActivityView): string | undefined => connection?.id ?? cards[0]?.cardId;

describe('paging while items come and go', () => {
  const item = fc.record({
    seconds: fc.nat(4),
    kind: fc.constantFrom<Item['kind']>('save', 'import', 'connection'),
  });
  const between = fc.record({
    come: fc.array(item, { maxLength: 2 }),
    go: fc.array(fc.nat(), { maxLength: 2 }),
  });
  const reads: Record<string, (request: FeedRequest) => ReturnType<ReadFeed['global']>> = {
    global: (request) => feed.global(request),
    user: (request) => feed.user(ADA, request),
    url: (request) => feed.url(URL, request),
  };

  it.each(Object.keys(reads))(
    'leaves no gap and repeats nothing in the %s feed',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(item, { minLength: 5, maxLength: 10 }),
          fc.array(between, { minLength: 12, maxLength: 12 }),
          fc.integer({ min: 1, max: 4 }),
          async (first, steps, limit) => {
            await feeds.clear();
            const items: (Item & { gone?: boolean })[] = [];
            const come = async (one: Item) => {
              const number = items.push({ ...one }) - 1;
              await handle(...appears(number + 1, one));
            };
            for (const one of first) await come(one);
            const seen: ActivityView[] = [];
            let cursor: string | undefined;
            // When nothing comes any more, it is read to its end.
            for (let step = 0; ; step += 1) {
              const page = await reads[name]!({ limit, ...(cursor === undefined ? {} : { cursor }) });
              seen.push(...page.items);
              if (page.next === null) break;
              cursor = page.next;
              const { come: more, go } = steps[step] ?? { come: [], go: [] };
              for (const one of more) await come(one);
              for (const pick of go) {
                const number = pick % items.length;
                items[number]!.gone = true;
                await handle(vanishes(number + 1, items[number]!));
              }
            }
            const ids = seen.map(idOf);
            expect(new Set(ids).size).toBe(ids.length);
            const order = times({ items: seen });
            expect(order).toEqual(order.toSorted().toReversed());
            const stayed = items
              .slice(0, first.length)
              .flatMap((one, number) => (one.gone === true ? [] : [id(number + 1)]));
            expect(ids).toEqual(expect.arrayContaining(stayed));
          },
        ),
        { numRuns: 12 },
      );
    },
    60_000,
  );
});
