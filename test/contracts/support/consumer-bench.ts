import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import postgres, { type Sql } from 'postgres';
import { type EventEnvelope, EventServer, NatsTransport, partitionOf, toCloudEvent } from '#eventing';
import {
  migrate,
  migrationSources,
  readConfig,
  type RunningService,
  type ServiceDefinition,
  startService,
} from '#platform';
import { startTestNats, type TestNats } from '../../support/nats.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { waitFor } from '../../support/wait-for.js';
import { type Payload, producerOf } from './fixtures.js';

/** An event as its producer would send it. */
export interface Sent {
  type: string;
  sequence: number;
  data: Payload;
  twins?: readonly string[];
}

/** A service's own rows by table, in an order that does not depend on how they came; empty tables are left out. */
export type State = Record<string, Payload[]>;

const OF_THE_ENGINE = /^(event_|outbox|inbox_|parked_|lane_|consumer_controls|applied_)/;
/** What a worker does with what the handler stored, in its own time. */
const OF_WORKERS = /^(inboxes$|announcements)/;
/** Stored, and no consequence of the event. */
const TIME = '2026-11-22T12:00:00.000Z';

/** A consuming service on real servers, and other services' identities to send it events. */
export class ConsumerBench {
  readonly #transports = new Map<string, NatsTransport>();
  readonly #tables: string[] = [];
  readonly name: string;

  static async start(definition: ServiceDefinition): Promise<ConsumerBench> {
    Logger.overrideLogger(false);
    const { name } = definition;
    const database = await createTestDatabase({ services: [name] });
    const url = database.urlOf(name);
    const [nats] = await Promise.all([
      startTestNats(),
      migrate({ url, schema: name, sources: migrationSources(name) }),
    ]);
    const sql = postgres(url, { max: 2, connection: { search_path: name }, onnotice: () => undefined });
    const bench = new ConsumerBench(name, database, nats, sql);
    const tables = await sql<{ table: string }[]>`
      select table_name as table from information_schema.tables where table_schema = ${name} order by 1`;
    bench.#tables.push(
      ...tables
        .map(({ table }) => table)
        .filter((table) => !OF_THE_ENGINE.test(table) && !OF_WORKERS.test(table)),
    );
    await bench.deploy(definition);
    return bench;
  }

  #service: RunningService | undefined;

  private constructor(
    name: string,
    readonly database: TestDatabase,
    readonly nats: TestNats,
    readonly sql: Sql,
  ) {
    this.name = name;
  }

  /** Types that the running version has a handler for. */
  get handled(): string[] {
    return [...(this.#service?.app.get(EventServer).getHandlers().keys() ?? [])];
  }

  /** Puts another version of the service in the place of the running one. */
  async deploy(definition: ServiceDefinition): Promise<void> {
    await this.#service?.stop();
    const config = readConfig(this.name, {
      DATABASE_URL: this.database.urlOf(this.name),
      NATS_URL: this.nats.url,
      NATS_NKEY_SEED: this.nats.seedOf(this.name),
      AUTH_MODE: 'development',
      HOST: '127.0.0.1',
      // Its own name takes its own leases over: no waiting for the expiry of the former version's.
      REPLICA_NAME: `${this.name}-bench`,
    });
    this.#service = await startService(definition, config);
  }

  /** Publishes events of one aggregate one by one, in the given order, under their producers' identities. */
  async send(aggregateId: string, ...events: readonly Sent[]): Promise<void> {
    for (const { type, sequence, data, twins } of events) {
      const producer = producerOf(type);
      const envelope: EventEnvelope = {
        id: randomUUID(),
        source: `/services/${producer}`,
        type,
        subject: aggregateId,
        time: TIME,
        sequence,
        correlationId: 'test',
        causationId: 'test',
        ...(twins === undefined ? {} : { twins }),
        data,
      };
      const transport = await this.#transportOf(producer);
      const [result] = await transport.publish([
        {
          eventId: envelope.id,
          type,
          aggregateId,
          partition: partitionOf(aggregateId),
          body: JSON.stringify(toCloudEvent(envelope)),
          republish: false,
        },
      ]);
      if (result?.stored !== true) throw new Error(`${type} was not stored`);
    }
  }

  /** Waits until the aggregate's cursor stands at `sequence` and nothing of it lies in parking. */
  async untilHandled(aggregateId: string, sequence: number): Promise<void> {
    const outcome = await waitFor(`${this.name} at ${String(sequence)} of ${aggregateId}`, async () => {
      const [row] = await this.sql<{ cursor: string | null; refused: string | null; parked: number }[]>`
        select (select sequence from inbox_cursors where aggregate_id = ${aggregateId}) as cursor,
          (select string_agg(error, '; ') from parked_events
            where aggregate_id = ${aggregateId} and (status = 'dead' or reason = 'failed')) as refused,
          (select count(*)::int from parked_events where aggregate_id = ${aggregateId}) as parked`;
      if (typeof row?.refused === 'string') return new Error(row.refused);
      return row?.parked === 0 && Number(row.cursor) === sequence ? true : undefined;
    });
    // Thrown in here it would be waited for that it goes away.
    if (outcome instanceof Error) throw outcome;
  }

  /** Sends a new aggregate's events in the order given, and returns what is stored when the last one is handled. */
  async stateAfter(events: readonly Sent[]): Promise<State> {
    const aggregate = randomUUID();
    await this.send(aggregate, ...events);
    await this.untilHandled(aggregate, Math.max(...events.map(({ sequence }) => sequence)));
    return this.state();
  }

  /** Why an aggregate's event lies in parking, once one does. */
  parkedReason(aggregateId: string): Promise<string> {
    return waitFor(`an event of ${aggregateId} in parking`, async () => {
      const [row] = await this.sql<{ reason: string }[]>`
        select reason from parked_events where aggregate_id = ${aggregateId} and status = 'dead'`;
      return row?.reason;
    });
  }

  /** Without the ids of the events that caused it: each sending has its own. */
  async state(): Promise<State> {
    const state: State = {};
    for (const table of this.#tables) {
      const rows = await this.sql<{ row: Payload }[]>`
        select to_jsonb(t) - 'cause' as row from ${this.sql(table)} t order by to_jsonb(t)::text`;
      if (rows.length > 0) state[table] = rows.map(({ row }) => row);
    }
    return state;
  }

  /** Empties the service's own tables. */
  async clear(): Promise<void> {
    await this.sql`truncate ${this.sql(this.#tables)}`;
  }

  async stop(): Promise<void> {
    for (const transport of this.#transports.values()) await transport.close();
    await this.#service?.stop();
    await this.sql.end({ timeout: 1 });
    await this.nats.stop();
    await this.database.drop();
  }

  async #transportOf(producer: string): Promise<NatsTransport> {
    const known = this.#transports.get(producer);
    if (known !== undefined) return known;
    const transport = await NatsTransport.connect({
      servers: this.nats.url,
      nkeySeed: this.nats.seedOf(producer),
      name: producer,
      inboxPrefix: `_INBOX_${producer}`,
    });
    this.#transports.set(producer, transport);
    return transport;
  }
}
