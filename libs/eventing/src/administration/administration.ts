import { Injectable } from '@nestjs/common';
import type { Sql } from 'postgres';
import type { InboxScope } from '../inbox/cursors.js';
import type { SequenceRange } from '../relay/outbox.js';
import type { Consumption } from '../runtime/consumption.js';
import type { Publication } from '../runtime/publication.js';
import type { TransactionPool } from '../transaction-pool.js';
import type { Transport } from '../transport.js';
import { AdministrationError } from './administration-error.js';
import { Audit, type Order } from './audit.js';
import { type ConsumerControl, ConsumerControls } from './consumer-controls.js';
import { consumerLag, type ConsumerLag } from './consumer-lag.js';
import { ParkedEvents } from './parked-events.js';
import { Redrive } from './redrive.js';

export interface AdministrationParts {
  sql: Sql;
  transactions: TransactionPool;
  transport: Transport;
  publication: Publication;
  consumption: Consumption;
}

/** Where the service's events stand, on both sides. */
export interface ServiceLag {
  /** Committed and not yet published. */
  outbox: { depth: number; oldestAgeSeconds: number };
  /** Empty for a service that handles no events. */
  consumers: (ConsumerLag & { control: ConsumerControl | null })[];
}

/** The operator's side of one service's events. Every change is audited. */
@Injectable()
export class Administration {
  readonly parked: ParkedEvents;
  readonly redrive: Redrive;
  readonly audit: Audit;
  readonly #controls: ConsumerControls;
  readonly #scope: InboxScope;
  readonly #parts: AdministrationParts;

  constructor(scope: InboxScope, parts: AdministrationParts) {
    const { sql, transactions } = parts;
    this.#scope = scope;
    this.#parts = parts;
    this.audit = new Audit(sql);
    this.parked = new ParkedEvents(sql, scope);
    this.redrive = new Redrive(transactions, scope, this.audit);
    this.#controls = new ConsumerControls(sql, scope.consumer);
  }

  /**
   * Has every replica end its lanes in order within a second or so, and keep their leases, until `resume`.
   *
   * @throws AdministrationError `no-consumer`
   */
  pause(order: Order & { reason: string }): Promise<ConsumerControl> {
    return this.#control(true, order);
  }

  /** @throws AdministrationError `no-consumer` */
  resume(order: Order): Promise<ConsumerControl> {
    return this.#control(false, order);
  }

  /**
   * Publishes a range of one of the service's own aggregates again, under the original ids: every consumer skips
   * what it has handled already.
   *
   * @returns how many events.
   * @throws AdministrationError `nothing-to-republish`
   */
  async republish(range: SequenceRange, order: Order): Promise<number> {
    const { aggregateId, from, to } = range;
    // Recorded before it is done: doing it twice costs duplicates, which all consumers skip.
    await this.#parts.transactions.run(async (sql) => {
      const [held] = await sql<{ count: number }[]>`
        select count(*)::int as count from outbox
        where aggregate_id = ${aggregateId} and sequence between ${from} and ${to}`;
      const events = held?.count ?? 0;
      if (events === 0) {
        throw new AdministrationError(
          'nothing-to-republish',
          `The log holds no events ${String(from)} to ${String(to)} of ${aggregateId}: ask the service that publishes this aggregate; what is older than the log's retention is gone.`,
        );
      }
      await this.audit.record(sql, {
        ...order,
        action: 'republish',
        events,
        target: { aggregateId, from, to },
      });
    });
    return this.#parts.publication.republish(range);
  }

  async lag(): Promise<ServiceLag> {
    const { sql, transport, publication, consumption } = this.#parts;
    const [backlog, consumer, control] = await Promise.all([
      publication.outbox.backlog(),
      consumption.isConsuming ? consumerLag(sql, transport, this.#scope) : undefined,
      this.#controls.read(),
    ]);
    return {
      outbox: { depth: backlog.depth, oldestAgeSeconds: backlog.ageSeconds },
      consumers: consumer === undefined ? [] : [{ ...consumer, control: control ?? null }],
    };
  }

  async #control(paused: boolean, order: Order): Promise<ConsumerControl> {
    if (!this.#parts.consumption.isConsuming) {
      throw new AdministrationError(
        'no-consumer',
        `${this.#scope.consumer} handles no events, so there is nothing to pause. Name a service that does.`,
      );
    }
    return this.#controls.set(this.#parts.transactions, this.audit, paused, order);
  }
}
