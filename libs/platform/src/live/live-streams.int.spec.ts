import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Controller, Get, Injectable, Module, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ChangeLog, EventLog, type NumberedChange, recordChanges } from '#eventing';
import { ServiceKit } from '../../../../test/kit/service-kit.js';
import { eventually } from '../../../../test/support/eventually.js';
import { LiveClient } from '../../../../test/support/live-client.js';
import { CurrentUser } from '../auth.js';
import { Database } from '../database.js';
import type { LiveEvent } from './event-stream.js';
import type { LiveSource, LiveTopic } from './live-source.js';
import { type LiveOptions, LiveStreams } from './live-streams.js';

const OPTIONS: Partial<LiveOptions> = {
  perPerson: 2,
  perReplica: 10,
  heartbeatMs: 50,
  maxUnreadBytes: 64 * 1024,
  pollMs: 10,
  pageSize: 3,
  retentionMs: 1_000,
  forgetEveryMs: 600_000,
};

/** Of each change that has the topic's key, how its subject is called, and how often the topic was asked for. */
@Injectable()
class Things implements LiveSource<LiveTopic> {
  /** Subjects that can not be read, as long as they are here. */
  readonly broken = new Set<string>();
  /** Characters in an event, besides. */
  padding = 0;

  route(changes: readonly NumberedChange[], topics: readonly LiveTopic[]) {
    return Promise.resolve(
      new Map(topics.map((topic) => [topic, changes.filter(({ keys }) => keys.includes(topic.key))])),
    );
  }

  events(_: LiveTopic, changes: readonly NumberedChange[]): Promise<LiveEvent[]> {
    if (changes.some(({ subject }) => this.broken.has(subject))) throw new Error('can not be read');
    const padding = 'x'.repeat(this.padding);
    return Promise.resolve(
      changes.map(({ subject, position }) => ({ event: 'thing', data: { subject, padding }, position })),
    );
  }

  opening(): Promise<LiveEvent[]> {
    return Promise.resolve([]);
  }
}

@Controller('things')
class ThingsController {
  readonly #streams: LiveStreams<LiveTopic>;

  constructor(streams: LiveStreams<LiveTopic>) {
    this.#streams = streams;
  }

  @Get(':key')
  stream(
    @CurrentUser() user: string,
    @Param('key') key: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#streams.open(request, reply, { key }, user);
  }
}

const things = new Things();

@Module({
  controllers: [ThingsController],
  providers: [
    {
      provide: LiveStreams,
      inject: [Database],
      useFactory: (database: Database) => new LiveStreams(new ChangeLog(database.sql), things, OPTIONS),
    },
    {
      provide: EventLog,
      inject: [Database],
      useFactory: (database: Database) =>
        new EventLog(database.transactions, '/services/cards', () => undefined),
    },
  ],
  exports: [EventLog],
})
class ThingsModule {}

let service: ServiceKit;
let log: EventLog;
const clients: LiveClient[] = [];

beforeAll(async () => {
  const definition = { title: 'Test', description: 'Of streams', version: '1', upcasters: [] };
  service = await ServiceKit.start({ ...definition, name: 'cards', module: ThingsModule });
  const replica = await service.replica('cards-other');
  log = replica.app.select(ThingsModule).get(EventLog, { strict: true });
}, 60_000);

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

afterAll(() => service.stop());

const someone = () => `did:plc:${randomUUID()}`;

async function open(key: string, as = someone(), lastEventId?: string): Promise<LiveClient> {
  const url = new URL(`/things/${key}`, service.url);
  const client = await LiveClient.open(url, { as, ...(lastEventId === undefined ? {} : { lastEventId }) });
  clients.push(client);
  return client;
}

const change = (key: string, ...subjects: string[]): Promise<void> =>
  log.transaction(({ sql }) =>
    recordChanges(
      sql,
      subjects.map((subject) => ({ kind: 'thing', subject, keys: [key] })),
    ),
  );

const subjects = (client: LiveClient) => client.of('thing').map(({ subject }) => subject);

describe('a live stream', () => {
  it('tells what other replicas commit, and only of its topic', async () => {
    const [one, other] = [await open('one'), await open('other')];
    await change('one', 'a', 'b');
    await change('other', 'c');
    await eventually(() => {
      expect([subjects(one), subjects(other)]).toEqual([['a', 'b'], ['c']]);
    });
  });

  it('tells what commits late, though others that began later were told before', async () => {
    const client = await open('late');
    const { promise: end, resolve } = Promise.withResolvers<undefined>();
    const { promise: begun, resolve: hasBegun } = Promise.withResolvers<undefined>();
    const slow = log.transaction(async ({ sql }) => {
      await recordChanges(sql, [{ kind: 'thing', subject: 'slow', keys: ['late'] }]);
      hasBegun(undefined);
      await end;
    });
    await begun;
    await change('late', 'quick');
    await client.until('thing', ({ subject }) => subject === 'quick');
    const { lastEventId } = client;
    client.close();
    resolve(undefined);
    await slow;
    const next = await open('late', someone(), lastEventId);
    await next.until('thing');
    expect(subjects(next)).toEqual(['slow']);
  });

  it('tells all that was missed, page by page, before what comes meanwhile, each thing once', async () => {
    const first = await open('many');
    const missed = Array.from({ length: 10 }, (_, index) => `missed ${String(index)}`);
    first.close();
    for (const subject of missed) await change('many', subject);
    const [next] = await Promise.all([open('many', someone(), first.lastEventId), change('many', 'then')]);
    await next.until('thing', ({ subject }) => subject === 'then');
    expect(subjects(next)).toEqual([...missed, 'then']);
  });

  it('tells of what changed several times once, where it changed last', async () => {
    const first = await open('often');
    first.close();
    await change('often', 'a', 'b', 'a');
    const next = await open('often', someone(), first.lastEventId);
    await next.until('thing', ({ subject }) => subject === 'a');
    expect(subjects(next)).toEqual(['b', 'a']);
  });

  it('moves its client’s id on though nothing concerns it', async () => {
    const client = await open('quiet');
    const before = Number(client.lastEventId);
    await change('elsewhere', 'a');
    await eventually(() => {
      expect(Number(client.lastEventId)).toBeGreaterThan(before);
    });
    expect(client.events).toEqual([]);
  });

  it('ends when something can not be told, and tells it to the client that comes again', async () => {
    const client = await open('broken');
    things.broken.add('a');
    await change('broken', 'a');
    await eventually(() => {
      expect(client.isOver).toBe(true);
    });
    things.broken.clear();
    const next = await open('broken', someone(), client.lastEventId);
    await next.until('thing');
    expect(subjects(next)).toEqual(['a']);
  });

  it('begins anew where the log has forgotten what was missed', async () => {
    const first = await open('old');
    first.close();
    await change('old', 'a');
    await eventually(async () => {
      const changes = new ChangeLog(service.sql);
      await changes.number();
      await changes.forget(1_000);
      expect(await changes.read(Number(first.lastEventId), 1)).toBeUndefined();
    });
    const next = await open('old', someone(), first.lastEventId);
    await change('old', 'b');
    await next.until('thing');
    expect(next.events.map(({ event }) => event)).toEqual(['reset', 'thing']);
  });
});

describe('the places for streams', () => {
  it('are so many for a person', async () => {
    const person = someone();
    const [first] = [await open('place', person), await open('place', person)];
    const answer = await service.request('GET', '/things/place', { as: person });
    expect(answer).toMatchObject({ status: 429, body: { code: 'too-many-streams' } });
    first.close();
    await eventually(() => open('place', person));
  });

  it('are so many on a replica', async () => {
    const fill = async () => {
      for (;;) await open('place');
    };
    await expect(fill()).rejects.toThrow('503');
    expect(clients.length).toBeLessThanOrEqual(10);
    const answer = await service.request('GET', '/things/place', { as: someone() });
    expect(answer).toMatchObject({ status: 503, body: { code: 'too-many-streams-here' } });
    clients[0]!.close();
    await eventually(() => open('place'));
  });

  it('are not taken by who only asks for the headers', async () => {
    const person = someone();
    for (let count = 0; count < 5; count += 1) {
      expect((await service.request('HEAD', '/things/head', { as: person })).status).toBe(200);
    }
  });

  it('are not kept by who does not read', async () => {
    const person = someone();
    const readers = [await openUnread('slow', person), await openUnread('slow', person)];
    await expect(open('slow', person)).rejects.toThrow('429');
    things.padding = 1024 * 1024;
    await eventually(async () => {
      await change('slow', 'a', 'b');
      await open('other', person);
    });
    things.padding = 0;
    for (const reader of readers) reader.destroy();
  }, 30_000);
});

/** A client that reads the first bytes of a stream and no more. */
async function openUnread(key: string, as: string): Promise<Socket> {
  const { hostname: host, port } = new URL(service.url);
  const socket = connect({ host, port: Number(port) });
  socket.write(`GET /things/${key} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Development ${as}\r\n\r\n`);
  await once(socket, 'readable');
  return socket;
}
