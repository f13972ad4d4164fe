import { randomUUID } from 'node:crypto';
import { IsInt } from 'class-validator';
import type { Sql } from 'postgres';
import { Registry } from 'prom-client';
import { type EventEnvelope, together, toCloudEvent, type Upcaster } from '#eventing';
import { counted, CountedV1, EngineWorld } from '../../../test/support/engine-world.js';
import { waitFor } from '../../../test/support/wait-for.js';
import { HandlerRegistry, type RegisteredHandler } from './inbox/handlers.js';
import { EventingMetrics } from './metrics.js';
import { partitionOf } from './partition.js';
import { Consumption } from './runtime/consumption.js';
import type { NatsBroker } from '../../../test/support/brokers/nats.js';

/** `value` has become `amount`, and there is a unit. */
class CountedV2 {
  static readonly type = 'events.cards.counted.v2';

  @IsInt()
  amount!: number;

  @IsInt()
  unit!: number;
}

const UPCASTERS: readonly Upcaster[] = [
  {
    from: CountedV1.type,
    to: CountedV2.type,
    upcast: (data) => ({ amount: (data as CountedV1).value, unit: 1 }),
  },
];

const both = (value: number): readonly object[] =>
  together(counted(value), Object.assign(new CountedV2(), { amount: value, unit: 7 }));

let world: EngineWorld<NatsBroker>;

beforeAll(async () => {
  world = await EngineWorld.start();
  const sql = world.pool('public');
  for (const schema of ['feeds', 'notifications']) {
    await sql`create table ${sql(schema)}.seen (
      position bigserial primary key, aggregate text, sequence int, type text, original text, data jsonb)`;
  }
});

afterEach(() => world.clear());
afterAll(() => world.stop());

type Consumer = 'feeds' | 'notifications';

/** Takes one major, and writes down each event as it was handed over. */
async function consumer(service: Consumer, contract: typeof CountedV1 | typeof CountedV2, version = '1') {
  const handler: RegisteredHandler = {
    contract,
    batch: false,
    invoke: async (payload, context) => {
      const { subject, sequence, type, originalType, data } = payload as EventEnvelope;
      const { uow } = context as { uow: { sql: Sql } };
      await uow.sql`
        insert into seen (aggregate, sequence, type, original, data)
        values (${subject}, ${sequence}, ${type}, ${originalType ?? null}, ${JSON.stringify(data)}::text::jsonb)`;
    },
  };
  const consumption = new Consumption(
    {
      consumer: service,
      generation: 0,
      source: `/services/${service}`,
      replica: `${service}-1`,
      incarnation: randomUUID(),
      leaseTtlMs: 3_000,
      serviceVersion: version,
    },
    {
      sql: world.pool(service),
      transactions: world.transactions(service),
      transport: await world.transport(service),
      metrics: new EventingMetrics(new Registry()),
      afterCommit: () => undefined,
    },
  );
  await consumption.start(new HandlerRegistry(new Map([[contract.type, handler]]), UPCASTERS));
  world.onClear(() => consumption.stop());
  return consumption;
}

/** What a consumer has seen of an aggregate, once its cursor stands at `sequence`. */
async function seenBy(service: Consumer, aggregate: string, sequence: number) {
  const sql = world.pool(service);
  await waitFor(`${service} at ${String(sequence)}`, async () => {
    const rows = await sql`
      select 1 from inbox_cursors where aggregate_id = ${aggregate} and sequence = ${sequence}`;
    return rows.length > 0 ? true : undefined;
  });
  return sql`select sequence, type, original, data from seen where aggregate = ${aggregate} order by position`;
}

async function parkedBy(service: Consumer, aggregate: string): Promise<string[]> {
  const rows = await world.pool(service)<{ reason: string }[]>`
    select reason from parked_events where aggregate_id = ${aggregate}`;
  return rows.map(({ reason }) => reason);
}

/** Publishes an aggregate's acts as they were translated. */
async function publish(aggregateId: string, ...acts: (readonly object[])[]): Promise<void> {
  const { log } = await world.producer();
  await log.transaction((uow) => {
    const integrationEvents = acts.flat();
    uow.append({
      aggregateType: 'Counter',
      aggregateId,
      version: 0,
      sequence: 0,
      domainEvents: [],
      integrationEvents,
    });
    return Promise.resolve();
  });
}

describe('two majors of one act, both published', () => {
  it('reach each consumer once, in the major that it takes', async () => {
    const aggregate = randomUUID();
    await Promise.all([consumer('feeds', CountedV2), consumer('notifications', CountedV1)]);
    await publish(aggregate, both(1), both(2));
    expect(await seenBy('feeds', aggregate, 4)).toEqual([
      { sequence: 2, type: CountedV2.type, original: null, data: { amount: 1, unit: 7 } },
      { sequence: 4, type: CountedV2.type, original: null, data: { amount: 2, unit: 7 } },
    ]);
    expect(await seenBy('notifications', aggregate, 4)).toEqual([
      { sequence: 1, type: CountedV1.type, original: null, data: { value: 1 } },
      { sequence: 3, type: CountedV1.type, original: null, data: { value: 2 } },
    ]);
  });

  it('do so when they come backwards, and each of them twice', async () => {
    const aggregate = randomUUID();
    const transport = await world.transport('cards');
    const bodies = [both(1), both(2)].flatMap((act) => {
      const types = act.map((event) => (event.constructor as unknown as { type: string }).type);
      return act.map((data, index) => ({ data, type: types[index]!, twins: [types[1 - index]!] }));
    });
    const events = bodies.map(({ data, type, twins }, index) => {
      const eventId = randomUUID();
      const body = toCloudEvent({
        id: eventId,
        source: '/services/cards',
        type,
        subject: aggregate,
        time: new Date().toISOString(),
        sequence: index + 1,
        correlationId: 'test',
        causationId: 'test',
        twins,
        data,
      });
      return {
        eventId,
        type,
        aggregateId: aggregate,
        partition: partitionOf(aggregate),
        body: JSON.stringify(body),
      };
    });
    await Promise.all([consumer('feeds', CountedV2), consumer('notifications', CountedV1)]);
    for (const event of [...events, ...events].reverse()) {
      expect(await transport.publish([{ ...event, republish: true }])).toMatchObject([{ stored: true }]);
    }
    expect(await seenBy('feeds', aggregate, 4)).toMatchObject([{ sequence: 2 }, { sequence: 4 }]);
    expect(await seenBy('notifications', aggregate, 4)).toMatchObject([{ sequence: 1 }, { sequence: 3 }]);
    for (const service of ['feeds', 'notifications'] as const) {
      await waitFor(`nothing left in the parking of ${service}`, async () =>
        (await parkedBy(service, aggregate)).length === 0 ? true : undefined,
      );
    }
  });

  it('are taken once when the consumer moves to the newer one', async () => {
    const aggregate = randomUUID();
    const old = await consumer('feeds', CountedV1);
    await publish(aggregate, both(1));
    expect(await seenBy('feeds', aggregate, 2)).toHaveLength(1);
    await old.stop();
    await consumer('feeds', CountedV2, '2');
    const other = randomUUID();
    await publish(other, both(2));
    expect(await seenBy('feeds', other, 2)).toMatchObject([{ type: CountedV2.type }]);
    expect(await seenBy('feeds', aggregate, 2)).toHaveLength(1);
  });

  it('do not stop a build that knows only the older one', async () => {
    const aggregate = randomUUID();
    await consumer('notifications', CountedV1);
    await publish(aggregate, both(1), [counted(2)], both(3));
    expect(await seenBy('notifications', aggregate, 5)).toMatchObject([
      { data: { value: 1 } },
      { data: { value: 2 } },
      { data: { value: 3 } },
    ]);
    expect(await parkedBy('notifications', aggregate)).toEqual([]);
  });
});

describe('one major of an act', () => {
  it('that is older is upcast: the handler sees the newer one, and where it came from', async () => {
    const aggregate = randomUUID();
    await consumer('feeds', CountedV2);
    await publish(aggregate, [counted(1)], both(2), [counted(3)]);
    expect(await seenBy('feeds', aggregate, 4)).toEqual([
      { sequence: 1, type: CountedV2.type, original: CountedV1.type, data: { amount: 1, unit: 1 } },
      { sequence: 3, type: CountedV2.type, original: null, data: { amount: 2, unit: 7 } },
      { sequence: 4, type: CountedV2.type, original: CountedV1.type, data: { amount: 3, unit: 1 } },
    ]);
  });

  it('that is newer is parked, and taken up by the next version of the service', async () => {
    const aggregate = randomUUID();
    const old = await consumer('feeds', CountedV1, '1');
    await publish(
      aggregate,
      [both(5)[1]!].map((event) => Object.assign(new CountedV2(), event)),
    );
    await waitFor('the newer major in parking', async () =>
      (await parkedBy('feeds', aggregate)).includes('unknown-version') ? true : undefined,
    );
    await old.stop();
    await consumer('feeds', CountedV2, '2');
    expect(await seenBy('feeds', aggregate, 1)).toMatchObject([{ data: { amount: 5, unit: 7 } }]);
    expect(await parkedBy('feeds', aggregate)).toEqual([]);
  });
});
