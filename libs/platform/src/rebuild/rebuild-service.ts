import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import {
  Audit,
  connectTransport,
  Consumption,
  EventingMetrics,
  EventServer,
  HandlerErrorFilter,
  HeldInbox,
  Rebuild,
  type RebuildProgress,
  ReplayConsumers,
  type Transport,
  TwinSchema,
} from '#eventing';
import { Registry } from 'prom-client';
import { Database } from '../database.js';
import type { ServiceDefinition } from '../run-service.js';
import type { Projection } from './projection.js';

export interface RebuildConfig {
  /** Of the service's own role. */
  databaseUrl: string;
  natsUrl: string;
  /** The operator's: a service may make no consumers. */
  natsNkeySeed: string | undefined;
  /** Who asks, for the record. */
  operator: string;
  stuckMs?: number;
}

export interface RebuildWatch {
  /** Stops it; what was built is kept. */
  signal: AbortSignal;
  onProgress: (progress: RebuildProgress) => void;
}

const LEASE_TTL_MS = 6_000;
/** Lanes are far behind: large transactions are cheaper than small ones. */
const GATHERING = { parallel: 2, maxEvents: 1_024 };
const CONNECTIONS = 4;

@Module({})
class HandlersModule {
  // Nest needs a class to hang the controllers on; which they are is known only at run time.
  static readonly description = 'The handlers of a projection, and nothing else';
}

/** A service's projection on its way to be built anew. */
export class ServiceRebuild {
  readonly #definition: ServiceDefinition;
  readonly #projection: Projection;
  readonly #config: RebuildConfig;
  readonly #rebuild: Rebuild;
  readonly #live: Database;
  readonly #transport: Transport;
  readonly #twin: TwinSchema;
  readonly #consumer: string;

  constructor(definition: ServiceDefinition, projection: Projection, config: RebuildConfig) {
    const { name } = definition;
    const { databaseUrl: url, natsUrl, natsNkeySeed, operator, stuckMs } = config;
    this.#definition = definition;
    this.#projection = projection;
    this.#config = config;
    this.#twin = new TwinSchema(name);
    this.#consumer = `${name}-rebuild`;
    this.#live = new Database({
      url,
      schema: name,
      max: 1,
      transactions: 2,
      applicationName: this.#consumer,
    });
    this.#transport = connectTransport({
      service: 'operator',
      name: this.#consumer,
      publish: ['nats'],
      consume: ['nats'],
      natsUrl,
      natsNkeySeed,
      busDatabaseUrl: '',
      redisUrl: '',
      amqpUrl: '',
    });
    this.#rebuild = new Rebuild(
      {
        service: name,
        consumer: this.#consumer,
        operator,
        projections: projection.tables,
        ...(stuckMs === undefined ? {} : { stuckMs }),
      },
      {
        sql: this.#live.sql,
        transactions: this.#live.transactions,
        transport: this.#transport,
        replay: new ReplayConsumers({
          servers: natsUrl.split(','),
          nkeySeed: natsNkeySeed,
          consumer: this.#consumer,
        }),
        twin: this.#twin,
        audit: new Audit(this.#live.sql),
      },
    );
  }

  /**
   * Begins, or goes on where another process was, until the new projection is in the place of the live one.
   *
   * @returns false when it was stopped before
   * @throws RebuildError
   */
  async run(watch: RebuildWatch): Promise<boolean> {
    const beginning = await this.#rebuild.prepare();
    if (beginning !== 'swapped' && !(await this.#build(watch))) return false;
    await this.#projection.afterSwap?.(this.#live);
    await this.#rebuild.clear();
    return true;
  }

  /** Gives up what was built. */
  abandon(): Promise<void> {
    return this.#rebuild.abandon();
  }

  async close(): Promise<void> {
    await this.#transport.close();
    await this.#live.close();
  }

  async #build({ signal, onProgress }: RebuildWatch): Promise<boolean> {
    const held = new HeldInbox();
    const lanes = await this.#startLanes(held);
    try {
      return await this.#rebuild.untilSwapped(held, { signal, onProgress });
    } finally {
      await lanes.stop();
    }
  }

  /** The service's handlers on the twin schema, where they reach nothing that is live. */
  async #startLanes(held: HeldInbox): Promise<{ stop: () => Promise<void> }> {
    const { name, version, upcasters } = this.#definition;
    const database = new Database({
      url: this.#config.databaseUrl,
      schema: this.#twin.name,
      max: CONNECTIONS,
      transactions: CONNECTIONS,
      applicationName: this.#consumer,
    });
    const consumption = new Consumption(
      {
        consumer: this.#consumer,
        cursorsOf: name,
        generation: 0,
        source: `/services/${name}`,
        // One process at a time: the next one takes the leases over at once.
        replica: this.#consumer,
        incarnation: randomUUID(),
        leaseTtlMs: LEASE_TTL_MS,
        serviceVersion: version,
        gathering: GATHERING,
      },
      {
        sql: database.sql,
        transactions: database.transactions,
        transport: this.#transport,
        metrics: new EventingMetrics(new Registry()),
        afterCommit: () => undefined,
        around: held.around,
      },
    );
    const app = await NestFactory.createMicroservice<MicroserviceOptions>(
      { module: HandlersModule, controllers: [...this.#projection.controllers] },
      { strategy: new EventServer(consumption, upcasters) },
    );
    app.useGlobalFilters(new HandlerErrorFilter());
    await app.listen();
    return {
      stop: async () => {
        await app.close();
        await database.close();
      },
    };
  }
}
