import 'reflect-metadata';
import { uuidv7 } from 'uuidv7';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { eventually } from '../../../test/support/eventually.js';
import { html, redirectTo, Site } from '../../../test/support/site.js';
import { historyViolations } from '../test/history-check.js';
import { TellCards } from './application/tell-cards.js';
import { LookupLeaseLost } from './infrastructure/page-lookups.js';
import { cardsService } from './service.js';

const [ADA, BOB, CY] = ['did:plc:ada', 'did:plc:bob', 'did:plc:cy'];
const MINUTE = 60_000;
const PAGE = `<title>Page</title><meta name="author" content="Grace Hopper">
  <meta property="og:site_name" content="The site"><meta property="og:type" content="article">`;
const METADATA = { title: 'Page', authors: ['Grace Hopper'], site: 'The site', kind: 'article' };

let site: Site;
let cards: ServiceKit;

beforeAll(async () => {
  site = await Site.at('127.0.0.1');
  const env = { METADATA_FETCH: 'on', FETCH_ALLOW_ADDRESSES: '127.0.0.1' };
  cards = await ServiceKit.start(cardsService, { env });
});

afterAll(async () => {
  expect(await historyViolations(cards.sql)).toEqual([]);
  await cards.stop();
  await site.close();
});

const requestsOf = (path: string) => site.requests.filter(({ url }) => url === path).length;

async function save(as: string, url: string): Promise<string> {
  const { status, body } = await cards.request('POST', '/cards', { as, body: { url } });
  expect(status).toBe(201);
  return (body as { id: string }).id;
}

const cardOf = async (id: string) => (await cards.request('GET', `/cards/${id}`)).body;
const lookupOf = async (url: string) =>
  (await cards.request('GET', `/works/metadata?url=${encodeURIComponent(url)}`)).body;
const untilLookup = (url: string, wanted: object) =>
  eventually(async () => expect(await lookupOf(url)).toMatchObject(wanted), { deadlineMs: 30_000 });
const eventsOf = (id: string) => cards.sql<{ type: string; body: string }[]>`
  select type, body from outbox where aggregate_id = ${id} order by sequence`;
/** The next attempt, or the end of a lease, without waiting for it. */
const makeDue = (url: string) => cards.sql`update page_lookups set due_at = now() where url = ${url}`;

describe('the metadata of a card that was saved by its URL', () => {
  it('is what its page says, and is told to the other services', async () => {
    const url = site.serve('/page', html(PAGE));
    expect(await lookupOf(url)).toEqual({ url, status: 'unknown', metadata: {} });
    const id = await save(ADA, url);
    await untilLookup(url, { status: 'resolved' });
    expect(await lookupOf(url)).toEqual({ url, status: 'resolved', metadata: METADATA });
    expect(await cardOf(id)).toMatchObject({ metadata: METADATA });
    const [added, resolved] = (await eventsOf(id)).map(
      ({ body }) => JSON.parse(body) as Record<string, unknown>,
    );
    expect(resolved).toMatchObject({
      type: 'events.cards.url-metadata-resolved.v1',
      sequence: '2',
      data: { cardId: id, curatorId: ADA, url, metadata: METADATA },
      correlationid: added?.['correlationid'],
      causationid: added?.['id'],
    });
    expect(await cards.request('GET', '/library?text=page&kind=article', { as: ADA })).toMatchObject({
      body: { items: [{ id }] },
    });
  });

  it('is read once, however many people save it, and told to each card once', async () => {
    const url = site.serve('/popular', html(PAGE));
    const first = await save(ADA, url);
    await untilLookup(url, { status: 'resolved' });
    const later = await Promise.all([save(BOB, url), save(CY, url)]);
    for (const id of later) {
      await eventually(async () => expect(await cardOf(id)).toMatchObject({ metadata: METADATA }));
    }
    await cards.untilSettled();
    await untilLookup(url, { status: 'resolved' });
    for (const id of [first, ...later]) expect(await eventsOf(id)).toHaveLength(2);
    expect(requestsOf('/popular')).toBe(1);
  });

  it('is read by one of several replicas', async () => {
    const replica = await cards.replica('cards-second');
    const paths = Array.from({ length: 12 }, (_, index) => `/shared-${String(index)}`);
    const urls = paths.map((path) => site.serve(path, html(PAGE)));
    await Promise.all(urls.map((url) => save(ADA, url)));
    for (const url of urls) await untilLookup(url, { status: 'resolved' });
    await replica.stop();
    expect(paths.map(requestsOf)).toEqual(paths.map(() => 1));
  });

  it('is not asked for where an import knows the title', async () => {
    const url = site.serve('/imported', html(PAGE));
    const body = `<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="${url}">My own title</A></DL>`;
    const response = await fetch(new URL('/imports?format=bookmarks', cards.url), {
      method: 'POST',
      headers: { authorization: `Development ${CY}`, 'content-type': 'text/html' },
      body,
    });
    expect(response.status).toBe(202);
    await eventually(async () =>
      expect(await cards.request('GET', '/library?text=own', { as: CY })).toMatchObject({
        body: { items: [{ metadata: { title: 'My own title' } }] },
      }),
    );
    await cards.untilSettled();
    expect(await lookupOf(url)).toMatchObject({ status: 'unknown' });
    // Another's save asks for it, and leaves the imported one alone.
    await save(ADA, url);
    await untilLookup(url, { status: 'resolved' });
    expect(await cards.request('GET', '/library?text=own', { as: CY })).toMatchObject({
      body: { items: [{ metadata: { title: 'My own title' } }] },
    });
  });
});

describe('a page that can not be read', () => {
  it.each([
    ['is not there', () => site.urlOf('/nothing'), 'bad-status'],
    ['has no title', () => site.serve('/untitled', html('<p>x')), 'no-title'],
    [
      'is none',
      () => site.serve('/pdf', html('%PDF', { 'content-type': 'application/pdf' })),
      'wrong-content-type',
    ],
    ['is inside', () => 'http://10.0.0.1/', 'refused-address'],
    ['is inside by another spelling', () => 'http://[::ffff:7f00:1]/', 'refused-address'],
    ['leads inside', () => site.serve('/inward', redirectTo('http://169.254.169.254/')), 'refused-address'],
  ])('is given up when it %s, and leaves the card as it is', async (_, urlOf, reason) => {
    const url = urlOf();
    const id = await save(ADA, url);
    await untilLookup(url, { status: 'failed' });
    expect(await lookupOf(url)).toEqual({ url, status: 'failed', metadata: {}, reason });
    const note = await cards.request('PUT', `/cards/${id}/note`, { as: ADA, body: { note: 'Mine' } });
    expect(note).toMatchObject({ status: 200, body: { metadata: {}, note: 'Mine' } });
  });

  it('says no more of a name inside than of one that nobody has', async () => {
    const outsider = await ServiceKit.start(cardsService, { env: { METADATA_FETCH: 'on' } });
    const answers = ['http://localhost/', 'http://nowhere.invalid/'].map(async (url) => {
      await outsider.request('POST', '/cards', { as: ADA, body: { url } });
      return eventually(async () => {
        const { body } = await outsider.request('GET', `/works/metadata?url=${encodeURIComponent(url)}`);
        expect(body).toMatchObject({ url, reason: expect.any(String) as unknown });
        const { url: _url, nextAttemptAt, ...rest } = body as Record<string, string>;
        return { ...rest, minutes: Math.round((Date.parse(nextAttemptAt ?? '') - Date.now()) / MINUTE) };
      });
    });
    const [inside, nowhere] = await Promise.all(answers);
    expect(inside).toEqual({ status: 'pending', metadata: {}, reason: 'unreachable-host', minutes: 1 });
    expect(nowhere).toEqual(inside);
    await outsider.stop();
  });

  it('is tried again later and later, and given up after the fifth time', async () => {
    const url = site.serve('/down', (_request, response) => response.writeHead(503).end());
    await save(ADA, url);
    for (const minutes of [1, 10, 60, 360]) {
      const before = Date.now();
      await untilLookup(url, { status: 'pending', reason: 'bad-status' });
      const { nextAttemptAt } = (await lookupOf(url)) as { nextAttemptAt: string };
      const pause = (Date.parse(nextAttemptAt) - before) / MINUTE;
      expect(pause).toBeGreaterThan(minutes - 0.5);
      expect(pause).toBeLessThan(minutes + 1);
      await cards.sql`update page_lookups set due_at = now(), reason = null where url = ${url}`;
    }
    await untilLookup(url, { status: 'failed', reason: 'bad-status' });
    expect(requestsOf('/down')).toBe(5);
  });

  it('is read when it is there again', async () => {
    const url = site.serve('/back', (_request, response) => response.writeHead(503).end());
    const id = await save(ADA, url);
    await untilLookup(url, { reason: 'bad-status' });
    site.serve('/back', html(PAGE));
    await makeDue(url);
    await untilLookup(url, { status: 'resolved' });
    expect(await cardOf(id)).toMatchObject({ metadata: METADATA });
  });

  it('is asked for again by a save that comes a week after it was given up', async () => {
    const url = site.urlOf('/later');
    await save(ADA, url);
    await untilLookup(url, { status: 'failed' });
    site.serve('/later', html(PAGE));
    await save(BOB, url);
    await cards.untilSettled();
    expect(await lookupOf(url)).toMatchObject({ status: 'failed' });
    await cards.sql`update page_lookups set asked_at = asked_at - interval '8 days' where url = ${url}`;
    await save(CY, url);
    await untilLookup(url, { status: 'resolved' });
  });
});

describe('a worker that lost its lease', () => {
  it('writes nothing: its successor tells the cards', async () => {
    const replica = await cards.replica('cards-second');
    const answered = Promise.withResolvers<undefined>();
    const url = site.serve('/slow', (request, response) => {
      void answered.promise.then(() => {
        html(PAGE)(request, response);
      });
    });
    const id = await save(ADA, url);
    await eventually(() => {
      expect(requestsOf('/slow')).toBe(1);
    });
    const late = {
      ...{ url, metadata: { title: 'Late' }, owner: uuidv7(), leaseMs: MINUTE },
      cause: { correlationId: 'test', causationId: 'test' },
    };
    await expect(replica.app.get(TellCards).execute(late)).rejects.toThrow(LookupLeaseLost);
    expect(await cardOf(id)).toMatchObject({ metadata: {} });
    answered.resolve(undefined);
    await untilLookup(url, { status: 'resolved', metadata: METADATA });
    expect(await eventsOf(id)).toHaveLength(2);
    await replica.stop();
  });
});
