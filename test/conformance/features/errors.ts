import { randomUUID } from 'node:crypto';
import { ALL_PARTITIONS, partitionOf } from '../../../libs/eventing/src/partition.js';
import { numbers } from '../../support/wait-for.js';
import { waitFor } from '../support/waiting.js';
import { type Features, expectOnceInOrder } from '../support/case-world.js';
import { outgoing, publishInOrder } from '../support/events.js';
import type { Received, Verdict } from '../support/subscriber.js';

export const errors: Features<'resend-on-error' | 'nothing-past-unacked' | 'continue-after-errors'> = {
  'resend-on-error': async (world) => {
    const { events: count } = world.sizes;
    const transport = await world.transport();
    const consumer = await world.durable();
    const seen = new Set<string>();
    const subscriber = await world.subscribe(transport, consumer, {
      decide: ({ eventId }) => {
        if (seen.has(eventId)) return 'ack';
        seen.add(eventId);
        world.tally.fault('given back');
        return 'release';
      },
    });
    const events = outgoing(count, count);
    expect(await publishInOrder(transport, events)).toEqual([]);
    await waitFor('each event twice', () => (subscriber.received.length >= 2 * count ? true : undefined));
    await waitFor('an empty lag', async () =>
      (await transport.lag(consumer, ALL_PARTITIONS)) === 0 ? true : undefined,
    );
    const bodies = Map.groupBy(subscriber.received, ({ eventId }) => eventId);
    for (const { eventId, body } of events) {
      expect(new Set(bodies.get(eventId)?.map((received) => received.body))).toEqual(new Set([body]));
    }
    expect(world.tally.counts.duplicates).toBeGreaterThanOrEqual(count);
  },

  /** First the handler does not end, then it fails: two ways of an event to stay unacknowledged. */
  'nothing-past-unacked': async (world) => {
    const { behind, others } = world.sizes;
    const consumer = await world.durable();
    const gate = Promise.withResolvers<undefined>();
    const reached = Promise.withResolvers<undefined>();
    const held = randomUUID();
    const failing = randomUUID();
    let failures = 3;
    const before = async (_value: number, event: { aggregate: string; sequence: number }): Promise<void> => {
      if (event.aggregate === held && event.sequence === 2) {
        world.tally.fault('held');
        reached.resolve(undefined);
        await gate.promise;
      }
      if (event.aggregate === failing && event.sequence === 2 && failures > 0) {
        failures -= 1;
        world.tally.fault('failed');
        throw new Error('not now');
      }
    };
    for (const replica of ['one', 'two']) {
      await world.consumer({ consumer, replica, before, retry: world.quickRetry });
    }
    // Whatever comes: a consumer whose handler hangs could not be stopped.
    world.session.onClear(async () => {
      gate.resolve(undefined);
    });
    const { log, sql } = await world.producer();
    // The held event goes alone, so that nothing but its own lane waits for its transaction.
    await world.session.append(log, held, 1, 2);
    await reached.promise;
    await world.session.append(log, held, ...numbers(3, behind + 2));
    await world.session.append(log, failing, ...numbers(1, behind + 2));
    const elsewhere: string[] = numbers(1, others * 2)
      .map(() => randomUUID())
      .filter((id) => ![held, failing].some((other) => partitionOf(other) === partitionOf(id)))
      .slice(0, others);
    for (const aggregate of elsewhere) await world.session.append(log, aggregate, 1);

    const published = async (): Promise<boolean> =>
      (await sql`select 1 from outbox_pending limit 1`).length === 0;
    const ofOthers = async (): Promise<number> =>
      (await world.effects(sql, consumer)).filter(({ aggregate }) => elsewhere.includes(aggregate)).length;
    await waitFor('all others, while the held one is held', async () =>
      (await published()) && (await ofOthers()) === elsewhere.length ? true : undefined,
    );
    const early = await world.effects(sql, consumer);
    expect(early.filter(({ aggregate, sequence }) => aggregate === held && sequence >= 2)).toEqual([]);
    gate.resolve(undefined);
    const effects = await world.untilEffects(sql, consumer, elsewhere.length + 2 * (behind + 2));
    expect(failures).toBe(0);
    const long = effects.filter(({ aggregate }) => aggregate === held || aggregate === failing);
    expectOnceInOrder(long, [held, failing], behind + 2);
  },

  'continue-after-errors': async (world) => {
    const { events: count, keys, errors: most } = world.sizes;
    const transport = await world.transport();
    const consumer = await world.durable();
    const failures = new Map<string, number>();
    const decide = ({ eventId }: Received): Verdict => {
      const failed = failures.get(eventId) ?? failures.size % (most + 1);
      failures.set(eventId, failed - 1);
      if (failed <= 0) return 'ack';
      world.tally.fault('given back');
      return 'release';
    };
    const subscriber = await world.subscribe(transport, consumer, { decide });
    const events = outgoing(count, keys);
    expect(await publishInOrder(transport, events)).toEqual([]);
    await subscriber.until(events.map(({ eventId }) => eventId));
    // What is given back is for a moment neither with the reader nor in the broker's count.
    await waitFor('an empty lag, and again all that was given back', async () =>
      (await transport.lag(consumer, ALL_PARTITIONS)) === 0 &&
      world.tally.counts.duplicates >= world.tally.faultCount
        ? true
        : undefined,
    );
    // And it is still good for what comes then.
    const more = outgoing(count, keys);
    expect(await publishInOrder(transport, more)).toEqual([]);
    await subscriber.until(more.map(({ eventId }) => eventId));
  },
};
