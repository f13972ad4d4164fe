import { randomBytes, randomUUID } from 'node:crypto';
import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type EventContext, type EventEnvelope, OnEvent, PermanentError } from '#eventing';
import { counted, CountedV1 } from '../../../../test/support/engine-world.js';
import { eventually } from '../../../../test/support/eventually.js';
import { startTestNats, type TestNats } from '../../../../test/support/nats.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { TestService } from '../../../../test/support/running-service.js';
import { readConfig } from '../config.js';
import { migrate } from '../migrate.js';
import { migrationSources } from '../run-migrations.js';

const TOKEN = randomBytes(24).toString('hex');
const POISON = 666;

/** In the order of their first attempt: a batch that fails is tried again in parts. */
let handled = new Set<number>();
let poisonous = true;

@Controller()
class CountsController {
  @OnEvent(CountedV1)
  onCounted(@Payload() event: EventEnvelope<CountedV1>, @Ctx() _: EventContext): void {
    if (poisonous && event.data.value === POISON) throw new PermanentError('666 is poison');
    handled.add(event.data.value);
  }
}

@Module({ controllers: [CountsController] })
class CountsModule {}

let nats: TestNats;
let database: TestDatabase;
let service: TestService;

const definition = {
  name: 'feeds',
  title: 'Test',
  description: 'Of the administration',
  version: '1',
  module: CountsModule,
  eventTypes: [CountedV1.type],
};

beforeAll(async () => {
  database = await createTestDatabase({ services: ['feeds'] });
  const databaseUrl = database.urlOf('feeds');
  [nats] = await Promise.all([
    startTestNats(),
    migrate({ url: databaseUrl, schema: 'feeds', sources: migrationSources('feeds') }),
  ]);
  service = await TestService.start(definition, { databaseUrl, nats, operatorToken: TOKEN }, 'cards');
});

beforeEach(() => {
  poisonous = true;
  handled = new Set();
});

afterAll(async () => {
  await service.stop();
  await nats.stop();
  await database.drop();
});

async function ask(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  return service.request(method, `/admin/events${path}`, {
    headers: { authorization: `Operator ${TOKEN}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

/** An aggregate with a dead letter, its id, and two events behind it. */
async function deadLetter(): Promise<{ aggregate: string; id: string }> {
  const aggregate = randomUUID();
  for (const value of [1, POISON, 2, 3]) await service.publish('cards', aggregate, counted(value));
  const id = await eventually(async () => {
    const { body } = await ask('GET', `/parked?aggregateId=${aggregate}`);
    const { items } = body as { items: { eventId: string }[] };
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({ status: 'dead' });
    return items[0]!.eventId;
  });
  return { aggregate, id };
}

describe('the administration', () => {
  it('opens to the operator token only', async () => {
    const lag = (authorization?: string) =>
      service.request(
        'GET',
        '/admin/events/lag',
        authorization === undefined ? {} : { headers: { authorization } },
      );
    expect(await lag(`Operator ${TOKEN}`)).toMatchObject({ status: 200 });
    for (const refused of [
      undefined,
      'Development did:plc:ada',
      `Development ${TOKEN}`,
      `Bearer ${TOKEN}`,
      `Operator ${TOKEN}x`,
      `Operator ${TOKEN.slice(0, -1)}`,
      'Operator',
      `Operator ${TOKEN} ${TOKEN}`,
    ]) {
      expect(await lag(refused)).toMatchObject({ status: 401, body: { code: 'operator-token-refused' } });
    }
    expect(await ask('GET', '/lag', undefined, { 'x-operator': 'a<b>' })).toMatchObject({
      status: 400,
      body: { code: 'invalid-operator' },
    });
  });

  it('shows what is parked, has it tried again, and records who did it', async () => {
    const { aggregate, id } = await deadLetter();
    expect(await ask('GET', '/parked/groups?status=dead&limit=1')).toMatchObject({
      status: 200,
      body: {
        items: [
          { consumer: 'feeds', type: CountedV1.type, signature: 'PermanentError: <n> is poison', count: 1 },
        ],
        next: null,
      },
    });
    expect(await ask('GET', `/parked/${id}`)).toMatchObject({
      status: 200,
      body: {
        payload: { value: POISON },
        envelope: { subject: aggregate },
        behind: { count: 2 },
        isNext: true,
      },
    });
    poisonous = false;
    expect(await ask('POST', `/parked/${id}/retry`, {}, { 'x-operator': 'Ada L.' })).toMatchObject({
      status: 200,
      body: { retried: 1 },
    });
    await eventually(() => {
      expect([...handled]).toEqual([1, POISON, 2, 3]);
    });
    await eventually(async () => {
      expect(await ask('GET', `/parked/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'parked-event-not-found' },
      });
    });
    expect(await ask('GET', '/audit?limit=1')).toMatchObject({
      body: { items: [{ action: 'retry', operator: 'Ada L.', consumer: 'feeds', target: { eventId: id } }] },
    });
  });

  it('discards in turn, and tells what comes first', async () => {
    const { aggregate, id } = await deadLetter();
    const { body } = await ask('GET', `/parked?aggregateId=${aggregate}&status=waiting&limit=1`);
    const page = body as { items: { eventId: string; sequence: number }[]; next: string };
    expect(await ask('POST', `/parked/${page.items[0]!.eventId}/discard`, { reason: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'not-next-in-turn', detail: expect.stringContaining(id) as string },
    });
    const rest = await ask('GET', `/parked?aggregateId=${aggregate}&status=waiting&cursor=${page.next}`);
    const other = page.items[0]!.sequence === 3 ? 4 : 3;
    expect(rest.body).toMatchObject({ items: [{ sequence: other }], next: null });
    expect(await ask('POST', `/parked/${id}/discard`, { reason: 'worthless' })).toMatchObject({
      status: 204,
    });
    await eventually(() => {
      expect([...handled]).toEqual([1, 2, 3]);
    });
    expect(await ask('GET', '/audit?limit=1')).toMatchObject({
      body: { items: [{ action: 'discard', operator: 'operator', reason: 'worthless' }] },
    });
  });

  it('pauses, resumes, and tells how far the service is behind', async () => {
    expect(await ask('POST', '/pause', { reason: 'maintenance' }, { 'x-operator': 'ada' })).toMatchObject({
      status: 200,
      body: { paused: true, reason: 'maintenance', changedBy: 'ada' },
    });
    const aggregate = randomUUID();
    await service.publish('cards', aggregate, counted(5));
    await eventually(async () => {
      const { body } = await ask('GET', '/lag');
      expect(body).toMatchObject({ outbox: { depth: 0 }, consumers: [{ control: { paused: true } }] });
    });
    expect(await ask('POST', '/resume', {})).toMatchObject({ status: 200, body: { paused: false } });
    await eventually(() => {
      expect(handled).toContain(5);
    });
    expect(await ask('POST', '/parked/retry', {})).toMatchObject({ status: 200, body: { retried: 0 } });
  });

  it.each([
    ['GET', '/parked?status=odd', undefined, 400, 'invalid-request'],
    ['GET', '/parked?type=%00', undefined, 400, 'invalid-request'],
    ['GET', '/parked?cursor=e30', undefined, 400, 'invalid-cursor'],
    ['GET', '/parked/groups?cursor=e30', undefined, 400, 'invalid-cursor'],
    ['GET', '/audit?limit=0', undefined, 400, 'invalid-request'],
    ['GET', '/parked/nonsense', undefined, 400, 'invalid-request'],
    ['POST', `/parked/${randomUUID()}/retry`, {}, 404, 'parked-event-not-found'],
    ['POST', `/parked/${randomUUID()}/discard`, {}, 400, 'invalid-request'],
    ['POST', `/parked/${randomUUID()}/discard`, { reason: 'x' }, 404, 'parked-event-not-found'],
    ['POST', '/parked/retry', { status: 'odd' }, 400, 'invalid-request'],
    ['POST', '/pause', {}, 400, 'invalid-request'],
    ['POST', '/republish', { aggregateId: 'x', from: 2, to: 1 }, 400, 'invalid-request'],
    ['POST', '/republish', { aggregateId: 'x', from: 1, to: 20_000 }, 400, 'invalid-request'],
    ['POST', '/republish', { aggregateId: 'x', from: 1, to: 1 }, 404, 'nothing-to-republish'],
  ])('answers %s %s with %j as a problem', async (method, path, body, status, code) => {
    expect(await ask(method, path, body)).toMatchObject({ status, body: { status, code } });
  });

  it('describes itself apart from what users may do', async () => {
    const { body } = await service.request('GET', '/openapi.json');
    const { paths, components } = body as {
      paths: Record<string, Record<string, { tags: string[]; security: object[] }>>;
      components: { securitySchemes: object };
    };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      path.startsWith('/admin/') ? Object.values(methods) : [],
    );
    expect(operations).toHaveLength(11);
    for (const operation of operations)
      expect(operation).toMatchObject({ tags: ['administration'], security: [{ operator: [] }] });
    expect(Object.keys(components.securitySchemes)).toContain('operator');
  });
});

describe('a service without an operator token', () => {
  it('has no administration', async () => {
    const bare = await TestService.start(definition, { databaseUrl: database.urlOf('feeds'), nats });
    try {
      const headers = { authorization: `Operator ${TOKEN}` };
      expect(await bare.request('GET', '/admin/events/lag', { headers })).toMatchObject({ status: 404 });
      const { body } = await bare.request('GET', '/openapi.json');
      expect(JSON.stringify(body)).not.toContain('/admin/');
    } finally {
      await bare.stop();
    }
  });

  it('does not start with one that could be guessed, and does not repeat it', () => {
    const env = { DATABASE_URL: 'x', NATS_URL: 'x', AUTH_MODE: 'development', OPERATOR_TOKEN: 'secret' };
    expect(() => readConfig('feeds', env)).toThrow(
      /OPERATOR_TOKEN must be at least 32 characters(?!.*secret)/su,
    );
  });
});
