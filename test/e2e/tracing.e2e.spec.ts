import { randomBytes } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { Api } from '../../infra/dev/api.mjs';
import { SERVICES } from '../../infra/dev/system.mjs';
import { eventually } from '../support/eventually.js';
import { OtlpReceiver } from '../support/otlp-receiver.js';
import type { ReceivedSpan } from '../support/otlp.js';
import { startSystem, type TestSystem } from '../support/system.js';

const MINUTE = 60_000;
const ADA = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz';
const BOB = 'did:plc:44ybard66vv44zksje25o7dz';
const SAVED = 'events.cards.card-added-to-library.v1';
const FOLLOWED = 'events.feeds.target-followed.v1';
const NOTIFIED = 'events.notifications.notification-created.v1';

let receiver: OtlpReceiver;
let system: TestSystem;
let sql: Sql;

beforeAll(async () => {
  receiver = await OtlpReceiver.start();
  system = await startSystem({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '100' },
  });
  sql = postgres(system.adminUrl, { max: 1, onnotice: () => undefined });
}, 2 * MINUTE);

afterAll(async () => {
  await (sql as Sql | undefined)?.end({ timeout: 1 });
  await (system as TestSystem | undefined)?.stop();
  await (receiver as OtlpReceiver | undefined)?.stop();
}, MINUTE);

/** A client that is traced itself: the trace's id, and the span under which it asks. */
function clientSpan(flags = '01') {
  const traceId = randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-${flags}` };
}

async function ask(method: string, service: string, path: string, traceparent: string, body?: object) {
  const response = await fetch(new URL(path, system.urls[service]), {
    method,
    headers: {
      authorization: `Development ${ADA}`,
      traceparent,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.ok).toBe(true);
  await response.arrayBuffer();
}

/** Names from the root of the trace down to a span: `cards: POST /cards`, … */
function pathTo(span: ReceivedSpan | undefined, trace: readonly ReceivedSpan[]): string[] {
  if (span === undefined) return [];
  const parent = trace.find(({ spanId }) => spanId === span.parentSpanId);
  return [...pathTo(parent, trace), `${String(span.resource['service.name'])}: ${span.name}`];
}

/** Aggregates of cards of which feeds has handled an event. */
async function handledByFeeds(): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from feeds.inbox_cursors where source = '/services/cards'`;
  return row?.count ?? 0;
}

const processing = (service: string, type: string) => (span: ReceivedSpan) =>
  span.name === `process ${type}` && span.resource['service.name'] === service;

describe('a trace', () => {
  it('goes from a save to the rows of feeds and notifications, below the span of the client', async () => {
    const client = clientSpan();
    await ask('POST', 'cards', '/cards', client.traceparent, { url: 'https://example.org/traced' });

    const created = ['cards: POST /cards', 'cards: transaction', `cards: create ${SAVED}`];
    await eventually(() => {
      const trace = receiver.of(client.traceId);
      for (const service of ['feeds', 'notifications']) {
        const last = trace.find(processing(service, SAVED));
        expect(pathTo(last, trace)).toEqual([...created, `${service}: process ${SAVED}`]);
      }
      const sent = trace.find(({ name }) => name === `publish ${SAVED}`);
      expect(pathTo(sent, trace)).toEqual([...created, `cards: publish ${SAVED}`]);
      expect(trace[0]).toMatchObject({ name: 'POST /cards', parentSpanId: client.spanId });
    });
  });

  it('says what OpenTelemetry’s conventions ask for', async () => {
    const client = clientSpan();
    await ask('POST', 'cards', '/cards?from=somewhere', client.traceparent, {
      url: 'https://example.org/conventions',
    });
    const trace = await eventually(() => {
      const spans = receiver.of(client.traceId);
      expect(spans.find(processing('feeds', SAVED))).toBeDefined();
      expect(spans.some(({ name }) => name === 'POST /cards')).toBe(true);
      expect(spans.some(({ name }) => name === `publish ${SAVED}`)).toBe(true);
      return spans;
    });
    const named = (name: string) => trace.find((span) => span.name === name);
    const request = named('POST /cards');
    expect(request).toMatchObject({
      kind: 2,
      isError: false,
      resource: {
        'service.name': 'cards',
        'service.namespace': 'commonplace',
        'service.instance.id': 'cards-1',
      },
    });
    expect(request?.attributes).toEqual({
      'http.request.method': 'POST',
      'http.response.status_code': 201,
      'http.route': '/cards',
      'url.path': '/cards',
      'url.scheme': 'http',
    });
    const create = named(`create ${SAVED}`);
    const message = {
      'messaging.destination.name': SAVED,
      'messaging.message.id': create?.attributes['messaging.message.id'],
      'messaging.message.conversation_id': expect.any(String) as string,
    };
    expect(create).toMatchObject({
      kind: 4,
      attributes: { ...message, 'messaging.operation.type': 'create' },
    });
    expect(named(`publish ${SAVED}`)).toMatchObject({
      kind: 3,
      attributes: {
        ...message,
        'messaging.system': 'nats',
        'messaging.operation.type': 'send',
        'messaging.operation.name': 'publish',
        'messaging.destination.partition.id': expect.stringMatching(/^\d+$/) as string,
      },
    });
    const processed = trace.find(processing('feeds', SAVED));
    expect(processed).toMatchObject({
      kind: 5,
      attributes: {
        ...message,
        'messaging.system': 'nats',
        'messaging.consumer.group.name': 'feeds',
        'messaging.operation.type': 'process',
      },
      links: [{ traceId: client.traceId, spanId: create?.spanId }],
    });
    expect(processed?.end).toBeGreaterThan(processed?.start ?? 0n);
  });

  it('goes on through what a service publishes because of an event, also later', async () => {
    const client = clientSpan();
    await ask('PUT', 'feeds', `/follows/users/${BOB}`, client.traceparent);
    await eventually(() => {
      const trace = receiver.of(client.traceId);
      const announced = trace.find(({ name }) => name === `publish ${NOTIFIED}`);
      const path = pathTo(announced, trace);
      expect(path.slice(0, 3)).toEqual([
        'feeds: PUT /follows/users/:did',
        'feeds: transaction',
        `feeds: create ${FOLLOWED}`,
      ]);
      expect(path.slice(-2)).toEqual([
        `notifications: create ${NOTIFIED}`,
        `notifications: publish ${NOTIFIED}`,
      ]);
    });
  });

  it('is not recorded where the client says so, nor where machines ask how a service is', async () => {
    const [unwanted, wanted] = [clientSpan('00'), clientSpan()];
    await ask('POST', 'cards', '/cards', unwanted.traceparent, { url: 'https://example.org/unwanted' });
    await ask('GET', 'feeds', '/readyz', wanted.traceparent);
    await ask('POST', 'cards', '/cards', wanted.traceparent, { url: 'https://example.org/wanted' });
    await eventually(() => {
      // In one batch with the other, it may be linked to only.
      const handled = receiver.spans.filter(processing('feeds', SAVED)).flatMap(({ links }) => links);
      expect(handled.map(({ traceId }) => traceId)).toContain(wanted.traceId);
    });
    expect(receiver.of(unwanted.traceId)).toEqual([]);
    expect(receiver.of(wanted.traceId).filter(({ name }) => name.includes('readyz'))).toEqual([]);
  });

  it(
    'is linked to by the batch in which an event is handled',
    async () => {
      const clients = Array.from({ length: 40 }, () => clientSpan());
      await system.kill('feeds');
      await Promise.all(
        clients.map(({ traceparent, spanId }) =>
          ask('POST', 'cards', '/cards', traceparent, { url: `https://example.org/${spanId}` }),
        ),
      );
      await system.restart('feeds');
      await eventually(
        () => {
          const batches = receiver.spans.filter(
            (span) => processing('feeds', SAVED)(span) && span.links.length > 1,
          );
          expect(batches.length).toBeGreaterThan(0);
          for (const { links, attributes } of batches)
            expect(attributes['messaging.batch.message_count']).toBe(links.length);
          const handled = receiver.spans.filter(processing('feeds', SAVED)).flatMap(({ links }) => links);
          for (const { traceId } of clients) {
            const create = receiver.of(traceId).find(({ name }) => name === `create ${SAVED}`);
            const link = handled.find(({ spanId }) => spanId === create?.spanId);
            expect(link).toMatchObject({
              traceId,
              attributes: { 'messaging.message.id': create?.attributes['messaging.message.id'] },
            });
          }
        },
        { deadlineMs: 30_000 },
      );
    },
    MINUTE,
  );

  // Last: the receiver does not come back.
  it(
    'is all that is lost when its receiver is away',
    async () => {
      await receiver.stop();
      const pids = SERVICES.map((service) => system.pid(service));
      const api = new Api(system.urls, ADA);
      const before = await handledByFeeds();
      const saves = Array.from({ length: 100 }, (_, index) => index);
      await Promise.all(
        saves.map((index) =>
          api.post('cards', '/cards', { url: `https://example.org/dark/${String(index)}` }),
        ),
      );
      await eventually(
        async () => {
          expect(await handledByFeeds()).toBe(before + saves.length);
        },
        { deadlineMs: 30_000, intervalMs: 250 },
      );
      expect(SERVICES.map((service) => system.pid(service))).toEqual(pids);
      for (const service of SERVICES) {
        const ready = await fetch(new URL('/readyz', system.urls[service]));
        expect(ready.status).toBe(200);
      }
      const stopping = performance.now();
      await system.stop();
      expect(performance.now() - stopping).toBeLessThan(20_000);
    },
    MINUTE,
  );
});
