import { randomUUID } from 'node:crypto';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { IsString } from 'class-validator';
import {
  ConcurrencyConflict,
  Consumption,
  type EventBatchContext,
  type EventContext,
  type EventEnvelope,
  EventServer,
  HandlerErrorFilter,
  OnEvent,
  OnEvents,
  PermanentError,
} from '#eventing';
import { CountedV1, EngineWorld, untilEffects } from '../../../../test/support/engine-world.js';
import { waitFor } from '../../../../test/support/wait-for.js';

class NamedV1 {
  static readonly type = 'events.cards.named.v1';

  @IsString()
  name!: string;
}

class FragileV1 {
  static readonly type = 'events.cards.fragile.v1';

  @IsString()
  of = 'glass';
}

@Controller()
class CountsController {
  /** One event: an ordinary method, with a payload of the contract's class. */
  @OnEvent(CountedV1)
  async onCounted(@Payload() event: EventEnvelope<CountedV1>, @Ctx() context: EventContext): Promise<void> {
    if (event.data.value === 666) throw new PermanentError('never');
    if (event.data.value === 13) throw new ConcurrencyConflict('thirteen');
    if (!(event.data instanceof CountedV1)) throw new TypeError('not the class');
    await context.uow.sql`
      insert into effects (aggregate, sequence, value)
      values (${context.envelope.subject}, ${event.sequence}, ${event.data.value})`;
  }

  /** Many events of one type in one call. */
  @OnEvents(NamedV1)
  async onNamed(
    @Payload() events: readonly EventEnvelope<NamedV1>[],
    @Ctx() context: EventBatchContext,
  ): Promise<void> {
    for (const event of events) {
      await context.uow.sql`
        insert into effects (aggregate, sequence, value)
        values (${event.subject}, ${event.sequence}, ${event.data.name.length})`;
    }
  }

  @OnEvents(FragileV1, { retry: { attempts: 2 } })
  onFragile(): Promise<void> {
    return Promise.reject(new Error('broken'));
  }
}

let world: EngineWorld;
let app: INestMicroservice;

beforeAll(async () => {
  world = await EngineWorld.start();
});

afterEach(async () => {
  await app.close();
  await world.clear();
});

afterAll(() => world.stop());

async function listen(): Promise<void> {
  const consumption = await world.consumption({ retry: { attempts: 1, firstDelayMs: 10, maxDelayMs: 10 } });
  const knownTypes = new Set([CountedV1.type, NamedV1.type, FragileV1.type]);
  const module = await Test.createTestingModule({
    controllers: [CountsController],
    providers: [
      { provide: Consumption, useValue: consumption },
      { provide: EventServer, useValue: new EventServer(consumption, knownTypes) },
    ],
  }).compile();
  app = module.createNestMicroservice({ strategy: module.get(EventServer) });
  app.useGlobalFilters(new HandlerErrorFilter());
  await app.listen();
}

describe('handlers as methods of Nest controllers', () => {
  it('get one event with its context, or many of a type at once', async () => {
    const { log } = await world.producer();
    await listen();
    const [one, many] = [randomUUID(), randomUUID()];
    await world.append(log, one, 1, 2, 3);
    await log.transaction((uow) => {
      const named = ['ada', 'alan', 'barbara'].map((name) => Object.assign(new NamedV1(), { name }));
      uow.append({
        aggregateType: 'Person',
        aggregateId: many,
        version: 0,
        sequence: 0,
        domainEvents: [],
        integrationEvents: named,
      });
      return Promise.resolve();
    });
    const sql = world.pool('feeds');
    expect((await untilEffects(sql, one, 3)).map((effect) => effect.value)).toEqual([1, 2, 3]);
    expect((await untilEffects(sql, many, 3)).map((effect) => effect.value)).toEqual([3, 4, 7]);
  });

  it('keep their own error for the operator when they fail', async () => {
    const { log } = await world.producer();
    await listen();
    const aggregate = randomUUID();
    await world.append(log, aggregate, 13);
    const sql = world.pool('feeds');
    const error = await waitFor('a dead letter', async () => {
      const [row] = await sql<{ error: string }[]>`
        select error from parked_events where aggregate_id = ${aggregate} and status = 'dead'`;
      return row?.error;
    });
    expect(error).toContain('Aggregate thirteen was changed at the same time');
    expect(error).toContain('CountsController.onCounted');
  });

  it('say in their decorator when they are tried again', async () => {
    const { log } = await world.producer();
    await listen();
    const aggregateId = randomUUID();
    await log.transaction((uow) => {
      const integrationEvents = [new FragileV1()];
      uow.append({
        aggregateType: 'Vase',
        aggregateId,
        version: 0,
        sequence: 0,
        domainEvents: [],
        integrationEvents,
      });
      return Promise.resolve();
    });
    const sql = world.pool('feeds');
    const attempts = await waitFor('a dead letter', async () => {
      const [row] = await sql<{ attempts: number }[]>`
        select attempts from parked_events where aggregate_id = ${aggregateId} and status = 'dead'`;
      return row?.attempts;
    });
    expect(attempts).toBe(2);
    expect(() => OnEvent(CountedV1, { retry: { attempts: 0 } })).toThrow('retry.attempts must be');
  });
});
