import 'reflect-metadata';
import { type Answer, ServiceKit } from '../../../test/kit/service-kit.js';
import { somePage } from '../test/some.js';
import { cardsService } from './service.js';

const ADA = 'did:plc:ada';
const BOB = 'did:plc:bob';
const NOBODY = '0190c0de-0000-7000-8000-000000000000';
const PASSAGE = { quote: 'To be or not', selector: 'text=To%20be,not' };

let service: ServiceKit;
beforeAll(async () => {
  service = await ServiceKit.start(cardsService);
});
afterAll(() => service.stop());

type Body = Record<string, unknown>;
const bodyOf = ({ body }: Answer): Body => body as Body;
async function savedCard(): Promise<{ id: string; path: string }> {
  const id = String(
    bodyOf(await service.request('POST', '/cards', { as: ADA, body: { url: somePage() } }))['id'],
  );
  return { id, path: `/cards/${id}` };
}

describe('notes over HTTP', () => {
  it('are written, edited, shown and taken away', async () => {
    const { path } = await savedCard();
    for (const note of ['first', 'second']) {
      expect(await service.request('PUT', `${path}/note`, { as: ADA, body: { note } })).toMatchObject({
        status: 200,
        body: { note },
      });
    }
    const shown = bodyOf(await service.request('GET', path));
    expect(shown['note']).toBe('second');
    expect(String(shown['updatedAt']) >= String(shown['addedAt'])).toBe(true);
    for (let n = 0; n < 2; n += 1) {
      expect((await service.request('DELETE', `${path}/note`, { as: ADA })).status).toBe(204);
    }
    expect(bodyOf(await service.request('GET', path))).not.toHaveProperty('note');
  });

  it.each([
    [{}, 'note', 'invalid-request'],
    [{ note: ' ' }, 'note', 'invalid-note'],
    [{ note: 'x'.repeat(10_001) }, 'note', 'invalid-request'],
    [{ note: 'x', color: 'red' }, 'color', 'invalid-request'],
  ])('are refused for %j (%#)', async (body, field, code) => {
    const { path } = await savedCard();
    expect(await service.request('PUT', `${path}/note`, { as: ADA, body })).toMatchObject({
      status: 400,
      body: { code, errors: expect.arrayContaining([expect.objectContaining({ field })]) as unknown },
    });
  });

  it('are the curator’s', async () => {
    const { path } = await savedCard();
    expect((await service.request('PUT', `${path}/note`, { body: { note: 'x' } })).status).toBe(401);
    for (const options of [{ as: BOB, body: { note: 'x' } }, { as: BOB }]) {
      const method = 'body' in options ? 'PUT' : 'DELETE';
      expect(await service.request(method, `${path}/note`, options)).toMatchObject({
        status: 403,
        body: { code: 'not-your-card' },
      });
      expect(await service.request(method, `/cards/${NOBODY}/note`, options)).toMatchObject({
        status: 404,
        body: { code: 'card-not-found' },
      });
    }
  });
});

describe('highlights over HTTP', () => {
  it('are added, listed, moved, annotated and removed', async () => {
    const { id: parentCardId, path } = await savedCard();
    const added = await service.request('POST', `${path}/highlights`, { as: ADA, body: PASSAGE });
    const highlight = `/cards/${String(bodyOf(added)['id'])}`;
    expect(added).toMatchObject({ status: 201, body: { type: 'HIGHLIGHT', parentCardId, ...PASSAGE } });
    expect(await service.request('POST', `${path}/highlights`, { as: ADA, body: PASSAGE })).toMatchObject({
      status: 200,
      body: { id: bodyOf(added)['id'] },
    });
    expect(await service.request('GET', `${path}/highlights`)).toMatchObject({
      body: { items: [bodyOf(added)], next: null },
    });
    const moved = { quote: 'That is', selector: 'text=That%20is' };
    expect(await service.request('PUT', `${highlight}/passage`, { as: ADA, body: moved })).toMatchObject({
      status: 200,
      body: moved,
    });
    expect(
      await service.request('PUT', `${highlight}/note`, { as: ADA, body: { note: 'Why' } }),
    ).toMatchObject({ status: 200, body: { note: 'Why', ...moved } });
    expect((await service.request('DELETE', highlight, { as: ADA })).status).toBe(204);
    expect(await service.request('GET', `${path}/highlights`)).toMatchObject({ body: { items: [] } });
    expect((await service.request('GET', path)).status).toBe(200);
  });

  it.each([
    [{ quote: 'To be' }, 'selector'],
    [{ ...PASSAGE, selector: 'To be' }, 'selector'],
    [{ ...PASSAGE, quote: '\u0000' }, 'quote'],
    [{ ...PASSAGE, note: ' ' }, 'note'],
  ])('are refused for %j', async (body, field) => {
    const { path } = await savedCard();
    expect(await service.request('POST', `${path}/highlights`, { as: ADA, body })).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([expect.objectContaining({ field })]) as unknown },
    });
  });

  it('are on a card that is there', async () => {
    for (const method of ['GET', 'POST']) {
      const more = method === 'POST' ? { as: ADA, body: PASSAGE } : {};
      expect(await service.request(method, `/cards/${NOBODY}/highlights`, more)).toMatchObject({
        status: 404,
        body: { code: 'card-not-found' },
      });
    }
  });

  it('that meet at one place are told apart by a conflict', async () => {
    const { path } = await savedCard();
    const other = { quote: 'That', selector: 'text=That' };
    const [first] = await Promise.all(
      [PASSAGE, other].map((body) => service.request('POST', `${path}/highlights`, { as: ADA, body })),
    );
    const moving = `/cards/${String(bodyOf(first!)['id'])}/passage`;
    expect(await service.request('PUT', moving, { as: ADA, body: other })).toMatchObject({
      status: 409,
      body: { code: 'highlight-exists', errors: [{ field: 'selector' }] },
    });
  });

  it('are saved by nobody: the work is', async () => {
    const { path } = await savedCard();
    const added = await service.request('POST', `${path}/highlights`, { as: ADA, body: PASSAGE });
    expect(
      await service.request('POST', '/cards', { as: BOB, body: { viaCardId: bodyOf(added)['id'] } }),
    ).toMatchObject({ status: 400, body: { code: 'not-a-url-card', errors: [{ field: 'viaCardId' }] } });
  });
});
