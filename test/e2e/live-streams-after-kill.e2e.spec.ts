import { Api } from '../../infra/dev/api.mjs';
import { eventually } from '../support/eventually.js';
import { LiveClient } from '../support/live-client.js';
import { startSystem, type TestSystem } from '../support/system.js';

const BOB = 'did:plc:bobaaaaaaaaaaaaaaaaaaaaaaa';
const FOLLOWERS = Array.from({ length: 12 }, (_, index) => `did:plc:follower${String(index)}`);
const MINUTE = 60_000;

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem();
}, 2 * MINUTE);

afterAll(async () => {
  // Undefined where the system did not start: that failure is the one to see.
  await (system as TestSystem | undefined)?.stop();
}, MINUTE);

describe('the stream of a client whose replica is killed', () => {
  it(
    'goes on with another replica, with all that came meanwhile, each once',
    async () => {
      const other = await system.replica('notifications');
      const open = (base: string | undefined, lastEventId?: string) =>
        LiveClient.open(new URL('/notifications/stream', base), {
          as: BOB,
          ...(lastEventId === undefined ? {} : { lastEventId }),
        });
      const followBob = async (followers: readonly string[]) => {
        for (const follower of followers) {
          await new Api(system.urls, follower).put('feeds', `/follows/users/${BOB}`);
        }
      };
      const first = await open(system.urls['notifications']);
      await followBob(FOLLOWERS.slice(0, 4));
      await eventually(
        () => {
          expect(first.of('notification').length).toBeGreaterThan(0);
        },
        { deadlineMs: 30_000 },
      );
      await followBob(FOLLOWERS.slice(4, 8));
      await system.kill('notifications');
      await eventually(() => {
        expect(first.isOver).toBe(true);
      });
      const second = await open(other.url, first.lastEventId);
      await followBob(FOLLOWERS.slice(8));
      const actors = () =>
        [first, second].flatMap((client) => client.of('notification').map(({ actorId }) => actorId));
      await eventually(
        () => {
          expect(new Set(actors())).toEqual(new Set(FOLLOWERS));
        },
        { deadlineMs: 45_000 },
      );
      expect(actors()).toHaveLength(FOLLOWERS.length);
      await second.until('unread-count', ({ unread }) => unread === FOLLOWERS.length);
      second.close();
    },
    3 * MINUTE,
  );
});
