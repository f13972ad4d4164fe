import { fanOutLimits } from './fan-out.js';

describe('fanning out', () => {
  it.each([
    [5, { ends: 5, resumes: 2 }],
    [4, { ends: 4, resumes: 2 }],
    [0, { ends: 0, resumes: 0 }],
  ])('with a limit of %i ends above it, and resumes at half of it', (limit, limits) => {
    expect(fanOutLimits(limit)).toEqual(limits);
  });
});
