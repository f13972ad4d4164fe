import { etagOf, Precondition } from './precondition.js';

describe('a precondition', () => {
  it.each([[undefined], ['*'], [' * '], ['"3"'], ['"2", "3"'], ['"2","3"']])(
    'of %j holds for version 3',
    (header) => {
      expect(() => {
        new Precondition(header).mustHoldFor(3);
      }).not.toThrow();
    },
  );

  it.each(['"2"', '"33"', '3', 'W/"3"', '', ',', '"2", "4"'])('of %j does not', (header) => {
    expect(() => {
      new Precondition(header).mustHoldFor(3);
    }).toThrow(expect.objectContaining({ status: 412, code: 'precondition-failed' }));
  });

  it('is what the entity tag of a version says', () => {
    expect(etagOf(3)).toBe('"3"');
  });
});
