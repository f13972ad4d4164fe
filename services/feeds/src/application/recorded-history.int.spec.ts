import 'reflect-metadata';
import fc from 'fast-check';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { FeedsDatabase } from '../../test/feeds-database.js';
import { historyViolations } from '../../test/history-check.js';
import { ADA, BOB, created, id } from '../../test/library-events.js';
import { FAN_OUT_LIMIT } from '../domain/fan-out.js';
import { FollowRepository } from '../infrastructure/follow-repository.js';
import { FollowTargetCommand } from './follow-target.js';
import { UnfollowTargetCommand } from './unfollow-target.js';

const EVE = 'did:plc:eve';

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
beforeEach(() => feeds.clear());

const violations = () => historyViolations(feeds.database.sql);
const someone = fc.constantFrom(ADA, BOB);
const target = fc.constantFrom(
  { type: 'USER' as const, id: EVE },
  { type: 'COLLECTION' as const, id: id(21) },
);

describe('the events of every follow', () => {
  it('say exactly what its row is, whatever was done', async () => {
    await feeds.handle(created(id(21), EVE));
    const command = fc.record({ by: someone, target, on: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 20 }), async (commands) => {
        for (const { by, target: one, on } of commands) await (on ? follow : unfollow).execute(by, one);
        expect(await violations()).toEqual([]);
      }),
      { numRuns: 10 },
    );
    expect(await feeds.database.sql`select from follows`).not.toEqual([]);
  }, 60_000);
});

describe('a row that its events do not explain', () => {
  const sql = () => feeds.database.sql;

  it.each([
    [
      'another value',
      (followId: string) => sql()`update follows set active = false where follow_id = ${followId}`,
    ],
    [
      'another sequence',
      (followId: string) => sql()`update follows set sequence = 2 where follow_id = ${followId}`,
    ],
    ['no row at all', (followId: string) => sql()`delete from follows where follow_id = ${followId}`],
  ])('is found: %s', async (_what, forge) => {
    const { followId } = await follow.execute(ADA, { type: 'USER', id: BOB });
    await forge(followId);
    expect(await violations()).toMatchObject([{ aggregate: `Follow ${followId}` }]);
    await sql()`truncate follows, event_store`;
  });
});
