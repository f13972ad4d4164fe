import { Registry } from 'prom-client';
import { type EventEnvelope, toCloudEvent } from '../envelope.js';
import { BatchGatherer } from '../inbox/gatherer.js';
import { HandlerRegistry } from '../inbox/handlers.js';
import { EventingMetrics } from '../metrics.js';
import { partitionOf } from '../partition.js';
import type { Transport } from '../transport.js';
import { Lane } from './lane.js';

const envelope: EventEnvelope = {
  id: '0198c5d8-7c5e-7f3a-9d4b-2f6a1c3e5b7d',
  source: '/services/cards',
  type: 'events.cards.counted.v1',
  subject: '0198c5d8-0000-7000-8000-000000000001',
  time: '2026-11-22T12:00:00.000Z',
  sequence: 1,
  correlationId: 'request-1',
  causationId: 'request-1',
  data: { value: 1 },
};

/** Of a broker that has nothing to deliver: its lanes work on what is parked only. */
const silent = {
  subscribe: (_consumer: string, _partition: number, signal: AbortSignal) =>
    Promise.resolve({
      next: () =>
        new Promise<undefined>((resolve) => {
          if (signal.aborted) resolve(undefined);
          signal.addEventListener('abort', () => {
            resolve(undefined);
          });
        }),
      stop: () => Promise.resolve(),
    }),
} as unknown as Transport;

describe('a redrive', () => {
  it('handles nothing in a lane that has stopped, nor in one that is stopped before its turn comes', async () => {
    let handled = 0;
    const begun = Promise.withResolvers<undefined>();
    const gate = Promise.withResolvers<undefined>();
    const inbox = new BatchGatherer(
      async () => {
        handled += 1;
        begun.resolve(undefined);
        await gate.promise;
        return { parked: false, unblocks: false };
      },
      { parallel: 4, maxEvents: 10 },
    );
    const lane = new Lane(
      { consumer: 'feeds', partition: partitionOf(envelope.subject), batchSize: 10, workingEveryMs: 1_000 },
      {
        transport: silent,
        inbox,
        handlers: new HandlerRegistry(new Map()),
        metrics: new EventingMetrics(new Registry()),
        onUnblocked: () => undefined,
      },
    );
    const row = { body: JSON.stringify(toCloudEvent(envelope)), partition: 0, attempts: 1 };
    const underWay = lane.redrive([row]);
    await begun.promise;
    const queued = lane.redrive([row]);
    const stopped = lane.stop();
    gate.resolve(undefined);
    await Promise.all([underWay, queued, stopped]);
    await lane.redrive([row]);
    expect(handled).toBe(1);
  });
});

describe('what is delivered', () => {
  const invoke = () => Promise.resolve();
  class Counted {
    readonly value: number = 0;
  }
  const contract = Object.assign(Counted, { type: envelope.type });
  const handlers = new HandlerRegistry(new Map([[envelope.type, { contract, batch: false, invoke }]]));
  const foreign = { ...envelope, source: '/services/feeds', type: 'events.feeds.counted.v1' };

  it.each([
    ['named by the broker', true],
    ['named by itself alone', false],
  ])('of a context of which nothing is handled is acknowledged, and that is all: %s', async (_, isNamed) => {
    const acknowledged: string[] = [];
    const processed: string[] = [];
    const drained = Promise.withResolvers<undefined>();
    const batches = [[foreign, envelope, foreign]];
    const subscription = {
      next: () => {
        const batch = batches.shift();
        if (batch === undefined) {
          drained.resolve(undefined);
          return Promise.resolve(undefined);
        }
        const deliveries = batch.map((each) => ({
          body: JSON.stringify(toCloudEvent(each)),
          ...(isNamed ? { type: each.type } : {}),
          attempt: 1,
          ack: () => acknowledged.push(each.type),
          working: () => undefined,
          release: () => undefined,
        }));
        return Promise.resolve(deliveries);
      },
      stop: () => Promise.resolve(),
    };
    const lane = new Lane(
      {
        consumer: 'notifications',
        partition: partitionOf(envelope.subject),
        batchSize: 10,
        workingEveryMs: 1_000,
      },
      {
        transport: { subscribe: () => Promise.resolve(subscription) } as unknown as Transport,
        inbox: new BatchGatherer(
          (events) => {
            processed.push(...events.map((event) => event.envelope.type));
            return Promise.resolve({ parked: false, unblocks: false });
          },
          { parallel: 1, maxEvents: 10 },
        ),
        handlers,
        metrics: new EventingMetrics(new Registry()),
        onUnblocked: () => undefined,
      },
    );
    await drained.promise;
    await lane.stop();
    expect(processed).toEqual([envelope.type]);
    expect(acknowledged).toEqual([foreign.type, envelope.type, foreign.type]);
  });
});
