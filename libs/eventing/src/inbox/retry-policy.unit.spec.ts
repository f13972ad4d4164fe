import { retryDelayMs } from './retry-policy.js';

describe('the pause before a parked event is tried again', () => {
  const policy = { attempts: 10, firstDelayMs: 100, maxDelayMs: 1_000 };

  it('doubles with each attempt up to the longest, half of it at random', () => {
    const shortest = [1, 2, 3, 4, 5, 9].map((attempts) => retryDelayMs(policy, attempts, () => 0));
    const longest = [1, 2, 3, 4, 5, 9].map((attempts) => retryDelayMs(policy, attempts, () => 1));
    expect(shortest).toEqual([50, 100, 200, 400, 500, 500]);
    expect(longest).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });
});
