import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import postgres, { type Sql } from 'postgres';
import {
  Administration,
  type EventEnvelope,
  EventServer,
  type ParkedEvent,
  type ParkedFilter,
  partitionOf,
  toCloudEvent,
  type Transport,
} from '#eventing';
import {
  migrate,
  migrationSources,
  readConfig,
  type RunningService,
  type ServiceDefinition,
  startService,
} from '#platform';
import type { TestBroker } from '../support/brokers/broker.js';
import { NatsBroker } from '../support/brokers/nats.js';
import { eventually } from '../support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { quiet, runRecord, testFolder } from '../support/run.js';
import { differences, type Expectation, type Published } from './settled.js';

export interface KitOptions {
  /** What carries the events; the kit starts a nats-server of its own unless given. Stopped with the kit. */
  broker?: TestBroker;
  /** More of the service's environment, such as OPERATOR_TOKEN. */
  env?: Record<string, string>;
}

export interface Answer {
  status: number;
  /** JSON as it came; undefined where the answer has no body. */
  body: unknown;
}

export interface RequestOptions {
  /** DID of who asks. */
  as?: string;
  body?: object;
  headers?: Record<string, string>;
}

const SETTLE_DEADLINE_MS = 30_000;

/**
 * A service under test: as it runs in production, but in the spec's own process, with a fresh database, a real
 * broker, and the other services' events sent by the spec. docs/testing-events.md shows how it is used.
 */
export class ServiceKit {
  /** To the service's own schema, in its own role. */
  readonly sql: Sql;
  readonly broker: TestBroker;
  readonly #definition: ServiceDefinition;
  readonly #database: TestDatabase;
  readonly #env: Record<string, string>;
  readonly #others = new Map<string, Promise<Transport>>();
  readonly #published: Published = new Map();
  readonly #replicas: RunningService[] = [];
  #service: RunningService | undefined;
  #stopped: Promise<void> | undefined;

  static async start(definition: ServiceDefinition, options: KitOptions = {}): Promise<ServiceKit> {
    Logger.overrideLogger(['error']);
    const { name } = definition;
    const database = await createTestDatabase({ services: [name] });
    const [broker] = await Promise.all([
      options.broker ?? NatsBroker.start({ folder: testFolder('nats'), record: runRecord(), durable: false }),
      migrate({ url: database.urlOf(name), schema: name, sources: migrationSources(name) }),
    ]);
    const kit = new ServiceKit(definition, database, broker, {
      AUTH_MODE: 'development',
      HOST: '127.0.0.1',
      REPLICA_NAME: `${name}-test`,
      ...broker.environmentOf(name),
      DATABASE_URL: database.urlOf(name),
      ...options.env,
    });
    await kit.#start();
    return kit;
  }

  private constructor(
    definition: ServiceDefinition,
    database: TestDatabase,
    broker: TestBroker,
    env: Record<string, string>,
  ) {
    this.#definition = definition;
    this.#database = database;
    this.#env = env;
    this.broker = broker;
    const connection = { search_path: definition.name };
    this.sql = postgres(database.urlOf(definition.name), { max: 3, connection, onnotice: quiet });
  }

  /** Of its HTTP server; another one after a restart. */
  get url(): string {
    return this.#running().url;
  }

  /** With the password of the service's role. */
  get databaseUrl(): string {
    return this.#database.urlOf(this.#definition.name);
  }

  /** What an operator can do: list and show parked events, retry, discard, pause, resume. */
  get administration(): Administration {
    return this.#running().app.get(Administration);
  }

  /** Publishes an aggregate's next event as another service, or the one of a given sequence. */
  async publish(
    service: string,
    aggregateId: string,
    data: object,
    options: { sequence?: number } = {},
  ): Promise<EventEnvelope> {
    const key = `/services/${service} ${aggregateId}`;
    const last = this.#published.get(key) ?? 0;
    const sequence = options.sequence ?? last + 1;
    this.#published.set(key, Math.max(last, sequence));
    const { type } = data.constructor as unknown as { type: string };
    const envelope: EventEnvelope = {
      id: randomUUID(),
      source: `/services/${service}`,
      type,
      subject: aggregateId,
      time: new Date().toISOString(),
      sequence,
      correlationId: 'test',
      causationId: 'test',
      data,
    };
    await this.publishAgain(envelope);
    return envelope;
  }

  /** Publishes the very same event once more, as a relay does that died before it took note. */
  async publishAgain(envelope: EventEnvelope): Promise<void> {
    const service = envelope.source.split('/').at(-1) ?? '';
    const connecting = this.#others.get(service) ?? this.broker.connect(service);
    this.#others.set(service, connecting);
    const [result] = await (
      await connecting
    ).publish([
      {
        eventId: envelope.id,
        type: envelope.type,
        aggregateId: envelope.subject,
        partition: partitionOf(envelope.subject),
        body: JSON.stringify(toCloudEvent(envelope)),
        republish: true,
      },
    ]);
    if (result?.stored !== true) throw new Error(`The event was not stored: ${JSON.stringify(result)}`);
  }

  /**
   * Waits until nothing is under way any more: the service has published what it committed, and handled what the
   * spec published, up to each aggregate's last event. What is parked must be what the spec expects.
   *
   * @param expected how many parked events of each status; none unless said
   * @throws Error after 30 s, with what is still under way or parked, and its errors
   */
  async untilSettled(expected: Expectation = {}): Promise<void> {
    await eventually(
      async () => {
        const found = await differences(this.sql, this.#definition.name, this.#heard(), expected);
        if (found.length > 0)
          throw new Error(`${this.#definition.name} has not settled:\n  ${found.join('\n  ')}`);
      },
      { deadlineMs: SETTLE_DEADLINE_MS },
    );
  }

  /** What was published of contexts of which the service handles anything: of others it takes no note. */
  #heard(): Published {
    const handled = [...this.#running().app.get(EventServer).getHandlers().keys()];
    const contexts = new Set(handled.map((type) => type.split('.')[1]));
    return new Map(
      [...this.#published].filter(([key]) => contexts.has(key.split(' ')[0]?.split('/').at(-1))),
    );
  }

  /** Parked events, the longest parked first. */
  parked(filter: ParkedFilter = {}): Promise<ParkedEvent[]> {
    return this.administration.parked.list(filter, 1_000);
  }

  /** Answers of the service's own HTTP server. */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const { as, body, headers } = options;
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {
        ...(as === undefined ? {} : { authorization: `Development ${as}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** What a scrape gets. */
  async metrics(): Promise<string> {
    return (await fetch(new URL('/metrics', this.url))).text();
  }

  /** Starts another replica of the service, on the same database. The kit stops it at the end, if nobody did. */
  async replica(name: string): Promise<RunningService> {
    const env = { ...this.#env, REPLICA_NAME: name };
    const running = await startService(this.#definition, readConfig(this.#definition.name, env));
    let stopped: Promise<void> | undefined;
    const replica = { ...running, stop: () => (stopped ??= running.stop()) };
    this.#replicas.push(replica);
    return replica;
  }

  /** Ends the service in order and starts it again under its name: what it kept is in its database. */
  async restart(): Promise<void> {
    await this.#running().stop();
    await this.#start();
  }

  /** Ends the service, its broker and its database. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #start(): Promise<void> {
    this.#service = await startService(this.#definition, readConfig(this.#definition.name, this.#env));
  }

  async #stop(): Promise<void> {
    for (const transport of this.#others.values()) await (await transport).close();
    for (const replica of this.#replicas) await replica.stop();
    await this.#running().stop();
    await this.sql.end({ timeout: 1 });
    await this.broker.stop();
    await this.#database.drop();
  }

  #running(): RunningService {
    if (this.#service === undefined) throw new Error('The service is not started');
    return this.#service;
  }
}
