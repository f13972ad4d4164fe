import { randomUUID } from 'node:crypto';
import type { OutgoingEvent, PublishResult } from '../../../libs/eventing/src/transport.js';
import { ALL_PARTITIONS } from '../../../libs/eventing/src/partition.js';
import type { Consumer } from '../../support/engine-session.js';
import { numbers } from '../../support/wait-for.js';
import { waitFor } from '../support/waiting.js';
import { type Features, expectOnceInOrder } from '../support/case-world.js';
import { outgoing, publishInOrder } from '../support/events.js';
import { Tally } from '../support/tally.js';
import type { Watch } from '../support/watched-transport.js';

export const order: Features<'order-per-key' | 'order-under-faults'> = {
  'order-per-key': async (world) => {
    const { events: count, keys, consumers } = world.sizes;
    const publisher = await world.transport('cards');
    const subscribers = await Promise.all(
      numbers(1, consumers).map(async () => world.subscribe(await world.transport(), await world.durable())),
    );
    const events = outgoing(count, keys);
    expect(await publishInOrder(publisher, events)).toEqual([]);
    for (const subscriber of subscribers) {
      await subscriber.until(events.map(({ eventId }) => eventId));
      const perKey = Map.groupBy(subscriber.received, ({ aggregateId }) => aggregateId);
      expect(perKey.size).toBe(keys);
      for (const [aggregateId, received] of perKey) {
        const published = events.filter((event) => event.aggregateId === aggregateId);
        expect(received.map(({ eventId }) => eventId)).toEqual(published.map(({ eventId }) => eventId));
      }
    }
    expect(world.tally.counts.inversions).toBe(0);
  },

  'order-under-faults': async (world) => {
    const { keys, eventsEach } = world.sizes;
    const consumer = await world.durable();
    // Beside the service: one that sees in which order the broker stored the events.
    const witness = await world.durable();
    const stored = new Tally();
    await world.subscribe(await world.transport('witness'), witness, {
      decide: (received) => {
        stored.delivered(received);
        return 'ack';
      },
    });
    const { log, sql } = await world.producer({
      watch: {
        publish: failingAtFirst(
          (each) => each % 5 === 0,
          () => world.tally.fault('publication failed'),
        ),
      },
    });
    const failed = new Set<string>();
    const replicas = new Map<string, Consumer>();
    const start = async (replica: string): Promise<void> => {
      const started = await world.consumer({
        consumer,
        replica,
        retry: world.quickRetry,
        before: (value, { aggregate }) => {
          const key = `${aggregate} ${String(value)}`;
          if (value % 7 !== 3 || failed.has(key)) return;
          failed.add(key);
          world.tally.fault('handler failed');
          throw new Error('not now');
        },
      });
      replicas.set(replica, started);
    };
    for (const replica of ['one', 'two', 'three']) await start(replica);
    await waitFor('each lane to have one owner', () =>
      areShared([...replicas.values()]) ? true : undefined,
    );

    const aggregates = numbers(1, keys).map(() => randomUUID());
    const writing = Promise.all(
      aggregates.map(async (aggregate) => {
        for (const value of numbers(1, eventsEach)) await world.session.append(log, aggregate, value);
      }),
    );
    for (const [replica, { consumption }] of [...replicas]) {
      await consumption.stop();
      world.tally.fault('replica restarted');
      await start(replica);
    }
    await writing;
    const effects = await world.untilEffects(sql, consumer, keys * eventsEach);
    expectOnceInOrder(effects, aggregates, eventsEach);
    await waitFor('the witness', () => (stored.counts.deliveries >= keys * eventsEach ? true : undefined));
    expect(stored.counts.inversions).toBe(0);
  },
};

/** Answers for chosen events, the first time each, that they were not stored, and does not send them. */
function failingAtFirst(
  isChosen: (index: number) => boolean,
  onFailure: () => void,
): NonNullable<Watch['publish']> {
  const seen = new Set<string>();
  return async (batch, next) => {
    const refused = new Set<OutgoingEvent>();
    for (const event of batch) {
      if (seen.has(event.eventId)) continue;
      seen.add(event.eventId);
      if (isChosen(seen.size)) refused.add(event);
    }
    const sent = batch.filter((event) => !refused.has(event));
    const results = await next(sent);
    refused.forEach(onFailure);
    return batch.map(
      (event): PublishResult =>
        results[sent.indexOf(event)] ?? { stored: false, error: new Error('refused by the case') },
    );
  };
}

/** Whether every lane has one owner, and every replica its fair share. */
function areShared(replicas: readonly Consumer[]): boolean {
  const owned = replicas.map(({ consumption }) => consumption.owned);
  const all = owned.flatMap((partitions) => [...partitions]);
  const most = Math.ceil(ALL_PARTITIONS.length / replicas.length);
  return (
    all.length === ALL_PARTITIONS.length &&
    new Set(all).size === all.length &&
    owned.every(({ size }) => size <= most)
  );
}
