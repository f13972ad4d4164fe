import 'reflect-metadata';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { eventually } from '../../../test/support/eventually.js';
import { historyViolations } from '../test/history-check.js';
import { cardsService } from './service.js';

const ADA = 'did:plc:ada';
const BOB = 'did:plc:bob';
const NOBODY = '0190c0de-0000-7000-8000-000000000000';

interface Answer {
  status: number;
  location: string | null;
  type: string | null;
  body: Record<string, unknown>;
}

let service: ServiceKit;

beforeAll(async () => {
  service = await ServiceKit.start(cardsService);
});

afterAll(async () => {
  expect(await historyViolations(service.sql)).toEqual([]);
  await service.stop();
});

async function request(
  method: string,
  path: string,
  { as, body, type = 'application/json' }: { as?: string; body?: unknown; type?: string | undefined } = {},
): Promise<Answer> {
  const response = await fetch(new URL(path, service.url), {
    method,
    signal: AbortSignal.timeout(30_000),
    headers: {
      ...(as === undefined ? {} : { authorization: `Development ${as}` }),
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    location: response.headers.get('location'),
    type: response.headers.get('content-type'),
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}

const save = (as: string, body: object) => request('POST', '/cards', { as, body });
const importFile = (as: string, body: string, format = 'bibtex', type = 'application/x-bibtex') =>
  request('POST', `/imports?format=${format}`, { as, body, type });

describe('cards over HTTP', () => {
  it('are saved, shown to everybody, listed and removed', async () => {
    const saved = await save(ADA, { url: 'https://example.com/a#b', note: 'Why' });
    const id = String(saved.body['id']);
    expect(saved).toMatchObject({
      status: 201,
      location: `/cards/${id}`,
      body: { curatorId: ADA, type: 'URL', url: 'https://example.com/a', note: 'Why', metadata: {} },
    });
    expect(await save(ADA, { url: 'https://example.com/a' })).toMatchObject({ status: 200, body: { id } });
    expect(await request('GET', `/cards/${id}`)).toMatchObject({ status: 200, body: saved.body });
    expect(await request('GET', '/library?limit=1', { as: ADA })).toMatchObject({
      body: { items: [{ id }] },
    });
    expect(await request('GET', `/users/${ADA}/library?text=WHY`)).toMatchObject({
      body: { items: [{ id }], next: null },
    });
    expect(await request('DELETE', `/cards/${id}`, { as: BOB })).toMatchObject({
      status: 403,
      body: { code: 'not-your-card' },
    });
    expect((await request('DELETE', `/cards/${id}`, { as: ADA })).status).toBe(204);
    expect(await request('GET', `/cards/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'card-not-found' },
    });
  });

  it.each([
    [{ url: 'nonsense' }, 'invalid-url', 'url'],
    [{ url: 17 }, 'invalid-request', 'url'],
    [{ url: 'https://example.com/', color: 'red' }, 'invalid-request', 'color'],
    [{ url: 'https://example.com/', collectionIds: ['x'] }, 'invalid-request', 'collectionIds'],
    [{}, 'nothing-to-save', 'url'],
    [{ url: 'https://example.com/', note: '\u0000' }, 'invalid-note', 'note'],
  ])('are refused for %j, with a problem that names the field', async (body, code, field) => {
    expect(await save(ADA, body)).toMatchObject({
      status: 400,
      type: expect.stringContaining('application/problem+json') as string,
      body: { code, errors: expect.arrayContaining([expect.objectContaining({ field })]) as unknown },
    });
  });

  it('need an identity to be saved, and JSON', async () => {
    expect((await request('POST', '/cards', { body: {} })).status).toBe(401);
    expect((await request('POST', '/cards', { as: ADA, body: 'x', type: 'text/plain' })).status).toBe(415);
  });

  it('are published', async () => {
    const { body } = await save(ADA, { url: 'https://example.com/published' });
    await service.untilSettled();
    expect(await service.sql`select 1 from outbox where aggregate_id = ${String(body['id'])}`).toHaveLength(
      1,
    );
  });
});

describe('collections over HTTP', () => {
  it('are made, filled, shown, listed and emptied', async () => {
    const made = await request('POST', '/collections', {
      as: ADA,
      body: { name: 'Tides', description: 'Of the sea', access: 'OPEN' },
    });
    const path = `/collections/${String(made.body['id'])}`;
    expect(made).toMatchObject({
      status: 201,
      location: path,
      body: { authorId: ADA, name: 'Tides', description: 'Of the sea', access: 'OPEN' },
    });
    const { body: card } = await save(ADA, { url: 'https://example.com/tides' });
    const added = await request('POST', `${path}/cards`, { as: BOB, body: { cardId: card['id'] } });
    expect(added).toMatchObject({
      status: 200,
      body: { curatorId: BOB, via: { cardId: card['id'], curatorId: ADA } },
    });
    expect(await request('GET', path)).toMatchObject({
      body: {
        access: 'OPEN',
        collaboratorIds: [],
        cards: { items: [{ addedBy: BOB, card: { id: added.body['id'] } }], next: null },
      },
    });
    expect(await request('GET', '/collections', { as: ADA })).toMatchObject({
      body: { items: [{ name: 'Tides', cardCount: 1 }], next: null },
    });
    for (let n = 0; n < 2; n += 1) {
      expect((await request('DELETE', `${path}/cards/${String(added.body['id'])}`, { as: ADA })).status).toBe(
        204,
      );
    }
    expect(await request('GET', path)).toMatchObject({ body: { cards: { items: [] } } });
  });

  it.each([
    [{}, 'name'],
    [{ name: 'x', access: 'SECRET' }, 'access'],
    [{ name: 'x', collaboratorIds: ['ada'] }, 'collaboratorIds'],
    [{ name: 'x'.repeat(101) }, 'name'],
  ])('are refused for %j', async (body, field) => {
    expect(await request('POST', '/collections', { as: ADA, body })).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([expect.objectContaining({ field })]) as unknown },
    });
  });

  it('that are not there are not found', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', `/cards/${NOBODY}`],
    ] as const) {
      expect(await request(method, `/collections/${NOBODY}${path}`, { as: ADA })).toMatchObject({
        status: 404,
        body: { code: 'collection-not-found' },
      });
    }
    expect((await request('GET', '/collections/17')).status).toBe(400);
  });
});

describe('imports over HTTP', () => {
  it('are taken at once and worked through in the background', async () => {
    const started = await importFile(
      BOB,
      '@book{a, title={A}, url={https://example.com/imported}}\n@misc{b, title={B}}\n',
    );
    const id = String(started.body['id']);
    expect(started).toMatchObject({
      status: 202,
      location: `/imports/${id}`,
      body: { format: 'bibtex', status: 'queued' },
    });
    await eventually(async () => {
      expect(await request('GET', `/imports/${id}`, { as: BOB })).toMatchObject({
        body: { status: 'done', total: 2, added: 1, present: 0, rejected: 1 },
      });
    });
    expect(await request('GET', `/imports/${id}/rejections`, { as: BOB })).toMatchObject({
      body: {
        items: [{ line: 2, reason: expect.any(String) as string, excerpt: '@misc{b, title={B}}' }],
        next: null,
      },
    });
    expect(await request('GET', '/imports', { as: BOB })).toMatchObject({
      body: { items: [{ id }], next: null },
    });
    expect(await request('GET', '/library?kind=book', { as: BOB })).toMatchObject({
      body: { items: [{ url: 'https://example.com/imported', metadata: { title: 'A', kind: 'book' } }] },
    });
    expect((await request('GET', `/imports/${id}`, { as: ADA })).status).toBe(404);
    expect((await request('GET', `/imports/${id}/rejections`, { as: ADA })).status).toBe(404);
  });

  it.each(['text/html', 'text/html; charset=utf-8', 'text/plain', 'application/octet-stream'])(
    'take a file as %s',
    async (type) => {
      expect(
        (await importFile(BOB, '<DL><DT><A HREF="https://example.com/">A</A></DL>', 'bookmarks', type))
          .status,
      ).toBe(202);
    },
  );

  it.each([
    ['ris', 'application/x-research-info-systems', 'TY  - JOUR\nDO  - 10.1000/ris\nER  - \n'],
    ['csl-json', 'application/vnd.citationstyles.csl+json', '[{"DOI": "10.1000/csl"}]'],
  ])('take a file of %s as %s', async (format, type, file) => {
    expect((await importFile(BOB, file, format, type)).status).toBe(202);
  });

  it.each([
    ['is empty', '', 'bibtex', 'application/x-bibtex', 400, 'empty-import'],
    ['is of an unknown format', 'x', 'word', 'application/x-bibtex', 400, 'invalid-request'],
    ['is JSON', '{}', 'bibtex', 'application/json', 415, 'unsupported-media-type'],
    ['is an image', 'x', 'bibtex', 'image/png', 415, 'unsupported-media-type'],
    ['is too large', 'x'.repeat(33 * 1024 * 1024), 'bibtex', 'text/plain', 413, 'import-too-large'],
  ])('refuse a file that %s', async (_, body, format, type, status, code) => {
    expect(await importFile(ADA, body, format, type)).toMatchObject({ status, body: { code } });
    expect(await request('GET', '/imports', { as: ADA })).toMatchObject({ body: { items: [] } });
  });
});

it('describes its API', async () => {
  const { body } = await request('GET', '/openapi.json');
  expect(Object.keys(body['paths'] as object)).toEqual(
    expect.arrayContaining([
      '/cards',
      '/cards/{id}',
      '/library',
      '/users/{did}/library',
      '/collections',
      '/imports',
    ]),
  );
});

describe('input made to break things', () => {
  const finished = async (id: unknown): Promise<Record<string, unknown>> =>
    eventually(
      async () => {
        const { body } = await request('GET', `/imports/${String(id)}`, { as: BOB });
        expect(['done', 'failed']).toContain(body['status']);
        return body;
      },
      { deadlineMs: 20_000 },
    );

  it.each([
    ['a note that is null', { url: 'https://example.com/null', note: null }, 'note'],
    ['collections that are null', { url: 'https://example.com/null', collectionIds: null }, 'collectionIds'],
  ])('is refused with its field: %s', async (_case, body, field) => {
    const answer = await save(ADA, body);
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toContainEqual(expect.objectContaining({ field }));
  });

  it('names the path parameter that is no id', async () => {
    const answer = await request('GET', '/cards/xyz', { as: ADA });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'id' }] } });
  });

  it('searches a library for text that no database can hold, and finds nothing', async () => {
    const answer = await request('GET', '/library?text=%00nothing-like-this', { as: ADA });
    expect(answer).toMatchObject({ status: 200, body: { items: [] } });
  });

  it('takes ids in any case', async () => {
    const { body: collection } = await request('POST', '/collections', { as: ADA, body: { name: 'Case' } });
    const { body: card } = await save(ADA, {
      url: 'https://example.com/case',
      collectionIds: [collection['id']],
    });
    const path = `/collections/${String(collection['id'])}`;
    await request('DELETE', `${path}/cards/${String(card['id']).toUpperCase()}`, { as: ADA });
    expect(await request('GET', path, { as: ADA })).toMatchObject({ body: { cards: { items: [] } } });
  });

  it('costs an import one record when an entry holds a NUL', async () => {
    const file =
      '@article{a,title={x\0y},url={https://e.example/\0a}}\n@misc{b, url={https://e.example/b}}\n@misc{c, x';
    const { body } = await importFile(BOB, file);
    expect(await finished(body['id'])).toMatchObject({ status: 'done', total: 3 });
  });

  it('ends an import with the reason when the file is of another format, or no bookmark file at all', async () => {
    const other = await importFile(BOB, '@misc{b, url={https://e.example/b}}', 'bookmarks', 'text/html');
    expect(await finished(other.body['id'])).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('No bookmarks were found'),
    });
    const deep = await importFile(BOB, '<DL><p>'.repeat(300_000), 'bookmarks', 'text/html');
    expect(await finished(deep.body['id'])).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('tags are open at once'),
    });
  });
});
