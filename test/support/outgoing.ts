import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type {
  Delivery,
  LaneSubscription,
  OutgoingEvent,
  Transport,
} from '../../libs/eventing/src/transport.js';
import { waitFor } from './wait-for.js';

/** What specs of a transport send: an event whose body is its number. */
export function outgoing(number: number, partition: number): OutgoingEvent {
  return {
    eventId: randomUUID(),
    type: 'events.cards.counted.v1',
    aggregateId: String(number),
    partition,
    body: String(number),
    republish: false,
  };
}

/** Publishes until the transport says that it is stored, as the relay would. */
export async function untilStored(transport: Transport, event: OutgoingEvent): Promise<void> {
  await waitFor(
    `event ${event.body} to be stored`,
    async () => {
      const [result] = await transport.publish([event]);
      return result?.stored === true || undefined;
    },
    60_000,
  );
}

/** The next `count` deliveries. */
export async function take(lane: LaneSubscription, count: number): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  while (deliveries.length < count) {
    const batch = await lane.next(count - deliveries.length);
    if (batch === undefined) throw new Error(`The lane ended after ${String(deliveries.length)} deliveries`);
    deliveries.push(...batch);
  }
  return deliveries;
}

export function bodies(deliveries: readonly Delivery[]): string[] {
  return deliveries.map(({ body }) => body);
}

/** Failures are made on purpose in such specs; their warnings would bury a real one. */
export function quietLogs(): void {
  if (process.env['LOG_LEVEL'] === undefined) Logger.overrideLogger(false);
}
