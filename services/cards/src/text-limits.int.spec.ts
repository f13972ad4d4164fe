import 'reflect-metadata';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { somePage } from '../test/some.js';
import { cardsService } from './service.js';

const ADA = 'did:plc:ada';
/** One character, two UTF-16 units, four bytes of UTF-8. */
const LETTER = '𝔸';

let service: ServiceKit;
beforeAll(async () => {
  service = await ServiceKit.start(cardsService);
});
afterAll(() => service.stop());

describe('the limits of texts', () => {
  it.each([
    ['/cards', 'note', 10_000, () => ({ url: somePage() })],
    ['/collections', 'name', 100, () => ({})],
    ['/collections', 'description', 500, () => ({ name: 'Papers' })],
    ['/connections', 'note', 1_000, () => ({ source: { url: somePage() }, target: { url: somePage() } })],
  ])('count characters: %s takes a %s of %i, and no more', async (path, field, limit, others) => {
    const text = LETTER.repeat(limit);
    const made = await service.request('POST', path, { as: ADA, body: { ...others(), [field]: text } });
    expect([made.status, made.body]).toMatchObject([201, { [field]: text }]);
    const body = { ...others(), [field]: `${text}x` };
    expect(await service.request('POST', path, { as: ADA, body })).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ field }] },
    });
  });

  it.each([
    ['cards', 'url', 4_096],
    ['cards', 'note', 10_000],
    ['collections', 'name', 100],
    ['collections', 'description', 500],
    ['connections', 'note', 1_000],
  ])('hold in the database too: a row of %s has a %s of 1 to %i characters', async (table, column, limit) => {
    const { sql } = service;
    const write = async (length: number): Promise<unknown> =>
      sql.begin(async (transaction) => {
        await transaction`
          update ${transaction(table)} set ${transaction(column)} = repeat(${LETTER}, ${length}::int)
          where id = (select id from ${transaction(table)} limit 1)`;
        throw new Error('taken');
      });
    await expect(write(limit)).rejects.toThrow('taken');
    for (const length of [0, limit + 1]) {
      await expect(write(length)).rejects.toMatchObject({ constraint_name: `${table}_${column}_length` });
    }
  });
});
