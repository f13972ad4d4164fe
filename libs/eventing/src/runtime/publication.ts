import { Logger } from '@nestjs/common';
import type { Sql } from 'postgres';
import { serviceOf } from '../control/control-message.js';
import { ProducerDesk } from '../control/producer-desk.js';
import { LeaseKeeper } from '../lanes/lease-keeper.js';
import type { EventingMetrics } from '../metrics.js';
import { ALL_PARTITIONS } from '../partition.js';
import { Outbox, type SequenceRange } from '../relay/outbox.js';
import { Relay } from '../relay/relay.js';
import type { Transport } from '../transport.js';

export interface PublicationOptions {
  source: string;
  replica: string;
  incarnation: string;
  leaseTtlMs: number;
  /** Days that the integration log is kept: how far back a gap can be healed and a projection rebuilt. */
  retentionDays: number;
}

export interface PublicationParts {
  /** Connections of the relay's own, with `synchronous_commit` off. */
  relaySql: Sql;
  sql: Sql;
  transport: Transport;
  metrics: EventingMetrics;
}

const MAINTENANCE_EVERY_MS = 3_600_000;
/** Wake-ups of other replicas are gathered for this long: one NOTIFY, not one a commit. */
const NOTIFY_GATHER_MS = 5;
/** The replica that relays this partition answers what only one needs to answer. */
const ANSWERING_PARTITION = 0;

/** The publishing half of a service: outbox, relay, its leases, wake-ups, and republication on request. */
export class Publication {
  readonly #options: PublicationOptions;
  readonly #parts: PublicationParts;
  readonly #outbox: Outbox;
  readonly #relay: Relay;
  readonly #leases: LeaseKeeper;
  readonly #desk: ProducerDesk;
  readonly #channel: string;
  readonly #logger = new Logger('Publication');
  #maintenance: NodeJS.Timeout | undefined;
  #notify: NodeJS.Timeout | undefined;
  #unlisten: (() => Promise<void>) | undefined;

  constructor(options: PublicationOptions, parts: PublicationParts) {
    this.#options = options;
    this.#parts = parts;
    this.#outbox = new Outbox(parts.relaySql);
    this.#relay = new Relay(this.#outbox, parts.transport, parts.metrics);
    const { replica, incarnation, leaseTtlMs, source } = options;
    this.#leases = new LeaseKeeper(
      parts.sql,
      { role: 'relay', replica, incarnation, partitions: ALL_PARTITIONS, ttlMs: leaseTtlMs },
      this.#relay,
    );
    this.#desk = new ProducerDesk({
      service: serviceOf(source),
      outbox: this.#outbox,
      transport: parts.transport,
      republish: (range) => this.republish(range),
      answers: () => this.#relay.owns(ANSWERING_PARTITION),
    });
    this.#channel = `outbox_${source.replace(/\W/g, '_')}`;
  }

  get outbox(): Outbox {
    return this.#outbox;
  }

  async start(): Promise<void> {
    if (this.#maintenance !== undefined) throw new Error('The publication is started already');
    await this.#maintain();
    this.#maintenance = setInterval(() => void this.#maintain(), MAINTENANCE_EVERY_MS);
    const listening = await this.#parts.sql.listen(this.#channel, () => {
      this.#relay.wake();
    });
    this.#unlisten = () => listening.unlisten();
    this.#desk.open();
    this.#leases.start();
  }

  /** Called after each commit that appended events. */
  readonly afterCommit = (partitions: ReadonlySet<number>): void => {
    let elsewhere = false;
    for (const partition of partitions) {
      if (!this.#relay.owns(partition)) elsewhere = true;
    }
    this.#relay.wake();
    if (!elsewhere || this.#notify !== undefined) return;
    // Outside the business transaction: a NOTIFY inside it would serialise all commits.
    this.#notify = setTimeout(() => {
      this.#notify = undefined;
      this.#parts.sql.notify(this.#channel, '').catch(() => {
        // The other replica's poll finds the rows.
      });
    }, NOTIFY_GATHER_MS);
  };

  /** Publishes a range of an aggregate's events again, under their original ids. */
  async republish(range: SequenceRange): Promise<number> {
    const count = await this.#outbox.republish(range);
    this.#relay.wake();
    if (count > 0) await this.#parts.sql.notify(this.#channel, '');
    return count;
  }

  /** Ends the pass under way and lets go. What is still pending is published by the next owner. */
  async stop(): Promise<void> {
    clearInterval(this.#maintenance);
    clearTimeout(this.#notify);
    this.#desk.close();
    await this.#leases.stop();
    await this.#relay.close();
    await this.#unlisten?.().catch(() => undefined);
  }

  /** Days are made a week ahead and there is a default partition: what fails now may wait for the next time. */
  async #maintain(): Promise<void> {
    try {
      await this.#outbox.maintain(this.#options.retentionDays);
    } catch (error) {
      this.#logger.warn({ err: error }, 'maintenance of the outbox failed; it is tried again in an hour');
    }
  }
}
