import { randomUUID } from 'node:crypto';
import type {
  Delivery,
  LaneSubscription,
  OutgoingEvent,
  Transport,
} from '../../libs/eventing/src/transport.js';
import { numbers } from './wait-for.js';

/** An event whose body is what the specs tell it by. */
export function outgoing(body: string, partition = 0): OutgoingEvent {
  return {
    eventId: randomUUID(),
    type: 'events.cards.counted.v1',
    aggregateId: body,
    partition,
    body,
    republish: false,
  };
}

/** Publishes bodies in one partition one after the other, until each is stored. */
export async function store(transport: Transport, bodies: readonly string[], partition = 0): Promise<void> {
  for (const body of bodies) {
    const [result] = await transport.publish([outgoing(body, partition)]);
    if (result?.stored !== true) throw result?.error ?? new Error('No result');
  }
}

/** Takes exactly `count` deliveries, in their order. Nothing is acknowledged. */
export async function take(lane: LaneSubscription, count: number): Promise<Delivery[]> {
  const taken: Delivery[] = [];
  while (taken.length < count) {
    const batch = await lane.next(count - taken.length);
    if (batch === undefined) throw new Error(`The lane ended after ${String(taken.length)} deliveries`);
    taken.push(...batch);
  }
  return taken;
}

export function bodiesOf(deliveries: readonly Delivery[]): string[] {
  return deliveries.map((delivery) => delivery.body);
}

/** `name-1` … `name-count` */
export function named(name: string, count: number): string[] {
  return numbers(1, count).map((number) => `${name}-${String(number)}`);
}

/** For a subscription that nobody gives up. */
export const patient = new AbortController().signal;
