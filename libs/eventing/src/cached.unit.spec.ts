import { Cached } from './cached.js';

describe('a cached answer', () => {
  it('is loaded once for all who want it within its time', async () => {
    let loads = 0;
    const cached = new Cached(() => Promise.resolve((loads += 1)), 60_000);
    expect(await Promise.all([cached.get(), cached.get()])).toEqual([1, 1]);
    expect(await cached.get()).toBe(1);
  });

  it('is loaded anew when its time is over', async () => {
    let loads = 0;
    const cached = new Cached(() => Promise.resolve((loads += 1)), 0);
    expect([await cached.get(), await cached.get()]).toEqual([1, 2]);
  });

  it('is undefined when it could not be had, and is not asked for again at once', async () => {
    let loads = 0;
    const cached = new Cached<number>(() => {
      loads += 1;
      return Promise.reject(new Error('away'));
    }, 60_000);
    const answers = [await cached.get(), await cached.get()];
    expect(answers).toEqual([undefined, undefined]);
    expect(loads).toBe(1);
  });
});
