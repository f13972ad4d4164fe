import { Registry } from 'prom-client';
import { numbers, waitFor } from '../../../../test/support/wait-for.js';
import { EventingMetrics } from '../metrics.js';
import type { OutgoingEvent, PublishResult, Transport } from '../transport.js';
import type { Outbox, PendingEvent } from './outbox.js';
import { Relay, RELAY_DEFAULTS } from './relay.js';

/** Events 2, 4, 6, … are of one aggregate, the others each of its own. */
function pending(position: number): PendingEvent {
  return {
    position: String(position),
    eventId: `e${String(position)}`,
    type: 'events.test.happened.v1',
    aggregateId: position % 2 === 0 ? 'long' : String(position),
    partition: 0,
    body: '{}',
    republish: false,
  };
}

const realNow = performance.now.bind(performance);

afterEach(() => {
  performance.now = realNow;
});

describe('the relay', () => {
  it('takes up an aggregate that it had left out with its first event, not in the middle of a pass', async () => {
    let now = 0;
    performance.now = () => now;
    let rows = numbers(1, 10).map(pending);
    const stored: string[] = [];
    let refusals = 1;
    const outbox: Pick<Outbox, 'pending' | 'markPublished'> = {
      pending: (_partitions, after, limit) => {
        // From the second page of a pass on, what is held has waited long enough.
        if (after !== '0') now += 60_000;
        return Promise.resolve(
          rows.filter(({ position }) => Number(position) > Number(after)).slice(0, limit),
        );
      },
      markPublished: (positions) => {
        rows = rows.filter(({ position }) => !positions.includes(position));
        return Promise.resolve();
      },
    };
    const transport: Pick<Transport, 'publish'> = {
      publish: (batch: readonly OutgoingEvent[]) =>
        Promise.resolve(
          batch.map(({ eventId, aggregateId }): PublishResult => {
            if (aggregateId === 'long' && refusals > 0) {
              refusals -= 1;
              return { stored: false, error: new Error('not now') };
            }
            stored.push(eventId);
            return { stored: true };
          }),
        ),
    };
    const relay = new Relay(
      outbox as unknown as Outbox,
      transport as Transport,
      new EventingMetrics(new Registry()),
      { ...RELAY_DEFAULTS, claimSize: 4, pollMs: 1 },
    );
    relay.start(0);
    await waitFor('an empty outbox', () => (rows.length === 0 ? true : undefined));
    await relay.close();
    expect(refusals).toBe(0);
    const ofLong = stored.map((id) => Number(id.slice(1))).filter((position) => position % 2 === 0);
    expect(ofLong).toEqual([2, 4, 6, 8, 10]);
  });
});
