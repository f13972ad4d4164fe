import { type Clients, clientsOf, taken } from '../client/clients.js';
import { eventually } from '../support/eventually.js';
import { startSystem, type TestSystem } from '../support/system.js';

const ADA = 'did:plc:adaaaaaaaaaaaaaaaaaaaaaa';
const BOB = 'did:plc:bobaaaaaaaaaaaaaaaaaaaaa';
const MINUTE = 60_000;

let system: TestSystem;
let [ada, bob, anybody]: Clients[] = [];

const urlOf = (service: string): string => system.urls[service] ?? '';

beforeAll(async () => {
  system = await startSystem();
  const urls = { cards: urlOf('cards'), feeds: urlOf('feeds'), notifications: urlOf('notifications') };
  [ada, bob, anybody] = [clientsOf(urls, ADA), clientsOf(urls, BOB), clientsOf(urls)];
}, 2 * MINUTE);

afterAll(async () => {
  // Undefined where the system did not start: that failure is the one to see.
  await (system as TestSystem | undefined)?.stop();
}, MINUTE);

describe('typed clients, generated from the descriptions of the services', () => {
  it(
    'see a card go from a library into a collection, a feed and a notification',
    async () => {
      const made = await ada!.cards.POST('/collections', { body: { name: 'Tides', access: 'OPEN' } });
      const collection = taken(made);
      const path = { id: collection.id };
      expect(made.response.headers.get('location')).toBe(`/collections/${collection.id}`);
      await eventually(
        async () => {
          taken(await bob!.feeds.PUT('/follows/collections/{id}', { params: { path } }));
        },
        { deadlineMs: 30_000 },
      );

      const url = 'https://doi.org/10.5555/tides';
      const card = taken(await bob!.cards.POST('/cards', { body: { url, note: 'As promised' } }));
      const collected = await bob!.cards.POST('/collections/{id}/cards', {
        params: { path, header: { 'If-Match': made.response.headers.get('etag') ?? '' } },
        body: { cardId: card.id },
      });
      expect(taken(collected)).toMatchObject({ id: card.id, curatorId: BOB });
      const stale = await bob!.cards.DELETE('/collections/{id}/cards/{cardId}', {
        params: {
          path: { ...path, cardId: card.id },
          header: { 'If-Match': made.response.headers.get('etag') ?? '' },
        },
      });
      expect(stale.error?.code).toBe('precondition-failed');

      await eventually(
        async () => {
          const feed = taken(
            await anybody!.feeds.GET('/feeds/collections/{id}', { params: { path, query: { limit: 5 } } }),
          );
          expect(feed.items.flatMap(({ cards }) => cards.map(({ note }) => note))).toEqual(['As promised']);
          const inbox = taken(await ada!.notifications.GET('/notifications'));
          const told = inbox.items.map(({ actorId, card: about }) => [actorId, about?.url]);
          expect(told).toContainEqual([BOB, url]);
        },
        { deadlineMs: 30_000 },
      );
    },
    2 * MINUTE,
  );

  it('tell a refusal from an answer, and a repeated answer from a first', async () => {
    const refused = await anybody!.cards.POST('/cards', { body: { url: 'https://example.org/' } });
    expect([refused.data, refused.error?.code]).toEqual([undefined, 'unauthenticated']);
    const command = {
      params: { header: { 'Idempotency-Key': 'typed-client' } },
      body: { name: 'Waves' },
    };
    const [first, again] = [
      await ada!.cards.POST('/collections', command),
      await ada!.cards.POST('/collections', command),
    ];
    expect(taken(again)).toEqual(taken(first));
    expect(again.response.headers.get('idempotency-replayed')).toBe('true');
  });
});
