import { numbers } from '../../support/wait-for.js';
import { waitFor } from '../support/waiting.js';
import type { Features } from '../support/case-world.js';
import { outgoing, publishInOrder } from '../support/events.js';

export const closing: Features<'subscribe-close-continue' | 'concurrent-closes' | 'publisher-close'> = {
  'subscribe-close-continue': async (world) => {
    const { events: count, keys, rounds } = world.sizes;
    const publisher = await world.transport();
    const consumer = await world.durable();
    const events = outgoing(count, keys);
    const received = new Set<string>();
    for (const round of numbers(1, rounds)) {
      const isLast = round === rounds;
      const share = count / rounds;
      const subscriber = await world.subscribe(publisher, consumer, { max: 1 });
      const publishing = publishInOrder(publisher, events.slice((round - 1) * share, round * share));
      if (!isLast) {
        await waitFor('a part of the events', () =>
          subscriber.received.length >= share / 4 ? true : undefined,
        );
        // The first is closed in a hurry: what it fetched and did not hand out is given back.
        await subscriber.stop(round === 1 ? 0 : 2_000);
      }
      expect(await publishing).toEqual([]);
      if (isLast) {
        await subscriber.until(events.map(({ eventId }) => eventId).filter((id) => !received.has(id)));
      }
      for (const id of subscriber.ids) received.add(id);
    }
    expect(received).toEqual(new Set(events.map(({ eventId }) => eventId)));
    expect(world.tally.counts.inversions).toBe(0);
  },

  'concurrent-closes': async (world) => {
    const { events: count, keys, closes } = world.sizes;
    const publisher = await world.transport();
    const consumer = await world.durable();
    const events = outgoing(count, keys);
    const closed = await world.transport();
    const first = await world.subscribe(closed, consumer, { max: 4, limit: count / 2 });
    expect(await publishInOrder(publisher, events)).toEqual([]);
    await waitFor('half of the events', () => (first.received.length >= count / 2 ? true : undefined));
    const results = await Promise.allSettled([
      ...numbers(1, closes).map(() => first.stop(0)),
      ...numbers(1, closes).map(() => closed.close()),
    ]);
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);

    const second = await world.subscribe(await world.transport(), consumer);
    const rest = events.map(({ eventId }) => eventId).filter((id) => !first.ids.has(id));
    await second.until(rest);
  },

  'publisher-close': async (world) => {
    const { events: count, keys } = world.sizes;
    const consumer = await world.durable();
    const reader = await world.transport();
    const subscriber = await world.subscribe(reader, consumer);
    let stored = 0;
    const publisher = await world.transport('cards', {
      publish: async (batch, next) => {
        const results = await next(batch);
        stored += results.filter((result) => result.stored).length;
        return results;
      },
    });
    const events = outgoing(count, keys);
    const publishing = publishInOrder(publisher, events);
    await waitFor('half of the events to be stored', () => (stored >= count / 2 ? true : undefined));
    await Promise.all([publisher.close(), publisher.close()]);
    const unsure = new Set(await publishing);
    expect(stored + unsure.size).toBe(count);
    await subscriber.until(events.filter((event) => !unsure.has(event)).map(({ eventId }) => eventId));

    // What it was not told is stored, the next one publishes: nothing of the whole is missing then.
    expect(await publishInOrder(reader, [...unsure])).toEqual([]);
    await subscriber.until(events.map(({ eventId }) => eventId));
  },
};
