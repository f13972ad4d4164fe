import { lingerAfter } from './linger.js';

describe('gathering before the next piece of work', () => {
  it.each([
    ['none after work as quick as on an idle machine', 3, 0],
    ['none up to the limit of that', 10, 0],
    ['more after slower work', 30, 10],
    ['never more than a little', 5_000, 25],
  ])('is %s', (_, tookMs, milliseconds) => {
    expect(lingerAfter(tookMs)).toBe(milliseconds);
  });
});
