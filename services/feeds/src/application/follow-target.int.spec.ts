import 'reflect-metadata';
import { TargetFollowedV1, TargetUnfollowedV1 } from '#contracts';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { FeedsDatabase } from '../../test/feeds-database.js';
import { ADA, BOB, created, deleted, id } from '../../test/library-events.js';
import { FAN_OUT_LIMIT } from '../domain/fan-out.js';
import { FollowRepository } from '../infrastructure/follow-repository.js';
import { FollowTargetCommand } from './follow-target.js';
import { ListFollows } from './list-follows.js';
import { UnfollowTargetCommand } from './unfollow-target.js';

let feeds: FeedsDatabase;
let follow: FollowTargetCommand;
let unfollow: UnfollowTargetCommand;

beforeAll(async () => {
  feeds = await FeedsDatabase.open(await createTestDatabase({ services: ['feeds'] }));
  const follows = new FollowRepository();
  follow = new FollowTargetCommand(feeds.log, follows, FAN_OUT_LIMIT);
  unfollow = new UnfollowTargetCommand(feeds.log, follows, FAN_OUT_LIMIT);
}, 60_000);

afterAll(() => feeds.stop());

beforeEach(async () => {
  await feeds.clear();
});

/** What is in the outbox, in order. */
async function published(): Promise<{ type: string; sequence: number; data: Record<string, unknown> }[]> {
  const rows = await feeds.database.sql<{ body: string }[]>`select body from outbox order by position`;
  return rows.map(({ body }) => {
    const event = JSON.parse(body) as { type: string; sequence: string; data: Record<string, unknown> };
    return { type: event.type, sequence: Number(event.sequence), data: event.data };
  });
}

const bob = { type: 'USER', id: BOB } as const;
const collection = { type: 'COLLECTION', id: id(21) } as const;

describe('following', () => {
  it('is told once, however often it is asked for', async () => {
    const first = await follow.execute(ADA, bob);
    expect(await follow.execute(ADA, bob)).toEqual(first);
    expect(await published()).toEqual([
      {
        type: TargetFollowedV1.type,
        sequence: 1,
        data: {
          followId: first.followId,
          followerId: ADA,
          targetType: 'USER',
          targetId: BOB,
          followedAt: first.followedAt,
        },
      },
    ]);
  });

  it('is one aggregate over unfollow and follow, with one sequence', async () => {
    const { followId } = await follow.execute(ADA, bob);
    await unfollow.execute(ADA, bob);
    await unfollow.execute(ADA, bob);
    expect((await follow.execute(ADA, bob)).followId).toBe(followId);
    expect((await published()).map(({ type, sequence }) => [type, sequence])).toEqual([
      [TargetFollowedV1.type, 1],
      [TargetUnfollowedV1.type, 2],
      [TargetFollowedV1.type, 3],
    ]);
    const stored = await feeds.database.sql`
      select version, type from event_store where aggregate_id = ${followId} order by version`;
    expect([...stored]).toEqual([
      { version: 1, type: 'TargetFollowed' },
      { version: 2, type: 'TargetUnfollowed' },
      { version: 3, type: 'TargetFollowed' },
    ]);
  });

  it('is told once when it is asked for several times at once', async () => {
    const follows = await Promise.all([1, 2, 3, 4].map(() => follow.execute(ADA, bob)));
    expect(new Set(follows.map(({ followId }) => followId)).size).toBe(1);
    expect(await published()).toHaveLength(1);
  });

  it('tells a collection with its name and author', async () => {
    await feeds.handle(created(id(21), BOB));
    await follow.execute(ADA, collection);
    expect(await published()).toMatchObject([
      { data: { targetId: id(21), collectionAuthorId: BOB, collectionName: 'Collection 21' } },
    ]);
  });

  it('refuses an unknown collection, oneself, and a collection of one’s own', async () => {
    await expect(follow.execute(ADA, collection)).rejects.toMatchObject({
      status: 404,
      code: 'collection-not-found',
    });
    await feeds.handle(created(id(21), BOB));
    await feeds.handle(deleted(id(21)));
    await expect(follow.execute(ADA, collection)).rejects.toMatchObject({ code: 'collection-not-found' });
    await feeds.clear();
    await feeds.handle(created(id(21), ADA));
    await expect(follow.execute(ADA, collection)).rejects.toMatchObject({
      status: 422,
      code: 'own-collection',
    });
    await expect(follow.execute(BOB, bob)).rejects.toMatchObject({ status: 422, code: 'self-follow' });
    expect(await published()).toEqual([]);
  });
});

describe('the list of follows', () => {
  it('is paged, newest first, without what ended', async () => {
    await feeds.handle(created(id(21), BOB));
    await follow.execute(ADA, bob);
    await follow.execute(ADA, { type: 'USER', id: 'did:plc:eve' });
    await follow.execute(ADA, collection);
    await unfollow.execute(ADA, bob);
    const list = new ListFollows(feeds.database);
    const first = await list.execute(ADA, { limit: 1 });
    const second = await list.execute(ADA, { limit: 1, cursor: first.next! });
    expect([...first.items, ...second.items].map(({ targetId }) => targetId).sort()).toEqual([
      id(21),
      'did:plc:eve',
    ]);
    expect(second.next).toBeNull();
    expect(await list.execute(ADA, { limit: 5 })).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ collectionName: 'Collection 21' })]),
    });
  });
});
