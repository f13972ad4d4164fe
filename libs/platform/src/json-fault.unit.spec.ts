import fc from 'fast-check';
import { faultOf } from './json-fault.js';

describe('the place where a text stops being JSON', () => {
  it.each([
    ['', 1, 1, 'a value'],
    ['{"a": x}', 1, 7, 'a value'],
    ['{"a": 1,}', 1, 9, 'a name in double quotes'],
    ['{a: 1}', 1, 2, 'a name in double quotes or "}"'],
    ['{"a" 1}', 1, 6, '":"'],
    ['{"a": 1 "b": 2}', 1, 9, '"," or "}"'],
    ['[1 2]', 1, 4, '"," or "]"'],
    ['[', 1, 2, 'a value or "]"'],
    ['[1]]', 1, 4, 'nothing more'],
    ['01', 1, 2, 'nothing more'],
    ['{\n  "a": 1,\n  "b": tru\n}', 3, 8, 'a value'],
    ['{"a": "x', 1, 9, 'the end of the string'],
    [String.raw`{"a": "\x"}`, 1, 8, 'a valid escape'],
    ['{"a": "x\ny"}', 1, 9, 'the escape of a control character'],
    ['["😀" 1]', 1, 6, '"," or "]"'],
  ])('of %j is line %i, column %i, where it expects %s', (text, line, column, expected) => {
    expect(faultOf(text)).toEqual({ line, column, expected });
  });

  it('is nowhere in JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', ' ', '\t\r\n'), (json, space) => {
        expect(faultOf(space + json + space)).toBeUndefined();
      }),
    );
  });

  it('is somewhere in whatever the runtime can not parse, and nowhere else', () => {
    const edited = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.nat(3),
        fc.constantFrom('', '"', '\\', ',', ':', '}', ']', '0', '\n', 'e'),
      )
      .map(([json, place, removed, put]) => {
        const at = place % (json.length + 1);
        return json.slice(0, at) + put + json.slice(at + removed);
      });
    fc.assert(
      fc.property(edited, (text) => {
        expect(faultOf(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is found however deep and long the text is', () => {
    expect(faultOf('['.repeat(200_000))).toMatchObject({ column: 200_001 });
    expect(faultOf(`"${String.raw`\n`.repeat(100_000)}`)).toMatchObject({ column: 200_002 });
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
