import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../../../../test/support/wait-for.js';
import { BatchGatherer } from './gatherer.js';
import type { InboxEvent } from './inbox-event.js';

/** The gatherer looks at nothing but how many there are. */
const events = (count: number): InboxEvent[] => new Array<InboxEvent>(count).fill({} as InboxEvent);

function gathererOf(sizes: number[]): { gatherer: BatchGatherer; release: () => void } {
  const gates: (() => void)[] = [];
  const gatherer = new BatchGatherer(
    async (batch) => {
      sizes.push(batch.length);
      await new Promise<void>((resolve) => gates.push(resolve));
      return { parked: false, unblocks: false };
    },
    { parallel: 1, maxEvents: 10 },
  );
  return { gatherer, release: () => gates.shift()?.() };
}

describe('the gatherer', () => {
  it('puts what comes while a transaction is under way into the next one', async () => {
    const sizes: number[] = [];
    const { gatherer, release } = gathererOf(sizes);
    const first = gatherer.process(events(1), false);
    const others = [2, 3, 4].map((count) => gatherer.process(events(count), false));
    expect(sizes).toEqual([1]);
    release();
    await first;
    release();
    await Promise.all(others);
    expect(sizes).toEqual([1, 9]);
  });

  it('keeps to its size, but never cuts a lane’s batch', async () => {
    const sizes: number[] = [];
    const { gatherer, release } = gathererOf(sizes);
    const all = [1, 8, 3, 25].map((count) => gatherer.process(events(count), false));
    for (const each of all) {
      release();
      await each;
    }
    expect(sizes).toEqual([1, 8, 3, 25]);
  });

  it('tries the lanes of a failed transaction one by one, so that only the failing one is told', async () => {
    const gatherer = new BatchGatherer(
      async (batch) => {
        await Promise.resolve();
        if (batch.length >= 3) throw new Error('can not go on');
        return { parked: false, unblocks: false };
      },
      { parallel: 1, maxEvents: 10 },
    );
    const outcomes = await Promise.allSettled(
      [1, 2, 3, 1].map((count) => gatherer.process(events(count), false)),
    );
    expect(outcomes.map((outcome) => outcome.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('waits a little for more after a slow transaction', async () => {
    const sizes: number[] = [];
    const { gatherer, release } = gathererOf(sizes);
    const slow = gatherer.process(events(1), false);
    await delay(40);
    release();
    await slow;
    const gathered = [gatherer.process(events(1), false), gatherer.process(events(2), false)];
    expect(sizes).toEqual([1]);
    await waitFor('the next transaction', () => (sizes.length === 2 ? true : undefined));
    release();
    await Promise.all(gathered);
    expect(sizes).toEqual([1, 3]);
  });
});
