import { HeldAggregates } from './held-aggregates.js';

describe('aggregates that are held', () => {
  it('wait longer each time, up to half a minute, and no more once the broker took one', () => {
    let now = 0;
    const held = new HeldAggregates(() => now);
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      held.hold('poison');
      const heldAt = now;
      while (held.isHeld('poison')) now += 100;
      pauses.push(now - heldAt);
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    held.release('poison');
    held.hold('poison');
    now += 500;
    expect(held.isHeld('poison')).toBe(false);
    expect(held.isHeld('sound')).toBe(false);
  });

  it('are no more than a few: else it is the broker', () => {
    const held = new HeldAggregates(() => 0);
    for (let index = 0; index < 2_000; index += 1) held.hold(String(index));
    expect(held.isHeld('999')).toBe(true);
    expect(held.isHeld('1000')).toBe(false);
  });
});
