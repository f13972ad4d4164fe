import 'reflect-metadata';
import { type Answer, ServiceKit } from '../../../test/kit/service-kit.js';
import { somebody, somePage } from '../test/some.js';
import { cardsService } from './service.js';

const ADA = 'did:plc:ada';
const BOB = 'did:plc:bob';
const NOBODY = '0190c0de-0000-7000-8000-000000000000';

let service: ServiceKit;
beforeAll(async () => {
  service = await ServiceKit.start(cardsService);
});
afterAll(() => service.stop());

const idOf = ({ body }: Answer): string => String((body as Record<string, unknown>)['id']);
const make = async (as: string, body: object = {}): Promise<string> =>
  idOf(await service.request('POST', '/collections', { as, body: { name: 'Papers', ...body } }));
const save = async (as: string): Promise<string> =>
  idOf(await service.request('POST', '/cards', { as, body: { url: somePage() } }));

describe('collections over HTTP', () => {
  it('are edited, shared and deleted', async () => {
    const path = `/collections/${await make(ADA, { description: 'Old' })}`;
    const body = { name: 'Books', access: 'OPEN', description: '' };
    expect(await service.request('PATCH', path, { as: ADA, body })).toMatchObject({
      status: 200,
      body: { name: 'Books', access: 'OPEN' },
    });
    const cy = somebody();
    for (let n = 0; n < 2; n += 1) {
      expect((await service.request('PUT', `${path}/collaborators/${cy}`, { as: ADA })).status).toBe(204);
    }
    const shown = await service.request('GET', path);
    expect(shown).toMatchObject({ body: { name: 'Books', access: 'OPEN', collaboratorIds: [cy] } });
    expect(shown.body).not.toHaveProperty('description');
    for (let n = 0; n < 2; n += 1) {
      expect((await service.request('DELETE', `${path}/collaborators/${cy}`, { as: cy })).status).toBe(204);
    }
    expect((await service.request('DELETE', path, { as: ADA })).status).toBe(204);
    expect(await service.request('GET', path)).toMatchObject({
      status: 404,
      body: { code: 'collection-not-found' },
    });
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: '\u0000' }, 'name'],
    [{ name: null }, 'name'],
    [{ description: 'x'.repeat(501) }, 'description'],
    [{ access: 'SECRET' }, 'access'],
    [{ collaboratorIds: [] }, 'collaboratorIds'],
  ])('are not edited by %j', async (body, field) => {
    const path = `/collections/${await make(ADA)}`;
    expect(await service.request('PATCH', path, { as: ADA, body })).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([expect.objectContaining({ field })]) as unknown },
    });
  });

  it('are their author’s to change', async () => {
    const id = await make(ADA);
    for (const [method, path, more] of [
      ['PATCH', '', { body: { name: 'Mine' } }],
      ['DELETE', '', {}],
      ['PUT', `/collaborators/${BOB}`, {}],
      ['DELETE', `/collaborators/${ADA}`, {}],
    ] as const) {
      expect((await service.request(method, `/collections/${id}${path}`, more)).status).toBe(401);
      expect(await service.request(method, `/collections/${id}${path}`, { as: BOB, ...more })).toMatchObject({
        status: 403,
        body: { code: 'not-your-collection' },
      });
      expect(
        await service.request(method, `/collections/${NOBODY}${path}`, { as: BOB, ...more }),
      ).toMatchObject({ status: 404, body: { code: 'collection-not-found' } });
    }
    expect(await service.request('PUT', `/collections/${id}/collaborators/bob`, { as: ADA })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'did' }] },
    });
  });
});

describe('collecting over HTTP', () => {
  it('takes several cards, or several collections, at once', async () => {
    const [a, b] = [await make(ADA), await make(ADA)];
    const [own, hers] = [await save(ADA), await save(BOB)];
    const put = await service.request('PATCH', `/collections/${a}/cards`, {
      as: ADA,
      body: { add: [own.toUpperCase(), hers] },
    });
    expect(put).toMatchObject({
      status: 200,
      body: { added: [{ id: own }, { curatorId: ADA, via: { cardId: hers } }] },
    });
    expect(
      await service.request('PATCH', `/cards/${own}/collections`, {
        as: ADA,
        body: { add: [b], remove: [a.toUpperCase()] },
      }),
    ).toMatchObject({ status: 200, body: { id: own } });
    expect(await service.request('GET', `/collections/${a}`)).toMatchObject({
      body: { cards: { items: [{ card: { via: { cardId: hers } } }] } },
    });
    expect(await service.request('GET', `/collections/${b}`)).toMatchObject({
      body: { cards: { items: [{ card: { id: own } }] } },
    });
  });

  it.each([
    [{ add: ['x'] }, 'add'],
    [{ add: null }, 'add'],
    [{ remove: 'x' }, 'remove'],
    [{ add: [NOBODY, NOBODY] }, 'add'],
    [{ add: Array.from({ length: 51 }, (_, n) => NOBODY.slice(0, -2) + String(n + 10)) }, 'add'],
    [{ add: [NOBODY], remove: [NOBODY] }, 'add'],
  ])('is refused for %j (%#)', async (body, field) => {
    const answer = await service.request('PATCH', `/collections/${await make(ADA)}/cards`, { as: ADA, body });
    expect([400, 404]).toContain(answer.status);
    expect(answer).toMatchObject({
      body: { errors: expect.arrayContaining([expect.objectContaining({ field })]) as unknown },
    });
  });
});
