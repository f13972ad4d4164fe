import 'reflect-metadata';
import { type Answer, ServiceKit } from '../../../test/kit/service-kit.js';
import { historyViolations } from '../test/history-check.js';
import { instant } from '../test/instant.js';
import { somePage } from '../test/some.js';
import { cardsService } from './service.js';

const ADA = 'did:plc:ada';
const BOB = 'did:plc:bob';
const NOBODY = '0190c0de-0000-7000-8000-000000000000';

let service: ServiceKit;
beforeAll(async () => {
  service = await ServiceKit.start(cardsService);
});
afterAll(async () => {
  expect(await historyViolations(service.sql)).toEqual([]);
  await service.stop();
});

const idOf = ({ body }: Answer): string => String((body as Record<string, unknown>)['id']);
const post = (as: string, path: string, body: object) => service.request('POST', path, { as, body });
const get = (path: string, as?: string) => service.request('GET', path, as === undefined ? {} : { as });

describe('the history over HTTP', () => {
  it('of a collection says who put in and took out what, page by page', async () => {
    const collection = idOf(await post(ADA, '/collections', { name: 'Tides', access: 'OPEN' }));
    const card = idOf(
      await post(BOB, '/cards', { url: somePage(), note: 'Mine', collectionIds: [collection] }),
    );
    await service.request('DELETE', `/collections/${collection}/cards/${card}`, { as: ADA });
    const first = await get(`/collections/${collection}/history?limit=2`);
    expect(first).toMatchObject({
      status: 200,
      body: {
        items: [
          { version: 3, act: 'card-removed', by: ADA, cardId: card },
          { version: 2, act: 'card-added', by: BOB, cardId: card },
        ],
      },
    });
    const { next } = first.body as { next: string };
    expect(await get(`/collections/${collection}/history?limit=2&cursor=${next}`)).toMatchObject({
      body: {
        items: [{ version: 1, act: 'created', by: ADA, at: expect.any(String) as string }],
        next: null,
      },
    });
  });

  it('of a connection says what was done, and never a text', async () => {
    const drawn = await post(ADA, '/connections', {
      source: { url: somePage() },
      target: { url: somePage() },
      note: 'Secret',
    });
    const path = `/connections/${idOf(drawn)}`;
    await service.request('PATCH', path, { as: ADA, body: { note: '' } });
    const { source } = drawn.body as { source: { url: string } };
    const { target } = drawn.body as { target: { url: string } };
    for (const url of [target.url, source.url]) await post(ADA, `${path}/swap`, { source: url });
    const answer = await get(`${path}/history`);
    expect(answer).toMatchObject({
      body: {
        items: [{ act: 'swapped' }, { act: 'swapped' }, { act: 'edited' }, { act: 'created', by: ADA }],
      },
    });
    expect(JSON.stringify(answer.body)).not.toContain('Secret');
  });

  it('of what is gone is for whose it was', async () => {
    const path = `/cards/${idOf(await post(ADA, '/cards', { url: somePage() }))}`;
    expect(await get(`${path}/history`)).toMatchObject({ body: { items: [{ act: 'added-to-library' }] } });
    await service.request('DELETE', path, { as: ADA });
    expect(await get(`${path}/history`, ADA)).toMatchObject({
      body: { items: [{ act: 'removed-from-library', by: ADA }, { act: 'added-to-library' }], next: null },
    });
    for (const reader of [undefined, BOB]) {
      expect(await get(`${path}/history`, reader)).toMatchObject({
        status: 404,
        body: { code: 'card-not-found' },
      });
    }
  });

  it.each(['card', 'collection', 'connection'])('of no %s is not found', async (kind) => {
    expect(await get(`/${kind}s/${NOBODY}/history`, ADA)).toMatchObject({
      status: 404,
      body: { code: `${kind}-not-found` },
    });
    expect(await get(`/${kind}s/17/history`)).toMatchObject({ status: 400 });
  });

  it('of one kind is not that of another', async () => {
    const id = idOf(await post(ADA, '/cards', { url: somePage() }));
    expect((await get(`/collections/${id}/history`, ADA)).status).toBe(404);
  });
});

describe('the past over HTTP', () => {
  it('is a library and a collection as of an instant', async () => {
    const carl = 'did:plc:carl';
    const collection = idOf(await post(carl, '/collections', { name: 'Tides' }));
    const card = idOf(await post(carl, '/cards', { url: somePage(), collectionIds: [collection] }));
    const asOf = encodeURIComponent(await instant());
    await service.request('DELETE', `/cards/${card}`, { as: carl });
    for (const path of [`/library?asOf=${asOf}`, `/users/${carl}/library?asOf=${asOf}`]) {
      expect(await get(path, carl)).toMatchObject({ body: { items: [{ id: card }], next: null } });
    }
    expect(await get(`/users/${carl}/library?asOf=${asOf}`)).toMatchObject({ body: { items: [] } });
    const past = `/collections/${collection}?asOf=${asOf}`;
    expect(await get(past, carl)).toMatchObject({
      body: { name: 'Tides', access: 'CLOSED', cards: { items: [{ addedBy: carl, card: { id: card } }] } },
    });
    expect(await get(past)).toMatchObject({ body: { cards: { items: [] } } });
  });

  it.each([
    ['asOf=yesterday', 'invalid-request'],
    ['asOf=2026-05-01', 'invalid-request'],
    ['asOf=2026-05-01T10:00:00', 'invalid-request'],
    ['asOf=2999-05-01T10:00:00Z', 'instant-in-future'],
    ['asOf=2026-05-01T10:00:00Z&kind=book', 'as-of-with-filters'],
  ])('is refused for %s', async (query, code) => {
    expect(await get(`/users/${ADA}/library?${query}`)).toMatchObject({
      status: 400,
      body: { code, errors: [{ field: 'asOf' }] },
    });
  });
});

describe('what was taken back, over HTTP', () => {
  it('is erased for who asks, as often as they ask', async () => {
    const dora = 'did:plc:dora';
    const card = idOf(await post(dora, '/cards', { url: somePage(), note: 'Taken back' }));
    const asOf = encodeURIComponent(await instant());
    await service.request('DELETE', `/cards/${card}`, { as: dora });
    const past = () => get(`/library?asOf=${asOf}`, dora);
    expect(await past()).toMatchObject({ body: { items: [{ note: 'Taken back' }] } });
    for (let n = 0; n < 2; n += 1) {
      expect((await service.request('DELETE', '/history/texts', { as: dora })).status).toBe(204);
    }
    const { body } = await past();
    expect(body).toMatchObject({ items: [{ id: card }] });
    expect(JSON.stringify(body)).not.toContain('Taken back');
    expect((await service.request('DELETE', '/history/texts')).status).toBe(401);
  });
});
