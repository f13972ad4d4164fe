import { fansOut } from './fan-out.js';

describe('fanning out', () => {
  it.each([
    [4, true, true],
    [5, true, false],
    [4, false, false],
    [3, false, false],
    [2, false, true],
  ])('with %i followers and a limit of 4, %s before: %s', (followers, before, after) => {
    expect(fansOut(followers, before, 4)).toBe(after);
  });

  it('never happens with a limit of none', () => {
    expect(fansOut(1, true, 0)).toBe(false);
  });
});
