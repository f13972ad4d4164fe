import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { IsInt } from 'class-validator';
import type { JetStreamManager, NatsConnection } from 'nats';
import postgres, { type Sql } from 'postgres';
import { Registry } from 'prom-client';
import { migrate } from '#platform';
import { waitFor } from './wait-for.js';
import { type PostgresServer, startPostgres } from '../../infra/dev/servers/postgres.mjs';
import { EventLog } from '../../libs/eventing/src/event-log/event-log.js';
import { HandlerRegistry, type RegisteredHandler } from '../../libs/eventing/src/inbox/handlers.js';
import type { RetryPolicy } from '../../libs/eventing/src/inbox/retry-policy.js';
import { EventingMetrics } from '../../libs/eventing/src/metrics.js';
import { Consumption } from '../../libs/eventing/src/runtime/consumption.js';
import { TransactionPool } from '../../libs/eventing/src/transaction-pool.js';
import { Publication } from '../../libs/eventing/src/runtime/publication.js';
import type { Transport } from '../../libs/eventing/src/transport.js';
import type { BrokerOptions, TestBroker } from './brokers/broker.js';
import { NatsBroker } from './brokers/nats.js';

/** An event of no service: what the engine's tests send. */
export class CountedV1 {
  static readonly type = 'events.cards.counted.v1';

  @IsInt()
  value!: number;
}

export function counted(value: number): CountedV1 {
  return Object.assign(new CountedV1(), { value });
}

/** One row an event handled, in the order of commits. */
export interface Effect {
  aggregate: string;
  sequence: number;
  value: number;
}

export interface ConsumerOptions {
  replica?: string;
  /** A connection of its own unless given. */
  transport?: Transport;
  serviceVersion?: string;
  retry?: RetryPolicy;
  reconcileEveryMs?: number;
  leaseTtlMs?: number;
  /** Called before the effect is written; throws to fail. */
  before?: (value: number) => Promise<void> | void;
  handlers?: ReadonlyMap<string, RegisteredHandler>;
  knownTypes?: readonly string[];
}

/** Real servers, one producing and one consuming schema, and the engine between them. */
export class EngineWorld<B extends TestBroker = TestBroker> {
  readonly #folder: string;
  readonly #stops: (() => Promise<void>)[] = [];
  readonly #sequences = new Map<string, number>();

  /** With JetStream between them. */
  static start(): Promise<EngineWorld<NatsBroker>> {
    return EngineWorld.on((options) => NatsBroker.start(options));
  }

  static async on<B extends TestBroker>(
    startBroker: (options: BrokerOptions) => Promise<B>,
  ): Promise<EngineWorld<B>> {
    // Failures are made on purpose here; their warnings would bury a real one.
    if (process.env['LOG_LEVEL'] === undefined) Logger.overrideLogger(false);
    const folder = mkdtempSync(join(tmpdir(), 'commonplace-engine-'));
    // PostgreSQL may run as another user, who must get through.
    chmodSync(folder, 0o711);
    const log = (): void => undefined;
    const [pg, broker] = await Promise.all([
      startPostgres({ dataDir: join(folder, 'postgres'), log, durable: false }),
      startBroker({ folder, durable: false }),
    ]);
    const world = new EngineWorld(folder, pg, broker);
    await world.#prepare();
    return world;
  }

  private constructor(
    folder: string,
    readonly postgres: PostgresServer,
    readonly broker: B,
  ) {
    this.#folder = folder;
  }

  async #prepare(): Promise<void> {
    const sql = this.pool('public');
    for (const schema of ['cards', 'feeds']) {
      await sql.unsafe(`create schema ${schema}`);
      const folder = join(import.meta.dirname, '../../libs/eventing/migrations');
      await migrate({ url: this.postgres.url, schema, sources: [{ name: 'eventing', folder }] });
    }
    await sql.unsafe(
      'create table feeds.effects (position bigserial primary key, aggregate text, sequence int, value int)',
    );
  }

  pool(schema: string, settings: Record<string, string> = {}): Sql {
    const sql = postgres(this.postgres.url, {
      max: 20,
      connection: { search_path: schema, ...settings },
      onnotice: () => undefined,
    });
    this.#stops.push(() => sql.end({ timeout: 1 }));
    return sql;
  }

  transactions(schema: string): TransactionPool {
    const pool = new TransactionPool({
      size: 20,
      connect: (onclose) =>
        postgres(this.postgres.url, {
          max: 1,
          connection: { search_path: schema },
          onnotice: () => undefined,
          onclose,
        }),
    });
    this.#stops.push(() => pool.close());
    return pool;
  }

  /** Does it at the test's end. */
  onClear(stop: () => Promise<void>): void {
    this.#stops.push(stop);
  }

  /** Ends what was started last, first. Called by each test's end. */
  async clear(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }

  async stop(): Promise<void> {
    await this.clear();
    await this.broker.stop();
    await this.postgres.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async transport(service: string): Promise<Transport> {
    const transport = await this.broker.connect(service);
    this.#stops.push(() => transport.close());
    return transport;
  }

  /** The producing service: an event log with its relay. */
  async producer(
    options: { transport?: Transport } = {},
  ): Promise<{ log: EventLog; sql: Sql; publication: Publication }> {
    const sql = this.pool('cards');
    const publication = new Publication(
      {
        source: '/services/cards',
        replica: 'cards-1',
        incarnation: randomUUID(),
        leaseTtlMs: 3_000,
        retentionDays: 30,
      },
      {
        sql,
        relaySql: this.pool('cards', { synchronous_commit: 'off' }),
        transport: options.transport ?? (await this.transport('cards')),
        metrics: new EventingMetrics(new Registry()),
      },
    );
    await publication.start();
    this.#stops.push(() => publication.stop());
    return {
      log: new EventLog(this.transactions('cards'), '/services/cards', publication.afterCommit),
      sql,
      publication,
    };
  }

  /** Appends the next events of an aggregate in one transaction. */
  async append(log: EventLog, aggregateId: string, ...values: number[]): Promise<void> {
    const sequence = this.#sequences.get(aggregateId) ?? 0;
    this.#sequences.set(aggregateId, sequence + values.length);
    await log.transaction((uow) => {
      uow.append({
        aggregateType: 'Counter',
        aggregateId,
        version: sequence,
        sequence,
        domainEvents: values.map((value) => ({ type: 'Counted', data: { value } })),
        integrationEvents: values.map(counted),
      });
      return Promise.resolve();
    });
  }

  /** A replica of the consuming service, which writes one row an event. */
  async consumer(
    options: ConsumerOptions = {},
  ): Promise<{ consumption: Consumption; sql: Sql; registry: Registry }> {
    const registry = new Registry();
    const consumption = await this.consumption(options, registry);
    const handlers = options.handlers ?? new Map([[CountedV1.type, this.effectHandler(options.before)]]);
    await consumption.start(new HandlerRegistry(handlers, new Set(options.knownTypes ?? [CountedV1.type])));
    this.#stops.push(() => consumption.stop());
    return { consumption, sql: this.pool('feeds'), registry };
  }

  /** The consuming half of a service, not yet started. */
  async consumption(options: ConsumerOptions = {}, registry = new Registry()): Promise<Consumption> {
    return new Consumption(
      {
        consumer: 'feeds',
        generation: 0,
        source: '/services/feeds',
        replica: options.replica ?? 'feeds-1',
        incarnation: randomUUID(),
        leaseTtlMs: options.leaseTtlMs ?? 3_000,
        serviceVersion: options.serviceVersion ?? '1',
        ...(options.retry === undefined ? {} : { retry: options.retry }),
        ...(options.reconcileEveryMs === undefined ? {} : { reconcileEveryMs: options.reconcileEveryMs }),
      },
      {
        sql: this.pool('feeds'),
        transactions: this.transactions('feeds'),
        transport: options.transport ?? (await this.transport('feeds')),
        metrics: new EventingMetrics(registry),
        afterCommit: () => undefined,
      },
    );
  }

  effectHandler(before: ConsumerOptions['before'] = () => undefined): RegisteredHandler {
    return {
      contract: CountedV1,
      batch: false,
      invoke: async (payload, context) => {
        const event = payload as { subject: string; sequence: number; data: CountedV1 };
        await before(event.data.value);
        const { uow } = context as { uow: { sql: Sql } };
        await uow.sql`
          insert into effects (aggregate, sequence, value)
          values (${event.subject}, ${event.sequence}, ${event.data.value})`;
      },
    };
  }
}

/** The operator's hands on a world's JetStream. */
export async function operatorOf(
  world: EngineWorld<NatsBroker>,
): Promise<{ connection: NatsConnection; manager: JetStreamManager }> {
  const connection = await world.broker.operator();
  world.onClear(() => connection.close());
  return { connection, manager: await connection.jetstreamManager() };
}

/** The effects of some aggregates, in the order of their commits. */
export async function effectsOf(sql: Sql, ...aggregates: string[]): Promise<Effect[]> {
  return sql<Effect[]>`
    select aggregate, sequence, value from feeds.effects where aggregate = any(${aggregates}) order by position`;
}

/** Waits for an aggregate's effects. */
export function untilEffects(sql: Sql, aggregate: string, count: number): Promise<Effect[]> {
  return waitFor(`${String(count)} effects`, async () => {
    const effects = await effectsOf(sql, aggregate);
    return effects.length >= count ? effects : undefined;
  });
}
