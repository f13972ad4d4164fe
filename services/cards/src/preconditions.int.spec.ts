import 'reflect-metadata';
import { type Answer, ServiceKit } from '../../../test/kit/service-kit.js';
import { somePage } from '../test/some.js';
import { cardsService } from './service.js';

const ADA = 'did:plc:ada';
const CY = 'did:plc:cy';
const DAN = 'did:plc:dan';
const STALE = { headers: { 'if-match': '"99"' } };

let service: ServiceKit;
beforeAll(async () => {
  service = await ServiceKit.start(cardsService);
});
afterAll(() => service.stop());

const idOf = ({ body }: Answer): string => String((body as Record<string, unknown>)['id']);
const made = async (path: '/cards' | '/collections', body: object): Promise<string> =>
  `${path}/${idOf(await service.request('POST', path, { as: ADA, body }))}`;
const anotherCard = async (): Promise<string> =>
  (await made('/cards', { url: somePage() })).slice('/cards/'.length);
async function tagOf(path: string): Promise<string> {
  const response = await fetch(new URL(path, service.url));
  await response.arrayBuffer();
  return response.headers.get('etag') ?? '';
}

describe('a card', () => {
  it('carries an entity tag, which changes with it and not without', async () => {
    const path = await made('/cards', { url: somePage() });
    const before = await tagOf(path);
    expect(await tagOf(path)).toBe(before);
    await service.request('PUT', `${path}/note`, { as: ADA, body: { note: 'x' } });
    const after = await tagOf(path);
    expect([after, after === before]).toEqual([expect.stringMatching(/^"\d+"$/), false]);
    await service.request('PUT', `${path}/note`, { as: ADA, body: { note: 'x' } });
    expect(await tagOf(path)).toBe(after);
  });

  it('answers a change with the tag that it has then', async () => {
    const path = await made('/cards', { url: somePage() });
    const response = await fetch(new URL(`${path}/note`, service.url), {
      method: 'PUT',
      headers: { authorization: `Development ${ADA}`, 'content-type': 'application/json' },
      body: JSON.stringify({ note: 'x' }),
    });
    await response.arrayBuffer();
    expect(response.headers.get('etag')).toBe(await tagOf(path));
  });
});

describe('a collection', () => {
  it.each([
    ['POST', 'cards', (cardId: string) => ({ cardId })],
    ['PATCH', 'cards', (cardId: string) => ({ add: [cardId] })],
    ['DELETE', 'cards/:id', undefined],
    ['PUT', `collaborators/${CY}`, undefined],
    ['DELETE', `collaborators/${CY}`, undefined],
  ])(
    'answers a change of what it holds with the tag that it has then: %s %s',
    async (method, part, bodyOf) => {
      const path = await made('/collections', { name: 'Papers', collaboratorIds: [DAN] });
      const cardId = await anotherCard();
      await service.request('POST', `${path}/cards`, { as: ADA, body: { cardId: await anotherCard() } });
      const response = await fetch(new URL(`${path}/${part.replace(':id', cardId)}`, service.url), {
        method,
        headers: {
          authorization: `Development ${ADA}`,
          'if-match': await tagOf(path),
          ...(bodyOf === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(bodyOf === undefined ? {} : { body: JSON.stringify(bodyOf(cardId)) }),
      });
      await response.arrayBuffer();
      expect(response.ok).toBe(true);
      expect(response.headers.get('etag')).toBe(await tagOf(path));
    },
  );

  it('is not what the collections of a card answer with: their tag is the card’s', async () => {
    const collection = (await made('/collections', { name: 'Papers' })).slice('/collections/'.length);
    const path = await made('/cards', { url: somePage() });
    const response = await fetch(new URL(`${path}/collections`, service.url), {
      method: 'PATCH',
      headers: { authorization: `Development ${ADA}`, 'content-type': 'application/json' },
      body: JSON.stringify({ add: [collection] }),
    });
    await response.arrayBuffer();
    expect(response.headers.get('etag')).toBe(await tagOf(path));
  });
});

describe('a command on what somebody has seen', () => {
  it('runs while it is so still, and once only', async () => {
    const path = await made('/cards', { url: somePage() });
    const command = {
      as: ADA,
      body: { note: 'x' },
      headers: { 'if-match': await tagOf(path) },
    };
    expect((await service.request('PUT', `${path}/note`, command)).status).toBe(200);
    expect(await service.request('PUT', `${path}/note`, { ...command, body: { note: 'y' } })).toMatchObject({
      status: 412,
      body: { code: 'precondition-failed', errors: [{ field: 'If-Match' }] },
    });
    expect((await service.request('GET', path)).body).toMatchObject({ note: 'x' });
    expect((await service.request('DELETE', path, { as: ADA, headers: { 'if-match': '*' } })).status).toBe(
      204,
    );
  });

  it.each([
    ['PUT', '/note', { body: { note: 'x' } }],
    ['DELETE', '/note', {}],
    ['DELETE', '', {}],
  ])('is refused for a card that is another by now: %s %s', async (method, part, more) => {
    const path = await made('/cards', { url: somePage() });
    expect(await service.request(method, `${path}${part}`, { as: ADA, ...STALE, ...more })).toMatchObject({
      status: 412,
      body: { code: 'precondition-failed' },
    });
    expect((await service.request('GET', path)).status).toBe(200);
  });

  it.each([
    ['PATCH', '', { body: { name: 'x' } }],
    ['DELETE', '', {}],
    ['PUT', `/collaborators/${CY}`, {}],
    ['DELETE', `/collaborators/${CY}`, {}],
  ])('is refused for a collection that is another by now: %s %s', async (method, part, more) => {
    const path = await made('/collections', { name: 'Papers' });
    expect(await service.request(method, `${path}${part}`, { as: ADA, ...STALE, ...more })).toMatchObject({
      status: 412,
      body: { code: 'precondition-failed' },
    });
    const headers = { 'if-match': await tagOf(path) };
    expect([200, 204]).toContain(
      (await service.request(method, `${path}${part}`, { as: ADA, headers, ...more })).status,
    );
  });

  it.each([
    ['POST', '/cards', (cardId: string) => ({ cardId })],
    ['PATCH', '/cards', (cardId: string) => ({ add: [cardId] })],
    ['DELETE', '/cards/', undefined],
  ])('is refused for cards of a collection that is another by now: %s %s', async (method, part, bodyOf) => {
    const path = await made('/collections', { name: 'Papers' });
    const cardId = await anotherCard();
    if (bodyOf === undefined) {
      await service.request('POST', `${path}/cards`, { as: ADA, body: { cardId } });
    }
    const target = bodyOf === undefined ? `${path}${part}${cardId}` : `${path}${part}`;
    const command = { as: ADA, ...(bodyOf === undefined ? {} : { body: bodyOf(cardId) }) };
    const tag = await tagOf(path);
    expect(await service.request(method, target, { ...command, ...STALE })).toMatchObject({
      status: 412,
      body: { code: 'precondition-failed', errors: [{ field: 'If-Match' }] },
    });
    expect(await tagOf(path)).toBe(tag);
    const done = await service.request(method, target, { ...command, headers: { 'if-match': tag } });
    expect([200, 204]).toContain(done.status);
    expect(await tagOf(path)).not.toBe(tag);
  });

  it('sees the cards that came into a collection', async () => {
    const path = await made('/collections', { name: 'Papers' });
    const before = await tagOf(path);
    const cardId = await anotherCard();
    await service.request('POST', `${path}/cards`, { as: ADA, body: { cardId } });
    expect(await tagOf(path)).not.toBe(before);
  });
});
