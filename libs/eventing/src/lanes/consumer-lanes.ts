import { Logger } from '@nestjs/common';
import type { Sql } from 'postgres';
import { type ControlMessage, controlSubject, serviceOf } from '../control/control-message.js';
import type { Parking } from '../inbox/parking.js';
import { Signal } from '../signal.js';
import { Lane, type LaneOptions, type LaneParts } from './lane.js';
import type { LaneWork } from './lease-keeper.js';
import type { Pausable } from './pause-watch.js';

export interface ConsumerLanesOptions extends Omit<LaneOptions, 'partition'> {
  /** How often parking is looked through for events that are due. */
  sweepMs: number;
  /** How long a gap may stay open before its producer is asked to publish the missing range again. */
  gapAgeMs: number;
  /** How long to wait before asking again. */
  gapRepeatMs: number;
}

export const LANE_DEFAULTS = {
  batchSize: 256,
  workingEveryMs: 1_500,
  sweepMs: 500,
  gapAgeMs: 3_000,
  gapRepeatMs: 5_000,
};

/** Rows redriven at once, at most: a long queue behind a dead letter must not fill the memory. */
const REDRIVE_LIMIT = 500;
/**
 * How long a pause may take to handle what was fetched: nobody waits for the lanes, so what is given back, and comes
 * again, can be little. Below the time that a service has for its stop, which waits for a pause under way.
 */
const PAUSE_DRAIN_MS = 15_000;

/** All lanes of one consumer that this replica owns, and the sweep that redrives what they parked. */
export class ConsumerLanes implements LaneWork, Pausable {
  readonly #sql: Sql;
  readonly #parking: Parking;
  readonly #parts: Omit<LaneParts, 'onUnblocked'>;
  readonly #options: ConsumerLanesOptions;
  readonly #lanes = new Map<number, Lane>();
  /** Partitions that are ours, with a lane unless paused. */
  readonly #owned = new Set<number>();
  /** Lanes that are being ended. */
  readonly #ending = new Map<number, Promise<void>>();
  /** Lanes with a redrive under way. */
  readonly #redriven = new Set<Lane>();
  readonly #logger: Logger;
  readonly #wake = new Signal();
  #sweeper: Promise<void> | undefined;
  #stopping = false;
  #paused = false;

  constructor(
    sql: Sql,
    parking: Parking,
    parts: Omit<LaneParts, 'onUnblocked'>,
    options: ConsumerLanesOptions,
  ) {
    this.#sql = sql;
    this.#parking = parking;
    this.#parts = parts;
    this.#options = options;
    this.#logger = new Logger(`Lanes ${options.consumer}`);
  }

  start(partition: number): void {
    this.#owned.add(partition);
    this.#countLanes();
    if (!this.#paused) this.#open(partition);
    this.#sweeper ??= this.#sweep();
  }

  async stop(partition: number): Promise<void> {
    this.#owned.delete(partition);
    this.#countLanes();
    await this.#end(partition);
  }

  /** Ends every lane in order and keeps the leases, so that no other replica goes on in our place. */
  async pause(): Promise<void> {
    this.#paused = true;
    await Promise.all([...this.#lanes.keys()].map((partition) => this.#end(partition, PAUSE_DRAIN_MS)));
  }

  resume(): void {
    this.#paused = false;
    for (const partition of this.#owned) this.#open(partition);
  }

  #open(partition: number): void {
    const { consumer, batchSize, workingEveryMs } = this.#options;
    const onUnblocked = (): void => {
      this.#wake.raise();
    };
    this.#lanes.set(
      partition,
      new Lane({ consumer, partition, batchSize, workingEveryMs }, { ...this.#parts, onUnblocked }),
    );
  }

  #end(partition: number, drainMs?: number): Promise<void> {
    const lane = this.#lanes.get(partition);
    if (lane === undefined) return this.#ending.get(partition) ?? Promise.resolve();
    this.#lanes.delete(partition);
    const ended = lane.stop(drainMs).finally(() => {
      if (this.#ending.get(partition) === ended) this.#ending.delete(partition);
    });
    this.#ending.set(partition, ended);
    return ended;
  }

  /** Ends the sweep. The lanes themselves are stopped by their leases. */
  async close(): Promise<void> {
    this.#stopping = true;
    this.#wake.raise();
    await this.#sweeper;
  }

  #countLanes(): void {
    this.#parts.metrics.lanesOwned.set({ role: this.#options.consumer }, this.#owned.size);
  }

  async #sweep(): Promise<void> {
    while (!this.#stopping) {
      try {
        if (this.#lanes.size > 0) await this.#sweepOnce();
      } catch (error) {
        this.#logger.warn({ err: error }, 'a sweep over parked events failed');
      }
      await this.#wake.wait(this.#options.sweepMs);
    }
  }

  async #sweepOnce(): Promise<void> {
    const startedAt = performance.now();
    const inUse = await this.#parking.partitionsInUse(this.#sql, [...this.#lanes.keys()]);
    if (inUse.size > 0) await this.#parking.removeHandled(this.#sql, [...inUse]);
    for (const [partition, lane] of [...this.#lanes]) {
      if (!inUse.has(partition)) {
        lane.nothingParked(startedAt);
        continue;
      }
      lane.somethingParked();
      if (!this.#redriven.has(lane)) await this.#redrive(partition, lane);
    }
    if (inUse.size > 0) await this.#healGaps([...inUse]);
  }

  /** Begins a redrive and does not wait for it: a lane that can not go on must not hold up the sweep of the others. */
  async #redrive(partition: number, lane: Lane): Promise<void> {
    const rows = await this.#parking.due(this.#sql, partition, REDRIVE_LIMIT);
    if (rows.length === 0) return;
    this.#redriven.add(lane);
    lane
      .redrive(rows)
      .then(
        () => {
          if (rows.length === REDRIVE_LIMIT) this.#wake.raise();
        },
        (error: unknown) => {
          this.#logger.warn({ err: error, partition }, 'a redrive failed');
        },
      )
      .finally(() => this.#redriven.delete(lane));
  }

  /** Asks the producers for what stays missing: a broker may have lost what it had acknowledged. */
  async #healGaps(partitions: readonly number[]): Promise<void> {
    const { gapAgeMs, gapRepeatMs, consumer } = this.#options;
    for (const gap of await this.#parking.openGaps(this.#sql, partitions, gapAgeMs, gapRepeatMs)) {
      this.#parts.metrics.healRequests.inc({ messaging_consumer_group_name: consumer });
      this.#logger.warn({ ...gap }, 'a gap stays open; its producer is asked to publish the range again');
      const request: ControlMessage = {
        kind: 'republish',
        from: consumer,
        aggregateId: gap.aggregateId,
        first: gap.from,
        last: gap.to,
      };
      this.#parts.transport.broadcast(controlSubject(serviceOf(gap.source)), JSON.stringify(request));
    }
  }
}
