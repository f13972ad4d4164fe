import { createTestDatabase } from '../../../../test/support/postgres.js';
import { FeedsDatabase } from '../../test/feeds-database.js';
import { ADA, added, at, BOB, collected, created, id, removed } from '../../test/library-events.js';
import { FAN_OUT_LIMIT } from '../domain/fan-out.js';
import { ActivityReader } from '../infrastructure/activity-reader.js';
import { FeedReader } from '../infrastructure/feed-reader.js';
import { globalFeed } from '../infrastructure/feed-sql.js';
import { FollowRepository } from '../infrastructure/follow-repository.js';
import { FollowTargetCommand } from './follow-target.js';
import { type FeedRequest, ReadFeed } from './read-feed.js';
import { UnfollowTargetCommand } from './unfollow-target.js';

const EVE = 'did:plc:eve';
const READER = 'did:plc:reader';

let feeds: FeedsDatabase;
let feed: ReadFeed;
let follow: FollowTargetCommand;
let unfollow: UnfollowTargetCommand;

beforeAll(async () => {
  feeds = await FeedsDatabase.open(await createTestDatabase({ services: ['feeds'] }));
  feed = new ReadFeed(new FeedReader(feeds.database), new ActivityReader(feeds.database));
  const follows = new FollowRepository();
  follow = new FollowTargetCommand(feeds.log, follows, FAN_OUT_LIMIT);
  unfollow = new UnfollowTargetCommand(feeds.log, follows, FAN_OUT_LIMIT);
}, 60_000);

afterAll(() => feeds.stop());

beforeEach(() => feeds.clear());

const following = async (request: Partial<FeedRequest> = {}) =>
  (await feed.following(READER, { limit: 100, ...request })).items;
const firstCards = (items: Awaited<ReturnType<typeof following>>) =>
  items.map(({ cards }) => cards[0]?.cardId);

describe('the global feed', () => {
  it('is paged newest first without a gap or a repeat, also where times are equal and new ones arrive', async () => {
    const saves = Array.from({ length: 25 }, (_, index) => ({
      cardId: id(index + 1),
      addedAt: at(index % 4),
    }));
    await feeds.handle(added(...saves));
    const whole = (await feed.global({ limit: 100 })).items.map(({ activityId }) => activityId);
    const paged: string[] = [];
    for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page += 1) {
      const { items, next } = await feed.global({ limit: 4, ...(cursor === undefined ? {} : { cursor }) });
      paged.push(...items.map(({ activityId }) => activityId));
      cursor = next ?? undefined;
      await feeds.handle(added({ cardId: id(100 + page), addedAt: at(60 + page) }));
    }
    expect(paged).toEqual(whole);
    expect(new Set(paged).size).toBe(25);
  });

  it('is filtered by type', async () => {
    await feeds.handle(added({ cardId: id(1) }));
    await feeds.handle(created(id(21)));
    const types = async (type: FeedRequest['type'] & string) =>
      (await feed.global({ limit: 10, type })).items.map((activity) => activity.type);
    expect(await types('CARD_COLLECTED')).toEqual(['CARD_COLLECTED']);
    expect(await types('COLLECTION_CREATED')).toEqual(['COLLECTION_CREATED']);
  });

  it.each(['{}', '{"at":1e99,"id":"x"}', 'nonsense'])('refuses %s as a cursor', async (cursor) => {
    await expect(
      feed.global({ limit: 10, cursor: Buffer.from(cursor).toString('base64url') }),
    ).rejects.toMatchObject({ status: 400, code: 'invalid-cursor' });
  });

  it.each([undefined, 'CARD_COLLECTED' as const])(
    'walks an index, whatever its size (type %s)',
    async (type) => {
      const { sql } = feeds.database;
      await sql`
      insert into feed_entries (activity_id, source_id, type, actor_id, occurred_at, card_id)
      select gen_random_uuid(), gen_random_uuid(), 'CARD_COLLECTED', ${ADA}, now() - n * interval '1 s', gen_random_uuid()
      from generate_series(1, 20000) n`;
      await sql`
      insert into activity_cards (activity_id, card_id, source_id)
      select activity_id, card_id, source_id from feed_entries`;
      await sql`analyze feed_entries, activity_cards, cards`;
      const plan = await sql`explain ${globalFeed(sql, {
        type,
        kind: undefined,
        actorId: undefined,
        after: undefined,
        limit: 20,
      })}`;
      const text = plan.map((row) => String(row['QUERY PLAN'])).join('\n');
      expect(text).toMatch(/Index Scan Backward using feed_entries_(latest|type) on feed_entries e\b/);
      expect(text).not.toMatch(/Sort|Seq Scan on (feed_entries|activity_cards)/);
    },
  );
});

describe('the following feed', () => {
  it('has what followed users do, newest first', async () => {
    await feeds.handle(
      added({ cardId: id(1), addedAt: at(1) }, { cardId: id(2), curatorId: BOB, addedAt: at(2) }),
    );
    await feeds.handle(
      added({ cardId: id(3), curatorId: EVE, addedAt: at(3) }, { cardId: id(4), addedAt: at(4) }),
    );
    expect(await following()).toEqual([]);
    await follow.execute(READER, { type: 'USER', id: ADA });
    await follow.execute(READER, { type: 'USER', id: BOB });
    expect(firstCards(await following())).toEqual([id(4), id(2), id(1)]);
    await unfollow.execute(READER, { type: 'USER', id: BOB });
    expect(firstCards(await following())).toEqual([id(4), id(1)]);
  });

  it('has what comes into followed collections, by whomever', async () => {
    const [inBoth, inOne] = [
      { cardId: id(1), addedAt: at(1) },
      { cardId: id(2), curatorId: EVE, addedAt: at(2) },
    ];
    await feeds.handle(added(inBoth, inOne, { cardId: id(3) }));
    await feeds.handle(collected(id(21), inBoth, inOne));
    await feeds.handle(collected(id(22), inBoth));
    await follow.execute(READER, { type: 'COLLECTION', id: id(21) });
    await follow.execute(READER, { type: 'COLLECTION', id: id(22) });
    expect(await following()).toMatchObject([
      { cards: [{ cardId: id(2) }], collections: [{ id: id(21) }] },
      { cards: [{ cardId: id(1) }], collections: [{ id: id(21) }, { id: id(22) }] },
    ]);
  });

  it('lists an activity once when its user and its collection are followed', async () => {
    const saves = [1, 2, 3].map((number) => ({ cardId: id(number), addedAt: at(number) }));
    await feeds.handle(collected(id(21), ...saves));
    await feeds.handle(added(...saves));
    await follow.execute(READER, { type: 'USER', id: ADA });
    await follow.execute(READER, { type: 'COLLECTION', id: id(21) });
    expect(firstCards(await following())).toEqual([id(3), id(2), id(1)]);
    const first = await feed.following(READER, { limit: 2 });
    const second = await feed.following(READER, { limit: 2, cursor: first.next! });
    expect(firstCards([...first.items, ...second.items])).toEqual([id(3), id(2), id(1)]);
  });

  it('leaves out what was removed, and is filtered by type', async () => {
    await feeds.handle(added({ cardId: id(1) }, { cardId: id(2) }));
    await feeds.handle(created(id(23), ADA));
    await feeds.handle(removed(id(1)));
    await follow.execute(READER, { type: 'USER', id: ADA });
    expect(firstCards(await following({ type: 'CARD_COLLECTED' }))).toEqual([id(2)]);
    expect(await following({ type: 'COLLECTION_CREATED' })).toMatchObject([
      { collections: [{ id: id(23) }] },
    ]);
  });
});
