import { PaceMeter } from './pace.js';

describe('the pace of a rebuild', () => {
  it('is not known at first', () => {
    expect(new PaceMeter(1_000).at(1_000, 0)).toEqual({
      expected: 1_000,
      left: 1_000,
      perSecond: 0,
      secondsLeft: undefined,
    });
  });

  it('tells what is left by what was read in the last while', () => {
    const pace = new PaceMeter(1_000);
    pace.at(1_000, 0);
    expect(pace.at(800, 1_000)).toMatchObject({ left: 800, perSecond: 200, secondsLeft: 4 });
  });

  it('forgets how fast it was before', () => {
    const pace = new PaceMeter(100_000);
    for (let second = 0; second <= 20; second += 1) pace.at(100_000 - second * 1_000, second * 1_000);
    for (let second = 21; second <= 40; second += 1) pace.at(80_000 - (second - 20) * 10, second * 1_000);
    expect(pace.at(79_790, 41_000).perSecond).toBe(10);
  });

  it('expects more when more has come than was read', () => {
    expect(new PaceMeter(10).at(25, 0).expected).toBe(25);
  });

  it('has nothing left in the end', () => {
    expect(new PaceMeter(10).at(0, 0)).toMatchObject({ left: 0, secondsLeft: 0 });
  });
});
