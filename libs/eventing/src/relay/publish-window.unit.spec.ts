import type { OutgoingEvent, PublishResult, Transport } from '../transport.js';
import type { PendingEvent } from './outbox.js';
import { PublishWindow } from './publish-window.js';

function pending(position: number, aggregateId: string): PendingEvent {
  return {
    position: String(position),
    eventId: `e${String(position)}`,
    type: 'events.test.happened.v1',
    aggregateId,
    partition: 0,
    body: '{}',
    republish: false,
  };
}

/** Stores after a random number of turns, and watches the window's promise. */
class SlowBroker implements Pick<Transport, 'publish'> {
  readonly stored: string[] = [];
  readonly underWay = new Set<string>();
  overlaps = 0;
  readonly refuse = new Set<string>();

  async publish(batch: readonly OutgoingEvent[]): Promise<PublishResult[]> {
    for (const event of batch) {
      if (this.underWay.has(event.aggregateId)) this.overlaps += 1;
      this.underWay.add(event.aggregateId);
    }
    for (let turns = Math.floor(Math.random() * 5); turns >= 0; turns -= 1) await Promise.resolve();
    return batch.map((event) => {
      this.underWay.delete(event.aggregateId);
      if (this.refuse.has(event.eventId)) return { stored: false, error: new Error('refused') };
      this.stored.push(event.eventId);
      return { stored: true };
    });
  }
}

function windowOn(broker: SlowBroker): { window: PublishWindow; stored: string[]; failed: string[] } {
  const stored: string[] = [];
  const failed: string[] = [];
  const window = new PublishWindow(
    broker as unknown as Transport,
    { batchSize: 8, batchesInFlight: 4 },
    { onStored: (event) => stored.push(event.eventId), onFailed: (event) => failed.push(event.eventId) },
  );
  return { window, stored, failed };
}

describe('the publish window', () => {
  it('publishes everything, each aggregate in order, with one event of an aggregate under way', async () => {
    const broker = new SlowBroker();
    const { window, stored } = windowOn(broker);
    const events = Array.from({ length: 500 }, (_, index) =>
      pending(index, `aggregate-${String(index % 7)}`),
    );
    window.add(events.slice(0, 250));
    window.add(events.slice(250));
    await window.untilBelow(1);
    expect(broker.overlaps).toBe(0);
    expect(stored).toHaveLength(500);
    for (let aggregate = 0; aggregate < 7; aggregate += 1) {
      const ofAggregate = stored
        .map((id) => Number(id.slice(1)))
        .filter((position) => position % 7 === aggregate);
      expect(ofAggregate).toEqual([...ofAggregate].sort((a, b) => a - b));
    }
  });

  it('leaves what follows a failed event of its aggregate, and goes on with the others', async () => {
    const broker = new SlowBroker();
    broker.refuse.add('e1');
    const { window, stored, failed } = windowOn(broker);
    window.add([pending(0, 'a'), pending(1, 'a'), pending(2, 'a'), pending(3, 'b')]);
    await window.untilBelow(1);
    window.add([pending(4, 'a'), pending(5, 'b')]);
    await window.untilBelow(1);
    expect(failed).toEqual(['e1']);
    expect(new Set(stored)).toEqual(new Set(['e0', 'e3', 'e5']));
  });
});
