import { decodeCursor, encodeCursor, pageOf, positionOf } from './paging.js';
import { type Problem, ProblemError } from './problem.js';

const ID = '0190c0de-0000-7000-8000-000000000000';
/** What a call is refused with. */
function problemOf(call: () => unknown): Problem {
  try {
    call();
  } catch (error) {
    if (error instanceof ProblemError) return error.toProblem();
    throw error;
  }
  throw new Error('The call was not refused');
}

const text = (value: string): string => Buffer.from(value).toString('base64url');

describe('a page', () => {
  const position = (row: number): object => ({ row });

  it('with a row more than fits leaves that one out, and goes on behind its last', () => {
    const { items, next } = pageOf([1, 2, 3], 2, position);
    expect(items).toEqual([1, 2]);
    expect(next).toBe(encodeCursor({ row: 2 }));
  });

  it.each([[[1, 2]], [[1]], [[]]])('of %j, which fits, is the last', (rows: number[]) => {
    expect(pageOf(rows, 2, position)).toEqual({ items: rows, next: null });
  });
});

describe('a cursor', () => {
  it('gives back the position that it was made of', () => {
    const position = { at: Date.UTC(2026, 0, 1), id: ID };
    expect(positionOf(encodeCursor(position))).toEqual(position);
  });

  it('is left out for the first page', () => {
    expect(positionOf(undefined)).toBeUndefined();
  });

  it.each([
    'nonsense',
    'null',
    '7',
    '{}',
    `{"at":0}`,
    `{"at":"2026-01-01T00:00:00.000Z","id":"${ID}"}`,
    `{"at":-1,"id":"${ID}"}`,
    `{"at":0.5,"id":"${ID}"}`,
    `{"at":1e15,"id":"${ID}"}`,
    '{"at":0,"id":"x"}',
    '{"at":0,"id":7}',
  ])('of %s is refused, with a problem that names the field', (value) => {
    expect(problemOf(() => positionOf(text(value)))).toMatchObject({
      status: 400,
      code: 'invalid-cursor',
      errors: [{ field: 'cursor' }],
    });
  });

  it('may be of any other position that its list knows', () => {
    const isRow = (value: object): value is { row: number } => 'row' in value;
    expect(decodeCursor(encodeCursor({ row: 3 }), isRow)).toEqual({ row: 3 });
    expect(() => decodeCursor(encodeCursor({ line: 3 }), isRow)).toThrow(ProblemError);
  });
});
