import { Logger } from '@nestjs/common';
import type { Sql } from 'postgres';
import { ConsumerControls } from '../administration/consumer-controls.js';
import type { AfterCommit } from '../event-log/event-log.js';
import { ConsumerDesk } from '../control/consumer-desk.js';
import { Baselines } from '../inbox/baselines.js';
import { Reconciled } from '../inbox/reconciled.js';
import type { HandlerRegistry } from '../inbox/handlers.js';
import { BatchGatherer } from '../inbox/gatherer.js';
import { Inbox } from '../inbox/inbox.js';
import { Parking } from '../inbox/parking.js';
import { RETRY_DEFAULTS, type RetryPolicy } from '../inbox/retry-policy.js';
import { ConsumerLanes, LANE_DEFAULTS } from '../lanes/consumer-lanes.js';
import { LeaseKeeper } from '../lanes/lease-keeper.js';
import { PauseWatch } from '../lanes/pause-watch.js';
import type { EventingMetrics } from '../metrics.js';
import { ALL_PARTITIONS } from '../partition.js';
import type { TransactionPool } from '../transaction-pool.js';
import type { Transport } from '../transport.js';

export interface ConsumptionOptions {
  /** The durable consumer's name: the service's. */
  consumer: string;
  /** Which copy of the projection the cursors belong to. */
  generation: number;
  source: string;
  replica: string;
  incarnation: string;
  leaseTtlMs: number;
  serviceVersion: string;
  /** For handlers that say nothing of it themselves. */
  retry?: RetryPolicy;
  /** How often the cursors are held against the producers' logs. */
  reconcileEveryMs?: number;
}

export interface ConsumptionParts {
  sql: Sql;
  transactions: TransactionPool;
  transport: Transport;
  metrics: EventingMetrics;
  afterCommit: AfterCommit;
}

const RECONCILE_EVERY_MS = 5_000;
/** The replica that owns this partition does what only one needs to do. */
const ASKING_PARTITION = 0;

/** Two transactions keep a database of few cores busy: one works while the other waits for its answer. */
const GATHERING = { parallel: 2, maxEvents: 512 };

/** The consuming half of a service: leases, lanes, inbox and parking of one consumer. */
export class Consumption {
  readonly #options: ConsumptionOptions;
  readonly #parts: ConsumptionParts;
  readonly #logger = new Logger('Consumption');
  #lanes: ConsumerLanes | undefined;
  #leases: LeaseKeeper | undefined;
  #desk: ConsumerDesk | undefined;
  #pauses: PauseWatch | undefined;

  constructor(options: ConsumptionOptions, parts: ConsumptionParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Partitions that this replica owns now. */
  get owned(): ReadonlySet<number> {
    return this.#leases?.owned ?? new Set();
  }

  /** Whether the service handles any events. */
  get isConsuming(): boolean {
    return this.#leases !== undefined;
  }

  async start(handlers: HandlerRegistry): Promise<void> {
    if (handlers.types.length === 0) return;
    const { sql, transactions, transport, metrics, afterCommit } = this.#parts;
    const { consumer, generation, source, serviceVersion, replica, incarnation, leaseTtlMs } = this.#options;
    const scope = { consumer, generation };
    const parking = new Parking(scope, serviceVersion);
    const retried = await parking.retryRefusedByOtherVersions(sql);
    if (retried > 0)
      this.#logger.log({ events: retried }, 'events that another version refused are tried again');
    const retry = this.#options.retry ?? RETRY_DEFAULTS;
    const processor = new Inbox(transactions, parking, metrics, { scope, source, retry }, afterCommit);
    const inbox = new BatchGatherer((events, look) => processor.process(events, look), GATHERING);
    this.#lanes = new ConsumerLanes(
      sql,
      parking,
      { transport, inbox, handlers, metrics },
      { consumer, ...LANE_DEFAULTS },
    );
    const controls = new ConsumerControls(sql, consumer);
    this.#pauses = new PauseWatch(
      () => controls.isPaused(),
      this.#lanes,
      (paused) => {
        metrics.paused.set({ messaging_consumer_group_name: consumer }, paused ? 1 : 0);
      },
    );
    metrics.paused.set({ messaging_consumer_group_name: consumer }, 0);
    await this.#pauses.start();
    this.#leases = new LeaseKeeper(
      sql,
      { role: consumer, replica, incarnation, partitions: ALL_PARTITIONS, ttlMs: leaseTtlMs },
      this.#lanes,
    );
    this.#leases.start();
    this.#desk = new ConsumerDesk(
      {
        consumer,
        sources: handlers.sources,
        everyMs: this.#options.reconcileEveryMs ?? RECONCILE_EVERY_MS,
      },
      {
        transport,
        reconciled: new Reconciled(sql, scope),
        baselines: new Baselines(sql, scope),
        metrics,
        asks: () => this.owned.has(ASKING_PARTITION),
      },
    );
    this.#desk.open();
  }

  async stop(): Promise<void> {
    await this.#desk?.close();
    await this.#pauses?.stop();
    await this.#leases?.stop();
    await this.#lanes?.close();
  }
}
