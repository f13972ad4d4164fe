import postgres, { type Sql } from 'postgres';
import { Api } from '../../infra/dev/api.mjs';
import { eventually } from '../support/eventually.js';
import { html, Site } from '../support/site.js';
import { startSystem, type TestSystem } from '../support/system.js';

const ADA = 'did:plc:adaaaaaaaaaaaaaaaaaaaaaa';
const BOB = 'did:plc:bobbbbbbbbbbbbbbbbbbbbbb';
const MINUTE = 60_000;
const PATIENT = { deadlineMs: 30_000 };

let site: Site;
let system: TestSystem;
let sql: Sql;

beforeAll(async () => {
  site = await Site.at('127.0.0.1');
  system = await startSystem({ env: { METADATA_FETCH: 'on', FETCH_ALLOW_ADDRESSES: '127.0.0.1' } });
  sql = postgres(system.adminUrl, { max: 2, onnotice: () => undefined });
}, 2 * MINUTE);

afterAll(async () => {
  // Undefined where the system did not start: that failure is the one to see.
  await (sql as Sql | undefined)?.end({ timeout: 1 });
  await (system as TestSystem | undefined)?.stop();
  await (site as Site | undefined)?.close();
}, MINUTE);

const resolved = () => sql<{ aggregate_id: string }[]>`
  select aggregate_id from cards.outbox where type = 'events.cards.url-metadata-resolved.v1'`;

/** A worker that has read the page waits for the cards' rows. */
const untilStoring = () =>
  eventually(
    async () =>
      expect(
        await sql`select from pg_stat_activity where usename = 'cards' and wait_event_type = 'Lock'`,
      ).not.toEqual([]),
    PATIENT,
  );

describe('the title of a page', () => {
  it(
    'reaches cards, feeds and notifications once, though cards is killed between reading it and storing it',
    async () => {
      const [ada, bob] = [new Api(system.urls, ADA), new Api(system.urls, BOB)];
      const canAnswer = Promise.withResolvers<undefined>();
      const url = site.serve('/page', (request, response) => {
        void canAnswer.promise.then(() => {
          html('<title>What the page says</title>')(request, response);
        });
      });
      const { id: first } = await ada.post('cards', '/cards', { url });
      const { id: second } = await bob.post('cards', '/cards', { viaCardId: first });
      const cardIds = [first, second] as string[];
      await eventually(() => {
        expect(site.requests).toHaveLength(1);
      }, PATIENT);
      await sql.begin(async (tx) => {
        await tx`select from cards.cards where id = any(${cardIds}) for update`;
        canAnswer.resolve(undefined);
        await untilStoring();
        await system.kill('cards');
      });
      expect(await resolved()).toEqual([]);

      // Its lease ends.
      await sql`update cards.page_lookups set due_at = now()`;
      await system.restart('cards');
      const title = 'What the page says';
      await eventually(async () => {
        for (const id of cardIds) {
          expect(await ada.get('cards', `/cards/${id}`)).toMatchObject({ metadata: { title } });
        }
        const { items: activities } = await ada.getPage('feeds', '/feeds/global');
        expect(activities).toHaveLength(2);
        for (const activity of activities)
          expect(activity).toMatchObject({ cards: [{ metadata: { title } }] });
        const { items: notifications } = await ada.getPage('notifications', '/notifications');
        expect(notifications).toMatchObject([{ actorId: BOB, card: { title } }]);
      }, PATIENT);
      expect((await resolved()).map((row) => row.aggregate_id).toSorted()).toEqual(cardIds.toSorted());
      expect(site.requests).toHaveLength(2);
    },
    2 * MINUTE,
  );
});
