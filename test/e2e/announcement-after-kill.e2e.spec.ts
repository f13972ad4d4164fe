import postgres, { type Sql } from 'postgres';
import { Api } from '../../infra/dev/api.mjs';
import { eventually } from '../support/eventually.js';
import { startSystem, type TestSystem } from '../support/system.js';

const READER = 'did:plc:readeraaaaaaaaaaaaaaaaaa';
const WRITER = 'did:plc:writeraaaaaaaaaaaaaaaaaa';
const MINUTE = 60_000;

let system: TestSystem;
let sql: Sql;

beforeAll(async () => {
  system = await startSystem();
  sql = postgres(system.adminUrl, { max: 1, onnotice: () => undefined });
}, 2 * MINUTE);

afterAll(async () => {
  // Undefined where the system did not start: that failure is the one to see.
  await (sql as Sql | undefined)?.end({ timeout: 1 });
  await (system as TestSystem | undefined)?.stop();
}, MINUTE);

/** What was announced, as it went into the log. */
const announced = async () => {
  const rows = await sql<{ body: string }[]>`
    select body from notifications.outbox where type = 'events.notifications.notification-created.v1'`;
  return rows.map(({ body }) => (JSON.parse(body) as { data: Record<string, unknown> }).data);
};

describe('a notification whose window is not over', () => {
  it(
    'is announced once, with all of its save, though notifications is killed meanwhile',
    async () => {
      const [reader, writer] = [new Api(system.urls, READER), new Api(system.urls, WRITER)];
      const [first, second] = [
        await writer.post('cards', '/collections', { name: 'Tides', access: 'OPEN' }),
        await writer.post('cards', '/collections', { name: 'Waves', access: 'OPEN' }),
      ];
      await reader.post('cards', '/cards', {
        url: 'https://doi.org/10.5555/tides',
        collectionIds: [first['id'], second['id']],
      });
      // Both collections' news is in, and its window is held open: this machine may be slower than it lasts.
      await eventually(
        async () =>
          expect(
            await sql`
              update notifications.announcements_due set due_at = now() + interval '1 hour'
              where source_id = any(${[first['id'], second['id']] as string[]}) returning 1`,
          ).toHaveLength(2),
        { deadlineMs: 30_000 },
      );
      await system.kill('notifications');
      expect(await announced()).toEqual([]);

      await sql`update notifications.announcements_due set due_at = now()`;
      await system.restart('notifications');
      await eventually(
        async () => expect(await sql`select from notifications.announcements_due`).toEqual([]),
        {
          deadlineMs: 30_000,
        },
      );
      expect(await announced()).toMatchObject([
        {
          recipientId: WRITER,
          actorId: READER,
          notificationType: 'USER_ADDED_TO_YOUR_COLLECTION',
          collections: [{ name: 'Tides' }, { name: 'Waves' }],
        },
      ]);
    },
    2 * MINUTE,
  );
});
