import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { toCloudEvent } from '../../../libs/eventing/src/envelope.js';
import { partitionOf } from '../../../libs/eventing/src/partition.js';
import type { OutgoingEvent, Transport } from '../../../libs/eventing/src/transport.js';
import { CountedV1 } from '../../support/engine-session.js';
import { numbers } from '../../support/wait-for.js';

/** Events of fresh aggregates, as the relay would hand them to a transport: round by round over the keys. */
export function outgoing(count: number, keys: number, type: string = CountedV1.type): OutgoingEvent[] {
  const aggregates = numbers(1, keys).map(() => randomUUID());
  return numbers(0, count - 1).map((index) => {
    const aggregateId = aggregates[index % keys] ?? '';
    const id = uuidv7();
    return {
      eventId: id,
      type,
      aggregateId,
      partition: partitionOf(aggregateId),
      body: JSON.stringify(
        toCloudEvent({
          id,
          source: '/services/cards',
          type,
          subject: aggregateId,
          time: new Date().toISOString(),
          sequence: Math.floor(index / keys) + 1,
          correlationId: id,
          causationId: id,
          traceparent: `00-${id.replaceAll('-', '')}-00f067aa0ba902b7-01`,
          data: { value: index },
        }),
      ),
      republish: false,
    };
  });
}

/** Events in one call of the transport, at most; and calls under way at once. As the relay has them. */
const BATCH = 64;
const IN_FLIGHT = 8;

/**
 * Publishes events in the order of each aggregate, as the port asks: at most one of an aggregate is under way.
 *
 * @returns those that the transport did not say were stored.
 */
export async function publishInOrder(
  transport: Transport,
  events: readonly OutgoingEvent[],
): Promise<OutgoingEvent[]> {
  const failed: OutgoingEvent[] = [];
  for (const round of roundsOf(events)) {
    const batches = numbers(0, Math.ceil(round.length / BATCH) - 1).map((index) =>
      round.slice(index * BATCH, (index + 1) * BATCH),
    );
    const send = async (): Promise<void> => {
      for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
        const results = await transport.publish(batch);
        failed.push(...batch.filter((_, index) => results[index]?.stored !== true));
      }
    };
    await Promise.all(numbers(1, IN_FLIGHT).map(send));
  }
  return failed;
}

/** Events in rounds with one of each aggregate. */
function roundsOf(events: readonly OutgoingEvent[]): OutgoingEvent[][] {
  const rounds: OutgoingEvent[][] = [];
  const next = new Map<string, number>();
  for (const event of events) {
    const round = next.get(event.aggregateId) ?? 0;
    next.set(event.aggregateId, round + 1);
    (rounds[round] ??= []).push(event);
  }
  return rounds;
}
