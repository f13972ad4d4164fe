import 'reflect-metadata';
import { type Answer, ServiceKit } from '../../../test/kit/service-kit.js';
import { somebody, somePage } from '../test/some.js';
import { cardsService } from './service.js';

const ADA = 'did:plc:ada';
const BOB = 'did:plc:bob';

let service: ServiceKit;
beforeAll(async () => {
  service = await ServiceKit.start(cardsService);
});
afterAll(() => service.stop());

const idOf = ({ body }: Answer): string => String((body as Record<string, unknown>)['id']);
const save = async (as: string, url: string, ...collectionIds: string[]): Promise<string> =>
  idOf(await service.request('POST', '/cards', { as, body: { url, collectionIds } }));
const named = (url: string): string => `url=${encodeURIComponent(`${url}#part`)}`;

describe('works over HTTP', () => {
  it('tell who has them, whether one has them oneself, and where they are', async () => {
    const url = somePage();
    const collection = await service.request('POST', '/collections', {
      as: BOB,
      body: { name: 'Open', access: 'OPEN' },
    });
    const [mine, his] = [await save(ADA, url, idOf(collection)), await save(BOB, url)];
    expect(await service.request('GET', `/works/saves?${named(url)}`)).toMatchObject({
      status: 200,
      body: { items: [{ id: his }, { id: mine }], saveCount: 2, next: null },
    });
    expect(await service.request('GET', `/works/status?${named(url)}`, { as: ADA })).toMatchObject({
      body: { card: { id: mine }, collections: [{ id: idOf(collection), name: 'Open' }], saveCount: 2 },
    });
    expect(await service.request('GET', `/works/status?${named(url)}`, { as: somebody() })).toMatchObject({
      body: { card: null, collections: [], saveCount: 2 },
    });
    expect(await service.request('GET', `/works/collections?${named(url)}`)).toMatchObject({
      body: { items: [{ id: idOf(collection), cardCount: 1 }], next: null },
    });
    expect(await service.request('GET', `/collections/${idOf(collection)}/contributors`)).toMatchObject({
      body: { items: [{ did: ADA, cardCount: 1, lastAddedAt: expect.any(String) as string }], next: null },
    });
    expect(await service.request('GET', `/users/${BOB}/collections`)).toMatchObject({
      body: { items: [{ id: idOf(collection), cardCount: 1 }], next: null },
    });
    expect((await service.request('GET', `/works/status?${named(url)}`)).status).toBe(401);
  });

  it.each(['saves', 'status', 'collections'])('are named by a URL for their %s', async (what) => {
    for (const [query, code] of [
      ['', 'invalid-request'],
      ['?url=nonsense', 'invalid-url'],
    ]) {
      expect(await service.request('GET', `/works/${what}${query}`, { as: ADA })).toMatchObject({
        status: 400,
        body: {
          code,
          errors: expect.arrayContaining([expect.objectContaining({ field: 'url' })]) as unknown,
        },
      });
    }
  });
});

describe('a library over HTTP', () => {
  it('is filtered and sorted', async () => {
    const cy = somebody();
    const [first, second] = [await save(cy, somePage()), await save(cy, somePage())];
    await service.request('PUT', `/cards/${first}/note`, { as: cy, body: { note: 'Now' } });
    expect(await service.request('GET', '/library?sort=updated', { as: cy })).toMatchObject({
      body: { items: [{ id: first }, { id: second }] },
    });
    expect(await service.request('GET', `/users/${cy}/library?type=HIGHLIGHT&sort=saves`)).toMatchObject({
      body: { items: [], next: null },
    });
  });

  it.each(['type', 'sort', 'kind'])('is refused an unknown %s', async (field) => {
    expect(await service.request('GET', `/library?${field}=x`, { as: ADA })).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([expect.objectContaining({ field })]) as unknown },
    });
  });
});
