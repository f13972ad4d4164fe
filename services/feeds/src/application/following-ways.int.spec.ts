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
  id,
  removed,
  uncollected,
} from '../../test/library-events.js';
import type { FollowTarget } from '../domain/follow-target.js';
import { ActivityReader } from '../infrastructure/activity-reader.js';
import { FeedReader } from '../infrastructure/feed-reader.js';
import { FollowRepository } from '../infrastructure/follow-repository.js';
import { FollowTargetCommand } from './follow-target.js';
import { ReadFeed } from './read-feed.js';
import { UnfollowTargetCommand } from './unfollow-target.js';

type Target = Pick<FollowTarget, 'type' | 'id'>;

const ACTORS = [ADA, BOB, 'did:plc:eve'];
const COLLECTIONS = [id(9_001), id(9_002)];
const READERS = ['did:plc:reader1', 'did:plc:reader2', 'did:plc:reader3', 'did:plc:reader4'];
const TARGETS: readonly Target[] = [
  ...ACTORS.map((did) => ({ type: 'USER' as const, id: did })),
  ...COLLECTIONS.map((collection) => ({ type: 'COLLECTION' as const, id: collection })),
];

let feeds: FeedsDatabase;
let feed: ReadFeed;

beforeAll(async () => {
  feeds = await FeedsDatabase.open(await createTestDatabase({ services: ['feeds'] }));
  feed = new ReadFeed(new FeedReader(feeds.database), new ActivityReader(feeds.database));
}, 60_000);

afterAll(() => feeds.stop());

beforeEach(begin);

async function begin(): Promise<void> {
  await feeds.clear();
  for (const collection of COLLECTIONS) await feeds.handle(created(collection, BOB));
}

function commands(limit: number) {
  const follows = new FollowRepository();
  const follow = new FollowTargetCommand(feeds.log, follows, limit);
  const unfollow = new UnfollowTargetCommand(feeds.log, follows, limit);
  return {
    follow: (reader: string, target: Target) => follow.execute(reader, target),
    unfollow: (reader: string, target: Target) => unfollow.execute(reader, target),
  };
}

/** Each reader's feed, whole and of either kind of target, in pages. */
async function everyFeed(): Promise<string[][]> {
  const requests = READERS.flatMap((reader) =>
    [{}, { followed: 'USER' as const }, { followed: 'COLLECTION' as const }].map((narrowed) => ({
      reader,
      narrowed,
    })),
  );
  return Promise.all(
    requests.map(async ({ reader, narrowed }) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const from = cursor === undefined ? {} : { cursor };
        const { items, next } = await feed.following(reader, { limit: 3, ...narrowed, ...from });
        seen.push(...items.map(({ activityId }) => activityId));
        cursor = next ?? undefined;
      } while (cursor !== undefined);
      return seen;
    }),
  );
}

/** The same feeds, when nothing is read from timelines. */
async function everyFeedMerged(): Promise<string[][]> {
  const { sql } = feeds.database;
  await sql`update follow_targets set fans_out = false`;
  await sql`truncate timeline_entries`;
  return everyFeed();
}

/** How many followers each followed target has, and how many rows its timelines have and should have. */
async function timelines() {
  const { sql } = feeds.database;
  return sql<{ followers: number; counted: number; rows: number; wanted: number }[]>`
    select t.followers,
      (select count(*)::int from follows f
       where f.active and f.target_type = t.target_type and f.target_id = t.target_id) as counted,
      (select count(*)::int from timeline_entries e
       where e.target_type = t.target_type and e.target_id = t.target_id) as rows,
      case when t.fans_out then t.followers * (select count(*)::int from feed_entries e
        where case t.target_type when 'USER' then e.actor_id else e.collection_id::text end = t.target_id)
        else 0 end as wanted
    from follow_targets t`;
}

async function expectTimelinesInOrder(): Promise<void> {
  for (const { followers, counted, rows, wanted } of await timelines()) {
    expect([followers, rows]).toEqual([counted, wanted]);
  }
}

const act = fc.record({
  kind: fc.constantFrom(
    ...(['save', 'save', 'collect', 'collect', 'import', 'connect'] as const),
    ...(['follow', 'follow', 'follow', 'follow', 'unfollow', 'unfollow'] as const),
    ...(['remove', 'uncollect', 'delete'] as const),
  ),
  actor: fc.constantFrom(...ACTORS),
  collection: fc.constantFrom(...COLLECTIONS),
  reader: fc.constantFrom(...READERS),
  target: fc.constantFrom(...TARGETS),
  seconds: fc.nat(5),
  pick: fc.nat(),
});

async function perform(
  {
    kind,
    actor,
    collection,
    reader,
    target,
    seconds,
    pick,
  }: typeof act extends fc.Arbitrary<infer T> ? T : never,
  number: number,
  { follow, unfollow }: ReturnType<typeof commands>,
): Promise<void> {
  const save = { cardId: id(number), curatorId: actor, addedAt: at(seconds) };
  const before = id((pick % number) + 1);
  switch (kind) {
    case 'save':
      return feeds.handle(added(save));
    case 'collect':
      await feeds.handle(collected(collection, save));
      return feeds.handle(added(save));
    case 'import': {
      const record = { ...save, importId: id(8_000 + seconds + 10 * ACTORS.indexOf(actor)) };
      await feeds.handle(added(record));
      return feeds.handle(collected(collection, record));
    }
    case 'connect':
      return feeds.handle(connected(id(number), { curatorId: actor, createdAt: at(seconds) }));
    case 'remove':
      await feeds.handle(removed(before));
      return feeds.handle(disconnected(before));
    case 'uncollect':
      return feeds.handle(uncollected(collection, before));
    case 'delete':
      return pick % 4 === 0 ? feeds.handle(deleted(collection)) : undefined;
    case 'follow':
      // A deleted collection is not found.
      await follow(reader, target).catch(() => undefined);
      return;
    case 'unfollow':
      return unfollow(reader, target);
  }
}

describe('the following feed', () => {
  it('is the same read from timelines, merged, or both, whatever happens in which order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 2, 1_000),
        fc.array(act, { minLength: 15, maxLength: 30 }),
        async (limit, acts) => {
          await begin();
          const all = commands(limit);
          for (const [index, one] of acts.entries()) await perform(one, index + 1, all);
          await expectTimelinesInOrder();
          const feedsRead = await everyFeed();
          expect(feedsRead).toEqual(await everyFeedMerged());
        },
      ),
      { numRuns: 8 },
    );
  }, 60_000);

  it.each([
    ['and the limit is crossed both ways', 2],
    ['and all is fanned out', 1_000],
  ])(
    'misses nothing while events come and followers come and go, %s',
    async (_, limit) => {
      const { follow, unfollow } = commands(limit);
      const lane = async (actor: string, first: number) => {
        for (let number = first; number < first + 20; number += 1) {
          const save = { cardId: id(number), curatorId: actor, addedAt: at(number) };
          await feeds.handle(async (uow) => {
            await added(save)(uow);
            await collected(COLLECTIONS[number % 2]!, save)(uow);
          });
          if (number % 5 === 0) await feeds.handle(removed(id(number)));
        }
      };
      const reader = async (did: string) => {
        for (let round = 0; round < 3; round += 1) {
          for (const target of TARGETS) await follow(did, target);
          if (round < 2) for (const target of TARGETS.toReversed()) await unfollow(did, target);
        }
        if (did === READERS[0]) for (const target of TARGETS) await unfollow(did, target);
      };
      await Promise.all([
        ...ACTORS.map((actor, index) => lane(actor, index * 100 + 1)),
        ...READERS.map(reader),
      ]);
      // Down to one follower, below half the limit.
      await Promise.all(TARGETS.map((target) => unfollow(READERS[1]!, target)));
      await Promise.all(TARGETS.map((target) => unfollow(READERS[2]!, target)));
      await expectTimelinesInOrder();
      expect((await timelines()).some(({ rows }) => rows > 0)).toBe(true);
      const feedsRead = await everyFeed();
      expect(feedsRead).toEqual(await everyFeedMerged());
      expect(feedsRead.flat().length).toBeGreaterThan(40);
    },
    60_000,
  );
});
