import 'reflect-metadata';
import { ServiceKit } from '../../../../test/kit/service-kit.js';
import { eventually } from '../../../../test/support/eventually.js';
import { cardsService } from '../service.js';

const ADA = 'did:plc:ada';
const EVE = 'did:plc:eve';

let service: ServiceKit;
beforeAll(async () => {
  service = await ServiceKit.start(cardsService);
});
afterAll(() => service.stop());

async function send(path: string, body: string, as?: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(new URL(path, service.url), {
    method: 'POST',
    signal: AbortSignal.timeout(10_000),
    headers: {
      'content-type': 'application/octet-stream',
      ...(as === undefined ? {} : { authorization: `Development ${as}` }),
    },
    body,
  });
  return { status: response.status, body: await response.json() };
}

describe('an import over HTTP', () => {
  it('is previewed without being started', async () => {
    const file = 'TY  - JOUR\nTI  - A\nDO  - 10.1000/preview\nER  - \nTY  - JOUR\nER  - \n';
    expect(await send('/imports/preview?format=ris', file, ADA)).toEqual({
      status: 200,
      body: {
        total: 2,
        added: 1,
        present: 0,
        rejected: 1,
        records: [
          {
            line: 1,
            url: 'https://doi.org/10.1000/preview',
            metadata: { title: 'A', kind: 'research' },
            isNew: true,
            folder: [],
          },
        ],
        rejections: [{ line: 5, reason: expect.any(String) as string, excerpt: 'TY - JOUR ER -' }],
      },
    });
    expect((await service.request('GET', '/imports', { as: ADA })).body).toMatchObject({ items: [] });
  });

  it.each([
    ['/imports/preview?format=ris', 'x', 400, 'unreadable-import'],
    ['/imports/preview?format=word', 'x', 400, 'invalid-request'],
    ['/imports/preview?format=ris', 'x'.repeat(33 * 1024 * 1024), 413, 'import-too-large'],
    ['/imports?format=ris&folders=collections', 'x', 400, 'no-folders'],
    ['/imports?format=bookmarks&folders=none', 'x', 400, 'invalid-request'],
  ])('is refused at %s when it can not be (%#)', async (path, file, status, code) => {
    expect(await send(path, file, ADA)).toMatchObject({ status, body: { code } });
  });

  it('needs somebody whose it is', async () => {
    expect((await send('/imports/preview?format=ris', 'x')).status).toBe(401);
  });

  it('makes collections of folders where asked', async () => {
    const file = '<DL><DT><H3>Tides</H3><DL><DT><A HREF="https://example.com/moon">Moon</A></DL></DL>';
    expect(await send('/imports?format=bookmarks&folders=collections', file, EVE)).toMatchObject({
      status: 202,
      body: { folders: 'collections' },
    });
    await eventually(async () => {
      expect((await service.request('GET', '/collections', { as: EVE })).body).toMatchObject({
        items: [{ name: 'Tides', cardCount: 1 }],
      });
    });
  });
});
