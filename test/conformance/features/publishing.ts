import { randomUUID } from 'node:crypto';
import { IsInt } from 'class-validator';
import { parseCloudEvent } from '../../../libs/eventing/src/envelope.js';
import { ALL_PARTITIONS, partitionOf } from '../../../libs/eventing/src/partition.js';
import type { RegisteredHandler } from '../../../libs/eventing/src/inbox/handlers.js';
import { numbers } from '../../support/wait-for.js';
import { waitFor } from '../support/waiting.js';
import type { Features } from '../support/case-world.js';
import { outgoing, publishInOrder } from '../support/events.js';
import type { Subscriber } from '../support/subscriber.js';

export const publishing: Features<
  'publish-subscribe' | 'concurrent-subscribers' | 'topics' | 'consumer-groups'
> = {
  'publish-subscribe': async (world) => {
    const transport = await world.transport();
    const consumer = await world.durable();
    const subscriber = await world.subscribe(transport, consumer);
    const events = outgoing(world.sizes.events, world.sizes.keys);
    expect(await publishInOrder(transport, events)).toEqual([]);
    await subscriber.until(events.map(({ eventId }) => eventId));

    // Byte for byte: the envelope with its ids and trace, and the payload in it.
    const sent = new Map(events.map((event) => [event.eventId, event]));
    for (const { eventId, body, partition, attempt } of subscriber.received) {
      expect(body).toBe(sent.get(eventId)?.body);
      expect(partition).toBe(sent.get(eventId)?.partition);
      expect(attempt).toBe(1);
    }
    const { duplicates, inversions } = world.tally.counts;
    expect({ duplicates, inversions }).toEqual({ duplicates: 0, inversions: 0 });
    await waitFor('an empty lag', async () =>
      (await transport.lag(consumer, ALL_PARTITIONS)) === 0 ? true : undefined,
    );
  },

  /** Subscribers are lanes: three consumers with all sixteen and a fourth with two make fifty. */
  'concurrent-subscribers': async (world) => {
    const { events: count, keys, subscribers } = world.sizes;
    const publisher = await world.transport();
    const open: { subscriber: Subscriber; partitions: readonly number[] }[] = [];
    for (let left = subscribers; left > 0; left -= ALL_PARTITIONS.length) {
      const partitions = ALL_PARTITIONS.slice(0, left);
      const subscriber = await world.subscribe(await world.transport(), await world.durable(), {
        partitions,
      });
      open.push({ subscriber, partitions });
    }
    const events = outgoing(count, keys);
    expect(await publishInOrder(publisher, events)).toEqual([]);
    for (const { subscriber, partitions } of open) {
      const expected = events.filter(({ partition }) => partitions.includes(partition));
      await subscriber.until(expected.map(({ eventId }) => eventId));
      expect(subscriber.received).toHaveLength(expected.length);
    }
    expect(world.tally.counts.inversions).toBe(0);
  },

  topics: async (world) => {
    const { topics, eventsEach } = world.sizes;
    const classes = numbers(1, topics).map(topicClass);
    const handled = new Map<string, string[]>();
    // Every second type has a handler; the others only move the cursors.
    const withHandler = classes.filter((_, index) => index % 2 === 0);
    const handlers = new Map(
      withHandler.map((contract): [string, RegisteredHandler] => [
        contract.type,
        {
          contract,
          batch: true,
          invoke: (payload) => {
            const events = payload as { type: string; subject: string }[];
            const subjects = handled.get(contract.type) ?? [];
            handled.set(contract.type, subjects);
            for (const { type, subject } of events) subjects.push(`${type} ${subject}`);
            return Promise.resolve();
          },
        },
      ]),
    );
    const consumer = await world.durable();
    const { sql } = await world.consumer({ consumer, handlers });
    const { log } = await world.producer();
    const aggregates = numbers(1, eventsEach).map(() => randomUUID());
    await Promise.all(
      aggregates.map((aggregate) =>
        world.session.appendEvents(
          log,
          aggregate,
          classes.map((Topic) => Object.assign(new Topic(), { value: 1 })),
        ),
      ),
    );
    await waitFor('all cursors at the end', async () => {
      const rows = await sql`
        select 1 from inbox_cursors where consumer = ${consumer} and sequence = ${topics}`;
      return rows.length === eventsEach ? true : undefined;
    });
    expect([...handled.keys()].sort()).toEqual(withHandler.map(({ type }) => type).sort());
    for (const { type } of withHandler) {
      expect([...(handled.get(type) ?? [])].sort()).toEqual(aggregates.map((id) => `${type} ${id}`).sort());
    }
  },

  'consumer-groups': async (world) => {
    const { events: count, keys, consumers } = world.sizes;
    const publisher = await world.transport();
    const subscribers = await Promise.all(
      numbers(1, consumers).map(async () => world.subscribe(await world.transport(), await world.durable())),
    );
    const events = outgoing(count, keys);
    expect(await publishInOrder(publisher, events)).toEqual([]);
    for (const subscriber of subscribers) {
      await subscriber.until(events.map(({ eventId }) => eventId));
      expect(subscriber.received).toHaveLength(count);
      for (const { body, partition } of subscriber.received) {
        expect(partitionOf(parseCloudEvent(body).subject)).toBe(partition);
      }
    }
    expect(world.tally.counts.duplicates).toBe(0);
  },
};

function topicClass(topic: number): { new (): { value: number }; type: string } {
  class Topic {
    static readonly type = `events.cards.topic-${String(topic)}.v1`;

    @IsInt()
    value!: number;
  }
  return Topic;
}
