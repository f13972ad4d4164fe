import 'reflect-metadata';
import { type Answer, ServiceKit } from '../../../test/kit/service-kit.js';
import { PUBLIC_BASE } from '../test/cards-world.js';
import { historyViolations } from '../test/history-check.js';
import { somePage } from '../test/some.js';
import { cardsService } from './service.js';

const ADA = 'did:plc:ada';
const BOB = 'did:plc:bob';
const NOBODY = '0190c0de-0000-7000-8000-000000000000';

type Body = Record<string, unknown>;

let service: ServiceKit;
beforeAll(async () => {
  service = await ServiceKit.start(cardsService, { env: { PUBLIC_URL: PUBLIC_BASE } });
});
afterAll(async () => {
  expect(await historyViolations(service.sql)).toEqual([]);
  await service.stop();
});

const draw = (as: string, body: object): Promise<Answer> =>
  service.request('POST', '/connections', { as, body });
const idOf = ({ body }: Answer): string => String((body as Body)['id']);

describe('connections over HTTP', () => {
  it('are drawn once, shown to everybody, edited, swapped and removed', async () => {
    const [a, b] = [somePage(), somePage()];
    const command = { source: { url: `${a}#top` }, target: { url: b }, type: 'SUPPORTS', note: 'Why' };
    const drawn = await draw(ADA, command);
    expect(drawn).toMatchObject({
      status: 201,
      body: {
        curatorId: ADA,
        source: { url: a, metadata: {} },
        target: { url: b },
        type: 'SUPPORTS',
        note: 'Why',
      },
    });
    const path = `/connections/${idOf(drawn)}`;
    expect(await draw(ADA, { ...command, note: 'Again' })).toMatchObject({ status: 200, body: drawn.body });
    expect(await service.request('GET', path)).toMatchObject({ status: 200, body: drawn.body });

    expect(
      await service.request('PATCH', path, { as: ADA, body: { type: 'OPPOSES', note: '' } }),
    ).toMatchObject({ status: 200, body: { type: 'OPPOSES', source: { url: a } } });
    expect((await service.request('GET', path)).body).not.toHaveProperty('note');
    for (let n = 0; n < 2; n += 1) {
      expect(await service.request('POST', `${path}/swap`, { as: ADA, body: { source: b } })).toMatchObject({
        status: 200,
        body: { source: { url: b }, target: { url: a } },
      });
    }
    expect((await service.request('DELETE', path, { as: ADA })).status).toBe(204);
    expect(await service.request('GET', path)).toMatchObject({
      status: 404,
      body: { code: 'connection-not-found' },
    });
  });

  it("take a card's work, and a collection by its public URL", async () => {
    const url = somePage();
    const card = await service.request('POST', '/cards', { as: BOB, body: { url } });
    const collection = await service.request('POST', '/collections', { as: BOB, body: { name: 'Tides' } });
    const drawn = await draw(ADA, {
      source: { cardId: idOf(card) },
      target: { url: `${PUBLIC_BASE}/collections/${idOf(collection)}?from=mail` },
    });
    expect(drawn.body).toMatchObject({
      type: 'RELATED',
      source: { url, card: { cardId: idOf(card), curatorId: BOB } },
      target: {
        url: `${PUBLIC_BASE}/collections/${idOf(collection)}`,
        metadata: { title: 'Tides' },
        collection: { collectionId: idOf(collection), authorId: BOB },
      },
    });
    const byTheOtherNames = {
      source: { url: `${PUBLIC_BASE}/collections/${idOf(collection)}` },
      target: { url: `${PUBLIC_BASE}/cards/${idOf(card)}` },
    };
    expect(await draw(ADA, byTheOtherNames)).toMatchObject({ status: 200, body: { id: idOf(drawn) } });
  });

  it.each([
    [{ source: {}, target: { url: 'https://example.com/' } }, 400, 'invalid-end', 'source'],
    [{ source: { url: 'nonsense' }, target: { cardId: NOBODY } }, 400, 'invalid-url', 'source.url'],
    [
      { source: { url: 'https://example.com/' }, target: { cardId: NOBODY } },
      404,
      'card-not-found',
      'target.cardId',
    ],
    [
      { source: { url: `${PUBLIC_BASE}/collections/${NOBODY}` }, target: { cardId: NOBODY } },
      404,
      'collection-not-found',
      'source.url',
    ],
    [
      { source: { url: 'https://example.com/#a' }, target: { url: 'https://EXAMPLE.com' } },
      400,
      'same-ends',
      'target',
    ],
    [{ source: { url: 'https://example.com/' } }, 400, 'invalid-request', 'target'],
    [{ source: 'x', target: { url: 17 } }, 400, 'invalid-request', 'target.url'],
    [
      { source: { url: 'https://example.com/', color: 'red' }, target: {} },
      400,
      'invalid-request',
      'source.color',
    ],
    [
      { source: { url: 'https://example.com/' }, target: { url: 'https://example.org/' }, type: 'LIKES' },
      400,
      'invalid-request',
      'type',
    ],
  ])('are refused for %j', async (body, status, code, field) => {
    expect(await draw(ADA, body)).toMatchObject({
      status,
      body: { code, errors: expect.arrayContaining([expect.objectContaining({ field })]) as unknown },
    });
  });

  it('are their own researcher’s alone, and another of the same kind is a conflict', async () => {
    const ends = { source: { url: somePage() }, target: { url: somePage() } };
    const path = `/connections/${idOf(await draw(ADA, { ...ends, type: 'SUPPORTS' }))}`;
    for (const [method, suffix, body] of [
      ['PATCH', '', { type: 'HELPFUL' }],
      ['POST', '/swap', { source: ends.target.url }],
      ['DELETE', '', undefined],
    ] as const) {
      const options = { as: BOB, ...(body === undefined ? {} : { body }) };
      expect(await service.request(method, `${path}${suffix}`, options)).toMatchObject({
        status: 403,
        body: { code: 'not-your-connection' },
      });
    }
    await draw(ADA, { source: ends.target, target: ends.source, type: 'RELATED' });
    expect(await service.request('PATCH', path, { as: ADA, body: { type: 'RELATED' } })).toMatchObject({
      status: 409,
      body: { code: 'connection-exists' },
    });
    expect(
      await service.request('POST', `${path}/swap`, { as: ADA, body: { source: somePage() } }),
    ).toMatchObject({ status: 400, body: { code: 'not-an-end', errors: [{ field: 'source' }] } });
  });
});

describe('queries over HTTP', () => {
  it("answer with a work's connections, a researcher's, and the neighbourhood, to everybody", async () => {
    const [a, b, c] = [somePage(), somePage(), somePage()];
    const carl = 'did:plc:carl';
    const ab = idOf(await draw(carl, { source: { url: a }, target: { url: b } }));
    const bc = idOf(await draw(carl, { source: { url: b }, target: { url: c }, type: 'SUPPORTS' }));
    const urlOf = (text: string) => encodeURIComponent(text);
    expect(await service.request('GET', `/connections?url=${urlOf(`${b}#top`)}`)).toMatchObject({
      status: 200,
      body: { items: [{ id: bc }, { id: ab }], next: null },
    });
    expect(await service.request('GET', `/users/${carl}/connections?type=RELATED`)).toMatchObject({
      body: { items: [{ id: ab, type: 'RELATED' }] },
    });
    expect(await service.request('GET', `/graph?url=${urlOf(a)}&depth=2`)).toMatchObject({
      body: {
        works: [
          { url: a, distance: 0 },
          { url: b, distance: 1 },
          { url: c, distance: 2 },
        ],
        connections: [{ id: ab }, { id: bc }],
        cut: [],
      },
    });
    const card = await service.request('POST', '/cards', { as: ADA, body: { url: a } });
    const byCard = urlOf(`${PUBLIC_BASE}/cards/${idOf(card)}`);
    expect(await service.request('GET', `/connections?url=${byCard}`)).toMatchObject({
      body: { items: [{ id: ab }] },
    });
  });

  it.each([
    ['/connections', 'invalid-request', 'url'],
    ['/connections?url=nonsense', 'invalid-url', 'url'],
    ['/connections?url=https://example.com/&type=LIKES', 'invalid-request', 'type'],
    ['/graph?url=https://example.com/&depth=4', 'invalid-request', 'depth'],
    ['/users/did:plc:ada/connections?cursor=x', 'invalid-cursor', 'cursor'],
  ])('refuse %s', async (path, code, field) => {
    expect(await service.request('GET', path)).toMatchObject({
      status: 400,
      body: { code, errors: expect.arrayContaining([expect.objectContaining({ field })]) as unknown },
    });
  });
});
