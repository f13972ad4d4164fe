import 'reflect-metadata';
import { ServiceKit } from '../../../../test/kit/service-kit.js';
import { cardsService } from '../service.js';

const ADA = 'did:plc:ada';

let service: ServiceKit;
beforeAll(async () => {
  service = await ServiceKit.start(cardsService);
});
afterAll(() => service.stop());

const get = (path: string, as?: string): Promise<Response> =>
  fetch(new URL(path, service.url), {
    signal: AbortSignal.timeout(10_000),
    headers: as === undefined ? {} : { authorization: `Development ${as}` },
  });

describe('exports over HTTP', () => {
  it("are files to save, of one's own library, anybody's and a collection", async () => {
    const collection = await service.request('POST', '/collections', { as: ADA, body: { name: 'Tides' } });
    const { id } = collection.body as { id: string };
    await service.request('POST', '/cards', { as: ADA, body: { url: 'doi:10.1000/A', collectionIds: [id] } });
    for (const path of ['/library/export', `/users/${ADA}/library/export`, `/collections/${id}/export`]) {
      const response = await get(`${path}?format=ris`, ADA);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/x-research-info-systems; charset=utf-8');
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="\w+\.ris"$/u);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await response.text()).toContain('DO  - 10.1000/a\r\n');
    }
  });

  it.each([
    ['/library/export?format=ris', undefined, 401],
    ['/library/export?format=word', ADA, 400],
    ['/library/export', ADA, 400],
    ['/users/ada/library/export?format=ris', undefined, 400],
    ['/collections/0190c0de-0000-7000-8000-000000000000/export?format=ris', undefined, 404],
  ])('are refused with a problem: %s as %s', async (path, as, status) => {
    const response = await get(path, as);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });
});
