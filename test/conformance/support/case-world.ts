import type { Sql } from 'postgres';
import { Administration } from '../../../libs/eventing/src/administration/administration.js';
import type { Consumption } from '../../../libs/eventing/src/runtime/consumption.js';
import type { Publication } from '../../../libs/eventing/src/runtime/publication.js';
import type { Delivery, Transport } from '../../../libs/eventing/src/transport.js';
import type { StartAt, TestBroker } from '../../support/brokers/broker.js';
import {
  type Consumer,
  type ConsumerOptions,
  type Effect,
  EngineSession,
  type Producer,
  type ProducerOptions,
} from '../../support/engine-session.js';
import type { EngineWorld } from '../../support/engine-world.js';
import { PATIENCE_MS, waitFor } from './waiting.js';
import type { CaseId, SizesOf } from '../cases.js';
import type { WorkerOptions } from '../process/protocol.js';
import { Subscriber, type SubscriberOptions } from './subscriber.js';
import { seenBy, Tally } from './tally.js';
import { type Watch, WatchedTransport } from './watched-transport.js';
import { WorkerProcess } from './worker-process.js';

export type Sizes = Readonly<Record<string, number>>;

const NEVER_MS = 3_600_000;

/** The features of some cases: what each does in its world. */
export type Features<Ids extends CaseId> = {
  readonly [Id in Ids]: (world: CaseWorld<SizesOf<Id>>) => Promise<void>;
};

/**
 * One case's own: consumers that nobody else reads, connections that are counted, and an end to all of it. The servers
 * are those of the suite.
 */
export class CaseWorld<S extends Sizes = Sizes> {
  readonly tally = new Tally();
  readonly session: EngineSession;
  readonly sizes: S;
  /** The retry policy of cases in which nothing is to be waited for. */
  readonly quickRetry = { attempts: 10, firstDelayMs: 10, maxDelayMs: 50 };
  readonly #engine: EngineWorld;
  readonly #name: string;
  readonly #consumers: string[] = [];

  constructor(engine: EngineWorld, name: string, sizes: S) {
    this.#engine = engine;
    this.#name = name;
    this.sizes = sizes;
    this.session = new EngineSession(
      () => engine.postgres.url,
      (service) => this.connect(service),
    );
  }

  get broker(): TestBroker {
    return this.#engine.broker;
  }

  get databaseUrl(): string {
    return this.#engine.postgres.url;
  }

  /** A durable consumer of this case alone; by default it knows nothing of what was published before. */
  async durable(startAt: StartAt = 'new'): Promise<string> {
    const consumer = `${this.#name}-${String(this.#consumers.length + 1)}`;
    this.#consumers.push(consumer);
    await this.broker.addConsumer(consumer, startAt);
    return consumer;
  }

  /** A connection whose deliveries are counted; closed at the case's end. */
  async connect(service = 'conformance', watch: Watch = {}): Promise<Transport> {
    const inner = await this.broker.connect(service);
    const transport = new WatchedTransport(inner, {
      ...watch,
      lanes: (change) => {
        this.tally.openLanes += change;
      },
      delivered: (consumer, delivery) => this.#count(consumer, delivery, watch),
      broadcast: (subject, body) => {
        this.tally.broadcast(body);
        watch.broadcast?.(subject, body);
      },
    });
    return transport;
  }

  async transport(service?: string, watch?: Watch): Promise<Transport> {
    const transport = await this.connect(service, watch);
    this.session.onClear(() => transport.close());
    return transport;
  }

  /** Reads a durable consumer through the port. */
  async subscribe(transport: Transport, consumer: string, options?: SubscriberOptions): Promise<Subscriber> {
    const subscriber = await Subscriber.open(transport, consumer, options);
    this.session.onClear(() => subscriber.stop(0));
    return subscriber;
  }

  async producer(options: ProducerOptions & { watch?: Watch } = {}): Promise<Producer> {
    const { watch, ...rest } = options;
    return this.session.producer({ transport: await this.transport('cards', watch), ...rest });
  }

  /** A replica of a consuming service. */
  async consumer(options: ConsumerOptions & { consumer: string; watch?: Watch }): Promise<Consumer> {
    const { watch, ...rest } = options;
    return this.session.consumer({
      transport: await this.transport(options.consumer, watch),
      leaseTtlMs: 1_500,
      // Cases have consumers that begin in the middle of the log, and are not to be given what was before.
      reconcileEveryMs: NEVER_MS,
      ...rest,
    });
  }

  /** The operator's side of a consumer. */
  async administration(
    consumer: string,
    parts: { publication: Publication; consumption: Consumption },
  ): Promise<Administration> {
    return new Administration(
      { consumer, generation: 0 },
      {
        ...parts,
        sql: this.session.pool('feeds'),
        transactions: this.session.transactions('feeds'),
        transport: await this.transport(consumer),
      },
    );
  }

  /** One half of a service in a process of its own, killed at the case's end when it still lives. */
  async worker(
    options: Omit<WorkerOptions, 'databaseUrl' | 'replica' | 'leaseTtlMs'>,
  ): Promise<WorkerProcess> {
    const worker = await WorkerProcess.start(
      // A successor of the same name takes over at once.
      { databaseUrl: this.databaseUrl, replica: `${options.role}-1`, leaseTtlMs: 1_500, ...options },
      this.broker.environmentOf(options.service),
      this.tally,
    );
    this.session.onClear(() => worker.kill());
    return worker;
  }

  /** The rows a consumer's handlers wrote, in the order of their commits. */
  effects(sql: Sql, consumer: string): Promise<Effect[]> {
    return sql<Effect[]>`
      select aggregate, sequence, value from feeds.effects where consumer = ${consumer} order by position`;
  }

  async countEffects(sql: Sql, consumer: string): Promise<number> {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from feeds.effects where consumer = ${consumer}`;
    return row?.count ?? 0;
  }

  /** Fails after so long without a further effect: while there are any, it is only slow. */
  async untilEffects(
    sql: Sql,
    consumer: string,
    count: number,
    standstillMs = PATIENCE_MS,
  ): Promise<Effect[]> {
    let most = 0;
    let movedAt = performance.now();
    await waitFor(
      `${String(count)} effects of ${consumer}`,
      async () => {
        const now = await this.countEffects(sql, consumer);
        if (now > most) [most, movedAt] = [now, performance.now()];
        if (performance.now() - movedAt > standstillMs)
          throw new Error(`${consumer} has stood still at ${String(most)} of ${String(count)} effects`);
        return now >= count ? true : undefined;
      },
      NEVER_MS,
    );
    return this.effects(sql, consumer);
  }

  /** Ends everything that the case began, and takes its consumers away. */
  async end(): Promise<void> {
    await this.session.clear();
    for (const consumer of this.#consumers.splice(0)) await this.broker.removeConsumer(consumer);
  }

  #count(consumer: string, delivery: Delivery, watch: Watch): Delivery {
    this.tally.delivered(seenBy(consumer, delivery.body));
    return watch.delivered?.(consumer, delivery) ?? delivery;
  }
}

/** Holds effects to the promise: each aggregate's events 1 to `each`, once and in order. */
export function expectOnceInOrder(
  effects: readonly Effect[],
  aggregates: readonly string[],
  each: number,
): void {
  const byAggregate = Map.groupBy(effects, (effect) => effect.aggregate);
  expect(byAggregate.size).toBe(aggregates.length);
  const whole = Array.from({ length: each }, (_, index) => index + 1);
  for (const aggregate of aggregates) {
    expect((byAggregate.get(aggregate) ?? []).map(({ sequence }) => sequence)).toEqual(whole);
  }
}
