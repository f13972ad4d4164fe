import { randomUUID } from 'node:crypto';
import type {
  Delivery,
  LaneSubscription,
  OutgoingEvent,
  Transport,
} from '../../../libs/eventing/src/transport.js';
import { waitFor } from '../wait-for.js';

/** An event as the relay hands it to a transport, of an aggregate of its own. */
export function outgoing(
  partition: number,
  value: number,
  change: Partial<OutgoingEvent> = {},
): OutgoingEvent {
  const eventId = randomUUID();
  const aggregateId = randomUUID();
  const type = 'events.cards.counted.v1';
  return {
    eventId,
    aggregateId,
    type,
    partition,
    republish: false,
    body: JSON.stringify({ id: eventId, type, subject: aggregateId, sequence: '1', data: { value } }),
    ...change,
  };
}

/** The value inside {@link outgoing}'s body. */
export function valueOf(body: string): number {
  return (JSON.parse(body) as { data: { value: number } }).data.value;
}

/** Publishes, and throws when something was not stored. */
export async function store(transport: Transport, ...events: OutgoingEvent[]): Promise<void> {
  for (const result of await transport.publish(events)) {
    if (!result.stored) throw result.error;
  }
}

/** Reads a lane and keeps what came, in its order. */
export class LaneRecorder {
  readonly values: number[] = [];
  readonly subscription: LaneSubscription;

  static async open(transport: Transport, consumer: string, partition: number): Promise<LaneRecorder> {
    return new LaneRecorder(
      await transport.subscribe(consumer, partition, new AbortController().signal),
      (delivery) => {
        delivery.ack();
      },
    );
  }

  constructor(subscription: LaneSubscription, settle: (delivery: Delivery) => void) {
    this.subscription = subscription;
    void this.#read(settle);
  }

  async until(count: number, deadlineMs?: number): Promise<number[]> {
    return waitFor(
      `${String(count)} deliveries`,
      () => (this.values.length >= count ? this.values : undefined),
      deadlineMs,
    );
  }

  async #read(settle: (delivery: Delivery) => void): Promise<void> {
    for (;;) {
      const deliveries = await this.subscription.next(100).catch(() => undefined);
      if (deliveries === undefined) return;
      for (const delivery of deliveries) {
        this.values.push(valueOf(delivery.body));
        settle(delivery);
      }
    }
  }
}
