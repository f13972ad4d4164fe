import { randomUUID } from 'node:crypto';
import { RecordedSpans, type Recorded } from '../../../../test/support/recorded-spans.js';
import { CountedV1, counted, EngineWorld, untilEffects } from '../../../../test/support/engine-world.js';
import { eventually } from '../../../../test/support/eventually.js';
import { causedBy } from '../causation.js';
import type { EventEnvelope } from '../envelope.js';
import type { EventContext } from '../nest/on-event.js';
import type { OutgoingEvent, Transport } from '../transport.js';
import { publishTraced } from './publish-spans.js';

const CLIENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

let world: EngineWorld;
const tracing = new RecordedSpans();

beforeAll(async () => {
  world = await EngineWorld.start();
}, 120_000);

beforeEach(() => {
  tracing.begin();
});

afterEach(async () => {
  await world.clear();
  tracing.end();
}, 30_000);

afterAll(() => world.stop(), 30_000);

const byRequest = <T>(work: () => T): T =>
  causedBy({ correlationId: 'asked', causationId: 'request', traceparent: CLIENT }, work);

function appendOf(aggregateId: string, value: number): Parameters<EventContext['uow']['append']>[0] {
  return {
    aggregateType: 'Counter',
    aggregateId,
    version: 0,
    sequence: 0,
    domainEvents: [{ type: 'Counted', data: {} }],
    integrationEvents: [counted(value)],
  };
}

describe('the spans of an event', () => {
  it('fail with the handler, and begin anew with each attempt', async () => {
    const { log } = await world.producer();
    const aggregate = randomUUID();
    let attempts = 0;
    const { sql } = await world.consumer({
      retry: { attempts: 3, firstDelayMs: 10, maxDelayMs: 10 },
      before: () => {
        attempts += 1;
        if (attempts === 1) throw new RangeError('once, about did:plc:somebody');
      },
    });
    await byRequest(() => world.append(log, aggregate, 1));
    await untilEffects(sql, aggregate, 1);
    await eventually(() => {
      const processed = tracing.named(`process ${CountedV1.type}`);
      expect(processed).toMatchObject([
        { isError: true, attributes: { 'error.type': 'RangeError' } },
        { isError: false },
      ]);
      expect(JSON.stringify(processed)).not.toContain('somebody');
      const [create] = tracing.named(`create ${CountedV1.type}`);
      expect(processed.map(({ parentSpanId }) => parentSpanId)).toEqual([create?.spanId, create?.spanId]);
    });
  });

  it('are what the handler’s own events belong under', async () => {
    const { log } = await world.producer();
    const [asked, answered] = [randomUUID(), randomUUID()];
    const { sql } = await world.consumer({
      handlers: new Map([
        [
          CountedV1.type,
          {
            contract: CountedV1,
            batch: false,
            invoke: (_payload, context) => {
              (context as EventContext).uow.append(appendOf(answered, 2));
              return Promise.resolve();
            },
          },
        ],
      ]),
    });
    await byRequest(() => world.append(log, asked, 1));
    await eventually(async () => {
      const [row] = await sql<{ body: string }[]>`select body from outbox where aggregate_id = ${answered}`;
      const { traceparent } = JSON.parse(row?.body ?? '{}') as { traceparent?: string };
      const answer = tracing.all().find(({ spanId }) => traceparent?.includes(spanId));
      const process = tracing.all().find(({ spanId }) => spanId === answer?.parentSpanId);
      expect([answer?.name, process?.name]).toEqual([
        `create ${CountedV1.type}`,
        `process ${CountedV1.type}`,
      ]);
      expect(process?.traceId).toBe(CLIENT.split('-')[1]);
    });
  });

  it('tell of a transaction that is taken back, and of a command that is asked by nobody begin a trace', async () => {
    const { log } = await world.producer();
    const failing = byRequest(() =>
      log.transaction(async (uow) => {
        await uow.sql`select 1 / 0`;
      }),
    );
    await expect(failing).rejects.toThrow('division by zero');
    expect(tracing.named('transaction')).toMatchObject([
      { isError: true, parentSpanId: CLIENT.split('-')[2], attributes: { 'error.type': '22012' } },
    ]);
    await world.append(log, randomUUID(), 1);
    const [create] = tracing.named(`create ${CountedV1.type}`);
    expect(create).toBeDefined();
    expect(create?.parentSpanId).toBeUndefined();
    expect(create?.traceId).not.toBe(CLIENT.split('-')[1]);
  });

  it('link a batch to each of its events, in a trace of its own', async () => {
    const { log } = await world.producer();
    const aggregate = randomUUID();
    const batches: number[] = [];
    await world.consumer({
      handlers: new Map([
        [
          CountedV1.type,
          {
            contract: CountedV1,
            batch: true,
            invoke: (payload) => {
              batches.push((payload as EventEnvelope[]).length);
              return Promise.resolve();
            },
          },
        ],
      ]),
    });
    await byRequest(() => world.append(log, aggregate, 1, 2, 3, 4, 5, 6, 7, 8));
    await eventually(() => {
      const processed = tracing.named(`process ${CountedV1.type}`);
      const created = tracing.named(`create ${CountedV1.type}`).map(({ spanId }) => spanId);
      // What another test left in the broker has its turn too.
      const linked = processed.flatMap(({ links }) => links).filter((id) => created.includes(id));
      expect(linked.sort()).toEqual(created.sort());
      // Two batches may be under way at once, and end in either order.
      expect(processed.map(({ links }) => links.length).toSorted()).toEqual(batches.toSorted());
      for (const span of processed.filter(({ links }) => links.length > 1))
        expect(span.parentSpanId).toBeUndefined();
    });
  });

  it('show that the broker refused it', async () => {
    const refusing: Pick<Transport, 'name' | 'publish'> = {
      name: 'nats',
      publish: (batch) =>
        Promise.resolve(batch.map(() => ({ stored: false, error: new RangeError('full') }))),
    };
    const event: OutgoingEvent = {
      eventId: randomUUID(),
      type: CountedV1.type,
      aggregateId: 'one',
      partition: 3,
      body: JSON.stringify({ traceparent: CLIENT, correlationid: 'asked' }),
      republish: true,
    };
    const [untraced, unreadable] = [
      { ...event, body: '{}' },
      { ...event, body: 'xxx' },
    ];
    await publishTraced(refusing as Transport, [event, untraced, unreadable]);
    const expected: Partial<Recorded> = {
      isError: true,
      parentSpanId: CLIENT.split('-')[2] ?? '',
    };
    expect(tracing.named(`publish ${CountedV1.type}`)).toMatchObject([
      { ...expected, attributes: { 'error.type': 'RangeError', 'commonplace.republished': true } },
    ]);
  });

  it('are none where nothing is recorded, and the event carries what its cause did', async () => {
    tracing.end();
    const { log, sql } = await world.producer();
    const aggregate = randomUUID();
    await byRequest(() => world.append(log, aggregate, 1));
    const [row] = await sql<{ body: string }[]>`select body from outbox where aggregate_id = ${aggregate}`;
    expect(JSON.parse(row?.body ?? '{}')).toMatchObject({ traceparent: CLIENT });
    expect(tracing.all()).toEqual([]);
  });
});
