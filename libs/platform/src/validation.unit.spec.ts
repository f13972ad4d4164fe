import { IsArray, IsString, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { ProblemError } from './problem.js';
import { Characters, Optional, requestValidation } from './validation.js';

class Item {
  @IsString()
  url!: string;
}

class Request {
  @Optional()
  @Characters(1, 3)
  name?: string;

  @Optional()
  @IsString()
  note?: string;

  @Optional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Item)
  items?: Item[];
}

/** The problem that a body, or the query of a list, is refused with. */
async function refusalOf(value: unknown, type: 'body' | 'query' = 'body'): Promise<unknown> {
  const error: unknown = await requestValidation()
    .transform(value, { type, metatype: Request })
    .catch((refusal: unknown) => refusal);
  return error instanceof ProblemError ? error.toProblem() : error;
}

describe('the validation of requests', () => {
  it('takes what the class names', async () => {
    expect(await refusalOf({ note: 'toString', items: [{ url: 'constructor' }] })).toBeInstanceOf(Request);
  });

  it.each(['a', 'abc', '😀😀😀', 'a\u{301}b'])('counts the characters of %j as code points', async (name) => {
    expect(await refusalOf({ name })).toBeInstanceOf(Request);
  });

  // Each of these has three characters or none for class-validator's own `Length`.
  it.each(['', 'abcd', '😀😀😀😀', 'a\uFE0Fb\uFE0F', 'x'.repeat(10), 5, null, ['a']])(
    'refuses %j as a text of 1 to 3 characters',
    async (name) => {
      expect(await refusalOf({ name })).toMatchObject({
        errors: [{ field: 'name', message: 'name must have 1 to 3 characters' }],
      });
    },
  );

  it.each([...Object.getOwnPropertyNames(Object.prototype), 'stranger'])(
    'refuses the unknown field %s by its name',
    async (field) => {
      // As the parsers make it: a member of its own, also where the name is "__proto__".
      const body: unknown = JSON.parse(`{"${field}": "x"}`);
      expect(await refusalOf(body)).toMatchObject({
        status: 400,
        code: 'invalid-request',
        errors: [{ field }],
      });
    },
  );

  it('refuses a member of Object in a nested field with the path, beside what else is wrong there', async () => {
    expect(await refusalOf({ items: [{ url: 'https://a.test' }, { url: 'x', valueOf: 1 }] })).toMatchObject({
      errors: [{ field: 'items.1.valueOf', message: 'property valueOf should not exist' }],
    });
  });

  it('refuses one in a query, which has no prototype', async () => {
    const query = Object.assign(Object.create(null) as object, { hasOwnProperty: '1' });
    expect(await refusalOf(query, 'query')).toMatchObject({ errors: [{ field: 'hasOwnProperty' }] });
  });

  it('refuses a body that is nested too deeply to be read', async () => {
    let body: object = {};
    for (let depth = 0; depth < 100_000; depth++) body = { items: [body] };
    expect(await refusalOf(body)).toMatchObject({ status: 400, code: 'invalid-request' });
  });
});
