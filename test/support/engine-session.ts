import { randomUUID } from 'node:crypto';
import { IsInt } from 'class-validator';
import postgres, { type Sql } from 'postgres';
import { Registry } from 'prom-client';
import { EventLog } from '../../libs/eventing/src/event-log/event-log.js';
import { HandlerRegistry, type RegisteredHandler } from '../../libs/eventing/src/inbox/handlers.js';
import type { RetryPolicy } from '../../libs/eventing/src/inbox/retry-policy.js';
import type { Upcaster } from '../../libs/eventing/src/inbox/upcasting.js';
import { EventingMetrics } from '../../libs/eventing/src/metrics.js';
import { Consumption } from '../../libs/eventing/src/runtime/consumption.js';
import { Publication } from '../../libs/eventing/src/runtime/publication.js';
import type { TransactionPool } from '../../libs/eventing/src/transaction-pool.js';
import type { Transport } from '../../libs/eventing/src/transport.js';
import { Database } from '../../libs/platform/src/database.js';
import { waitFor } from './wait-for.js';

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

/** An event as a test's handler sees it. */
export interface Handled {
  aggregate: string;
  sequence: number;
  value: number;
}

export interface ProducerOptions {
  replica?: string;
  leaseTtlMs?: number;
  transport?: Transport;
}

export interface ConsumerOptions {
  /** The durable consumer's name; `feeds`. */
  consumer?: string;
  replica?: string;
  serviceVersion?: string;
  retry?: RetryPolicy;
  leaseTtlMs?: number;
  reconcileEveryMs?: number;
  transport?: Transport;
  /** Called before the effect is written; throws to fail. */
  before?: (value: number, event: Handled) => Promise<void> | void;
  handlers?: ReadonlyMap<string, RegisteredHandler>;
  upcasters?: readonly Upcaster[];
}

export interface Producer {
  log: EventLog;
  sql: Sql;
  publication: Publication;
}

export interface Consumer {
  consumption: Consumption;
  sql: Sql;
  registry: Registry;
}

/** The engine as a service's process uses it, on servers that run already. Ends what it started. */
export class EngineSession {
  readonly #stops: (() => Promise<void>)[] = [];
  readonly #sequences = new Map<string, number>();

  constructor(
    private readonly databaseUrl: () => string,
    private readonly connect: (service: string) => Promise<Transport>,
  ) {}

  pool(schema: string, settings: Record<string, string> = {}): Sql {
    const sql = postgres(this.databaseUrl(), {
      max: 20,
      connection: { search_path: schema, ...settings },
      onnotice: () => undefined,
    });
    this.#stops.push(() => sql.end({ timeout: 1 }));
    return sql;
  }

  transactions(schema: string): TransactionPool {
    const database = new Database({
      url: this.databaseUrl(),
      schema,
      max: 1,
      transactions: 20,
      applicationName: schema,
    });
    this.#stops.push(() => database.close());
    return database.transactions;
  }

  /** Does it at the test's end. */
  onClear(stop: () => Promise<void>): void {
    this.#stops.push(stop);
  }

  /** Ends what was started last, first. Called by each test's end. */
  async clear(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }

  async transport(service: string): Promise<Transport> {
    const transport = await this.connect(service);
    this.#stops.push(() => transport.close());
    return transport;
  }

  /** The producing service: an event log with its relay. */
  async producer(options: ProducerOptions = {}): Promise<Producer> {
    const sql = this.pool('cards');
    const publication = new Publication(
      {
        source: '/services/cards',
        replica: options.replica ?? 'cards-1',
        incarnation: randomUUID(),
        leaseTtlMs: options.leaseTtlMs ?? 3_000,
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
  append(log: EventLog, aggregateId: string, ...values: number[]): Promise<void> {
    return this.appendEvents(log, aggregateId, values.map(counted));
  }

  /** Another process has appended events of the aggregate up to this one. */
  continueAt(aggregateId: string, sequence: number): void {
    this.#sequences.set(aggregateId, sequence);
  }

  /** As `append`, for events of any class. */
  async appendEvents(log: EventLog, aggregateId: string, events: readonly object[]): Promise<void> {
    const sequence = this.#sequences.get(aggregateId) ?? 0;
    this.#sequences.set(aggregateId, sequence + events.length);
    await log.transaction((uow) => {
      uow.append({
        aggregateType: 'Counter',
        aggregateId,
        version: sequence,
        sequence,
        domainEvents: events.map((event) => ({ type: 'Counted', data: event })),
        integrationEvents: events,
      });
      return Promise.resolve();
    });
  }

  /** A replica of the consuming service, which writes one row an event. */
  async consumer(options: ConsumerOptions = {}): Promise<Consumer> {
    const registry = new Registry();
    const consumption = await this.consumption(options, registry);
    const handlers =
      options.handlers ?? new Map([[CountedV1.type, this.effectHandler(options.before, options.consumer)]]);
    await consumption.start(new HandlerRegistry(handlers, options.upcasters));
    this.#stops.push(() => consumption.stop());
    return { consumption, sql: this.pool('feeds'), registry };
  }

  /** The consuming half of a service, not yet started. */
  async consumption(options: ConsumerOptions = {}, registry = new Registry()): Promise<Consumption> {
    const consumer = options.consumer ?? 'feeds';
    return new Consumption(
      {
        consumer,
        generation: 0,
        source: `/services/${consumer}`,
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
        transport: options.transport ?? (await this.transport(consumer)),
        metrics: new EventingMetrics(registry),
        afterCommit: () => undefined,
      },
    );
  }

  effectHandler(before: ConsumerOptions['before'] = () => undefined, consumer = 'feeds'): RegisteredHandler {
    return {
      contract: CountedV1,
      batch: false,
      invoke: async (payload, context) => {
        const { subject, sequence, data } = payload as { subject: string; sequence: number; data: CountedV1 };
        await before(data.value, { aggregate: subject, sequence, value: data.value });
        const { uow } = context as { uow: { sql: Sql } };
        await uow.sql`
          insert into effects (consumer, aggregate, sequence, value)
          values (${consumer}, ${subject}, ${sequence}, ${data.value})`;
      },
    };
  }
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
