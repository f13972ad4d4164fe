import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { eventually } from '../../../test/support/eventually.js';
import { somePage } from '../test/some.js';
import { cardsService } from './service.js';

const ADA = 'did:plc:ada';
const CY = 'did:plc:cy';

let service: ServiceKit;
beforeAll(async () => {
  service = await ServiceKit.start(cardsService);
});
afterAll(() => service.stop());

interface Answer {
  status: number;
  type: string | null;
  etag: string | null;
  location: string | null;
  replayed: string | null;
  retryAfter: string | null;
  body: unknown;
}

interface Asked {
  as?: string;
  key?: string;
  body?: object | string;
  headers?: Record<string, string>;
}

async function ask(
  method: string,
  path: string,
  { as = ADA, key, body, headers }: Asked = {},
): Promise<Answer> {
  const response = await fetch(new URL(path, service.url), {
    method,
    headers: {
      authorization: `Development ${as}`,
      ...(typeof body === 'object' ? { 'content-type': 'application/json' } : {}),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...headers,
    },
    body: typeof body === 'object' ? JSON.stringify(body) : (body ?? null),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    etag: response.headers.get('etag'),
    location: response.headers.get('location'),
    replayed: response.headers.get('idempotency-replayed'),
    retryAfter: response.headers.get('retry-after'),
    body: text === '' ? undefined : JSON.parse(text),
  };
}

const someKey = (): string => `"${randomUUID()}"`;
const collectionsOf = async (person: string): Promise<unknown[]> =>
  ((await ask('GET', `/users/${person}/collections`)).body as { items: unknown[] }).items;
const again = (answer: Answer): Answer => ({ ...answer, replayed: 'true' });

describe('a command under a key', () => {
  it('is done once, and answered the same each time', async () => {
    const person = 'did:plc:once';
    const asked = { as: person, key: someKey(), body: { name: 'Tides' } };
    const first = await ask('POST', '/collections', asked);
    expect(first).toMatchObject({ status: 201, etag: '"1"', replayed: null });
    expect(await ask('POST', '/collections', asked)).toEqual(again(first));
    expect(await ask('POST', '/collections', asked)).toEqual(again(first));
    expect(await collectionsOf(person)).toHaveLength(1);
  });

  it('is answered as it was the first time, though it would be answered otherwise now', async () => {
    const asked = { key: someKey(), body: { url: somePage() } };
    const first = await ask('POST', '/cards', asked);
    expect([first.status, first.location]).toEqual([201, expect.stringMatching(/^\/cards\//)]);
    await ask('DELETE', String(first.location));
    expect(await ask('POST', '/cards', asked)).toEqual(again(first));
  });

  it('is answered without a body again where there was none', async () => {
    const { location } = await ask('POST', '/cards', { body: { url: somePage() } });
    const key = someKey();
    const first = await ask('DELETE', String(location), { key });
    expect(first).toMatchObject({ status: 204, body: undefined });
    expect(await ask('DELETE', String(location), { key })).toEqual(again(first));
  });

  it.each([
    ['by the domain', 'DELETE', `/cards/${randomUUID()}`, undefined, 404],
    ['by validation', 'POST', '/collections', { name: '' }, 400],
  ])('that is refused %s is refused the same again', async (_, method, path, body, status) => {
    const asked = { key: someKey(), ...(body === undefined ? {} : { body }) };
    const first = await ask(method, path, asked);
    expect(first).toMatchObject({ status, type: 'application/problem+json; charset=utf-8' });
    expect(await ask(method, path, asked)).toEqual(again(first));
  });

  it.each([
    ['body', 'POST', '/collections', { body: { name: 'Two' } }],
    ['path', 'POST', '/collections?a', { body: { name: 'One' } }],
    ['If-Match', 'POST', '/collections', { body: { name: 'One' }, headers: { 'if-match': '"1"' } }],
  ])('is no other request: %s', async (_, method, path, other) => {
    const key = someKey();
    await ask('POST', '/collections', { key, body: { name: 'One' } });
    expect(await ask(method, path, { ...other, key })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused', errors: [{ field: 'Idempotency-Key' }] },
    });
  });

  it('is refused where its body is nested too deeply to be compared', async () => {
    const deep = { body: `${'['.repeat(20_000)}${']'.repeat(20_000)}`, key: 'deep' };
    const headers = { 'content-type': 'application/json' };
    expect(await ask('POST', '/collections', { ...deep, headers })).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', detail: expect.stringContaining('nested too deeply') },
    });
  });

  it("does not meet another person's", async () => {
    const key = someKey();
    await ask('POST', '/collections', { key, body: { name: 'Mine' } });
    expect(await ask('POST', '/collections', { as: CY, key, body: { name: 'Hers' } })).toMatchObject({
      status: 201,
      replayed: null,
    });
  });

  it('takes the key with quotes and without', async () => {
    const key = randomUUID();
    const first = await ask('POST', '/collections', { key, body: { name: 'Quoted' } });
    expect(await ask('POST', '/collections', { key: `"${key}"`, body: { name: 'Quoted' } })).toEqual(
      again(first),
    );
  });

  it.each([['""'], ['"a", "b"'], ['a b'], ['x'.repeat(256)]])(
    'refuses a key that can not be read: %s',
    async (key) => {
      expect(await ask('POST', '/collections', { key, body: { name: 'x' } })).toMatchObject({
        status: 400,
        body: { code: 'invalid-idempotency-key', errors: [{ field: 'Idempotency-Key' }] },
      });
    },
  );

  it('publishes its events once', async () => {
    const asked = { key: someKey(), body: { url: somePage() } };
    const { body } = await ask('POST', '/cards', asked);
    await ask('POST', '/cards', asked);
    await service.untilSettled();
    const { id } = body as { id: string };
    expect(await service.sql`select 1 from event_store where aggregate_id = ${id}`).toHaveLength(1);
  });

  it('is forgotten after a day', async () => {
    const asked = { as: 'did:plc:day', key: someKey(), body: { name: 'Tides' } };
    await ask('POST', '/collections', asked);
    await service.sql`
      update idempotency_keys set answered_at = now() - interval '25 hours' where person = ${asked.as}`;
    expect(await ask('POST', '/collections', asked)).toMatchObject({ status: 201, replayed: null });
    expect(await collectionsOf(asked.as)).toHaveLength(2);
  });
});

describe('an answer that holds words', () => {
  const kept = async (person: string) =>
    JSON.stringify(
      await service.sql`select request, headers, body from idempotency_keys where person = ${person} order by key`,
    );

  it('is erased with them, and its command is not done again', async () => {
    const asked = { as: 'did:plc:words', key: someKey(), body: { url: somePage(), note: 'Taken back' } };
    const { location } = await ask('POST', '/cards', asked);
    expect(await kept(asked.as)).toContain('Taken back');
    await ask('DELETE', String(location), { as: asked.as });
    const erasure = { as: asked.as, key: someKey() };
    const erased = await ask('DELETE', '/history/texts', erasure);
    expect(erased.status).toBe(204);
    expect(await kept(asked.as)).not.toContain('Taken back');

    expect(await ask('POST', '/cards', asked)).toMatchObject({
      status: 410,
      replayed: null,
      body: { code: 'idempotent-answer-erased', errors: [{ field: 'Idempotency-Key' }] },
    });
    expect(await ask('GET', '/library', { as: asked.as })).toMatchObject({ body: { items: [] } });
    // The erasure itself was answered after it.
    expect(await ask('DELETE', '/history/texts', erasure)).toEqual(again(erased));
  });

  it('leaves others alone', async () => {
    const asked = { as: 'did:plc:other-words', key: someKey(), body: { url: somePage(), note: 'Hers' } };
    const first = await ask('POST', '/cards', asked);
    await ask('DELETE', '/history/texts', { as: 'did:plc:words' });
    expect(await ask('POST', '/cards', asked)).toEqual(again(first));
  });

  it('keeps no fingerprint by which a text could be guessed', async () => {
    const asked = { as: 'did:plc:guess', key: someKey(), body: { name: 'x'.repeat(101) } };
    await ask('POST', '/collections', asked);
    await ask('DELETE', '/history/texts', { as: asked.as });
    expect(await service.sql`select request from idempotency_keys where person = ${asked.as}`).toEqual([
      { request: Buffer.alloc(0) },
    ]);
  });
});

describe('a command that is still worked on', () => {
  /** Asks, and holds the command in the middle until `meanwhile` is over. */
  async function held(asked: Asked, meanwhile: () => Promise<void>): Promise<Answer> {
    const holder = await service.sql.reserve();
    try {
      await holder`begin`;
      await holder`lock table cards.collections in exclusive mode`;
      const answer = ask('POST', '/collections', asked);
      await eventually(async () => {
        expect(await waiting()).toHaveLength(1);
      });
      await meanwhile();
      await holder`commit`;
      return await answer;
    } finally {
      holder.release();
    }
  }

  /** The sessions that wait for the lock. */
  async function waiting(): Promise<number[]> {
    const rows = await service.sql<{ pid: number }[]>`
      select pid from pg_locks where relation = 'cards.collections'::regclass and not granted`;
    return rows.map(({ pid }) => pid);
  }

  it('is not begun a second time, also elsewhere', async () => {
    const asked = { as: 'did:plc:flight', key: someKey(), body: { name: 'Tides' } };
    const first = await held(asked, async () => {
      expect(await ask('POST', '/collections', asked)).toMatchObject({
        status: 409,
        retryAfter: '1',
        body: { code: 'idempotency-key-in-flight', errors: [{ field: 'Idempotency-Key' }] },
      });
    });
    expect(await ask('POST', '/collections', asked)).toEqual(again(first));
    expect(await collectionsOf(asked.as)).toHaveLength(1);
  });

  it('leaves nothing behind where its connection is lost, and may be asked again at once', async () => {
    const asked = { as: 'did:plc:killed', key: someKey(), body: { name: 'Tides' } };
    const first = await held(asked, async () => {
      for (const pid of await waiting()) await service.sql`select pg_terminate_backend(${pid})`;
      await eventually(async () => {
        expect(await waiting()).toEqual([]);
      });
    });
    expect(first.status).toBe(500);
    expect(await ask('POST', '/collections', asked)).toMatchObject({ status: 201, replayed: null });
    expect(await collectionsOf(asked.as)).toHaveLength(1);
  });
});

describe('an import under a key', () => {
  const file = 'TY  - JOUR\nTI  - A\nDO  - 10.1000/once\nER  - \n';
  const headers = { 'content-type': 'application/octet-stream' };

  it('is started once', async () => {
    const asked = { as: 'did:plc:import', key: someKey(), body: file, headers };
    const first = await ask('POST', '/imports?format=ris', asked);
    expect(first.status).toBe(202);
    expect(await ask('POST', '/imports?format=ris', asked)).toEqual(again(first));
    expect(await service.sql`select 1 from import_jobs where curator_id = ${asked.as}`).toHaveLength(1);
  });

  it('is no other file', async () => {
    const asked = { as: 'did:plc:other-file', key: someKey(), body: file, headers };
    await ask('POST', '/imports?format=ris', asked);
    expect(await ask('POST', '/imports?format=ris', { ...asked, body: `${file}${file}` })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
    expect(await service.sql`select 1 from import_jobs where curator_id = ${asked.as}`).toHaveLength(1);
  });

  it('leaves its connection free where it is refused before it is read', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const upload = (query: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const headers = {
          authorization: `Development ${ADA}`,
          'content-type': 'application/x-research-info-systems',
          'idempotency-key': someKey(),
        };
        const sent = request(new URL(`/imports?${query}`, service.url), { method: 'POST', agent, headers });
        sent.on('error', reject);
        sent.on('response', (response) => {
          response.resume().on('end', () => {
            resolve(response.statusCode);
          });
        });
        sent.end('TY  - JOUR\n'.repeat(50_000));
      });
    try {
      expect(await upload('format=ris&folders=heaps')).toBe(400);
      expect(await upload('format=ris&folders=heaps')).toBe(400);
      expect(await upload('format=ris')).toBe(202);
    } finally {
      agent.destroy();
    }
  });

  it('is started once however often it is sent at once', async () => {
    const asked = { as: 'did:plc:at-once', key: someKey(), body: file, headers };
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask('POST', '/imports?format=ris', asked)));
    for (const { status } of answers) expect([202, 409]).toContain(status);
    expect(await service.sql`select 1 from import_jobs where curator_id = ${asked.as}`).toHaveLength(1);
  });
});
