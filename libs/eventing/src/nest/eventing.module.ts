import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import type { Registry } from 'prom-client';
import { Administration } from '../administration/administration.js';
import { EventHistory } from '../event-log/event-history.js';
import { EventLog } from '../event-log/event-log.js';
import { registerGauges } from '../gauges.js';
import type { Upcaster } from '../inbox/upcasting.js';
import { EventingMetrics } from '../metrics.js';
import { Consumption } from '../runtime/consumption.js';
import { Publication } from '../runtime/publication.js';
import type { TransactionPool } from '../transaction-pool.js';
import type { Transport } from '../transport.js';
import { EventServer } from './event-server.js';

export interface EventingOptions {
  /** The service's name: its consumer's name and the last part of its events' source. */
  service: string;
  /** Its version: events that one version refused are tried again by the next. */
  serviceVersion: string;
  /** Stable name of this replica. */
  replica: string;
  /** The service's pool; its search path is the service's schema. */
  sql: Sql;
  /** Where the service's transactions run. */
  transactions: TransactionPool;
  /** A small pool of the relay's own with `synchronous_commit` off. */
  relaySql: Sql;
  transport: Transport;
  registry: Registry;
  /** The contracts' steps from older majors of events to newer ones. */
  upcasters: readonly Upcaster[];
  leaseTtlMs?: number;
  retentionDays?: number;
}

export const TRANSPORT = Symbol('Transport');
export const DEFAULT_LEASE_TTL_MS = 6_000;
export const DEFAULT_RETENTION_DAYS = 30;

/** Starts the publishing half with the application, and ends it when HTTP and the lanes have ended. */
@Injectable()
class PublicationLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #publication: Publication;

  constructor(@Inject(Publication) publication: Publication) {
    this.#publication = publication;
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#publication.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#publication.stop();
  }
}

/** The engine as a Nest module: `EventLog` to write with, `EventHistory` to look back, `EventServer` to receive with. */
@Module({})
export class EventingModule {
  static forRoot(options: EventingOptions): DynamicModule {
    const { service, replica, sql, transactions, relaySql, transport } = options;
    const source = `/services/${service}`;
    const incarnation = randomUUID();
    const leaseTtlMs = options.leaseTtlMs ?? DEFAULT_LEASE_TTL_MS;
    const metrics = new EventingMetrics(options.registry, transport.name);
    const retentionDays = options.retentionDays ?? DEFAULT_RETENTION_DAYS;
    const publication = new Publication(
      { source, replica, incarnation, leaseTtlMs, retentionDays },
      { relaySql, sql, transport, metrics },
    );
    const { afterCommit } = publication;
    const scope = { consumer: service, generation: 0 };
    const consumption = new Consumption(
      {
        ...scope,
        source,
        replica,
        incarnation,
        leaseTtlMs,
        serviceVersion: options.serviceVersion,
      },
      { sql, transactions, transport, metrics, afterCommit },
    );
    registerGauges(options.registry, scope, { sql, transport, publication, consumption });
    const administration = new Administration(scope, {
      sql,
      transactions,
      transport,
      publication,
      consumption,
    });
    return {
      module: EventingModule,
      global: true,
      providers: [
        PublicationLifecycle,
        { provide: Publication, useValue: publication },
        { provide: Consumption, useValue: consumption },
        { provide: Administration, useValue: administration },
        { provide: EventingMetrics, useValue: metrics },
        { provide: TRANSPORT, useValue: transport },
        { provide: EventLog, useValue: new EventLog(transactions, source, afterCommit) },
        { provide: EventHistory, useValue: new EventHistory(sql) },
        { provide: EventServer, useValue: new EventServer(consumption, options.upcasters) },
      ],
      exports: [
        Administration,
        EventHistory,
        EventLog,
        EventServer,
        Publication,
        Consumption,
        EventingMetrics,
        TRANSPORT,
      ],
    };
  }
}
