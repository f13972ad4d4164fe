import { Logger } from '@nestjs/common';
import { Signal } from '../../signal.js';
import { fetchEvents, type FetchedRow, WAKE_CHANNEL } from './bus-calls.js';
import type { BusConnection } from './bus-connection.js';
import type { PostgresLane } from './lane-subscription.js';

export interface BusReaderOptions {
  /** How often all lanes are looked at without a notification: the net under lost ones. */
  pollMs: number;
  /** How often a connection that only listens shows that it lives. */
  heartbeatMs: number;
  /** Makes the connection for reading, which tells what it hears and when it was lost. */
  connect: (onNotify: (channel: string, payload: string) => void, onLost: () => void) => BusConnection;
  /** Something was heard on a channel that was asked for. */
  onNotify: (channel: string, payload: string) => void;
}

/** Of one lane in one fetch, at most. */
const MAX_EVENTS = 256;
const MAX_BYTES = 262_144;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;

/** The bus does not know the lane any more; opened again, it begins where it stands now. */
class LaneLostError extends Error {
  override readonly name = 'LaneLostError';
  readonly code = 'lane-lost';
}

/**
 * Reads for all lanes of the process: one fetch at a time, for every lane that may have more and has room for it.
 *
 * Fetching and listening share a connection. A notification says which partitions to look at; the poll looks at all,
 * and shows at the same time whether the connection that is listened to is still there.
 */
export class BusReader {
  readonly #options: BusReaderOptions;
  readonly #connection: BusConnection;
  readonly #logger = new Logger('PostgresBus');
  readonly #lanes = new Set<PostgresLane>();
  readonly #channels = new Set<string>();
  /** What the connection that is open now listens to. */
  readonly #listening = new Set<string>();
  readonly #look = new Signal();
  #lookedAtAll = 0;
  #running: Promise<void> | undefined;
  #closing = false;

  constructor(options: BusReaderOptions) {
    this.#options = options;
    this.#connection = options.connect(
      (channel, payload) => {
        if (channel === WAKE_CHANNEL) this.#wake(payload);
        else options.onNotify(channel, payload);
      },
      () => {
        this.#listening.clear();
        this.look();
      },
    );
  }

  addLane(lane: PostgresLane): void {
    this.#lanes.add(lane);
    this.#start();
  }

  removeLane(lane: PostgresLane): void {
    this.#lanes.delete(lane);
  }

  listen(channel: string): void {
    this.#channels.add(channel);
    this.#start();
  }

  unlisten(channel: string): void {
    this.#channels.delete(channel);
    this.look();
  }

  /** Some lane may have more and has room for it. */
  look(): void {
    this.#look.raise();
  }

  async close(): Promise<void> {
    this.#closing = true;
    for (const lane of this.#lanes) lane.fail(new Error('The transport is closed'));
    this.look();
    await this.#connection.close();
    await this.#running;
  }

  #start(): void {
    if (this.#closing) return;
    this.#running ??= this.#run();
    this.look();
  }

  #wake(payload: string): void {
    const partitions = new Set(payload.split(',').map(Number));
    for (const lane of this.#lanes) {
      if (partitions.has(lane.key.partition)) lane.mayHaveMore = true;
    }
    this.look();
  }

  async #run(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!this.#closing) {
      try {
        await this.#listen();
        const wait = await this.#fetch();
        pause = FIRST_PAUSE_MS;
        if (wait > 0) await this.#look.wait(wait);
      } catch (error) {
        if (this.#isClosing()) return;
        this.#logger.warn({ err: error }, 'the bus can not be read; it is tried again');
        this.#expectMoreEverywhere();
        await this.#pause(pause);
        pause = Math.min(pause * 2, MAX_PAUSE_MS);
      }
    }
  }

  /** A connection that has just begun to listen has missed what was told before. */
  async #listen(): Promise<void> {
    const wanted = new Set(this.#channels);
    if (this.#lanes.size > 0) wanted.add(WAKE_CHANNEL);
    for (const channel of [...this.#listening]) {
      if (wanted.has(channel)) continue;
      await this.#connection.run(`UNLISTEN ${quoted(channel)}`);
      this.#listening.delete(channel);
    }
    for (const channel of wanted) {
      if (this.#listening.has(channel)) continue;
      await this.#connection.run(`LISTEN ${quoted(channel)}`);
      this.#listening.add(channel);
      if (channel === WAKE_CHANNEL) this.#expectMoreEverywhere();
    }
  }

  /** @returns for how long there is nothing to fetch, unless something is heard. */
  async #fetch(): Promise<number> {
    const every = this.#lanes.size > 0 ? this.#options.pollMs : this.#options.heartbeatMs;
    const isPoll = performance.now() - this.#lookedAtAll >= every;
    if (isPoll) this.#expectMoreEverywhere();
    const lanes = [...this.#lanes].filter((lane) => lane.mayHaveMore && lane.room > 0);
    if (lanes.length > 0 || isPoll) {
      if (isPoll) this.#lookedAtAll = performance.now();
      // What is told from here on may be about what this fetch does not see any more.
      for (const lane of lanes) lane.mayHaveMore = false;
      const requests = lanes.map((lane) => ({
        ...lane.key,
        after: lane.after,
        limit: Math.min(lane.room, MAX_EVENTS),
      }));
      const rows = await fetchEvents(this.#connection, requests, MAX_BYTES);
      distribute(rows, lanes);
      if (lanes.some((lane) => lane.mayHaveMore && lane.room > 0)) return 0;
    }
    return Math.max(this.#lookedAtAll + every - performance.now(), 0);
  }

  #expectMoreEverywhere(): void {
    for (const lane of this.#lanes) lane.mayHaveMore = true;
  }

  #isClosing(): boolean {
    return this.#closing;
  }

  /** Raised signals do not shorten it: they come with each lane that is opened. */
  async #pause(milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    for (let left = milliseconds; left > 0 && !this.#closing; left = end - performance.now()) {
      await this.#look.wait(left);
    }
  }
}

function distribute(rows: readonly FetchedRow[], lanes: readonly PostgresLane[]): void {
  const byLane = Map.groupBy(rows, (row) => row.lane);
  for (const [index, lane] of lanes.entries()) {
    const found = byLane.get(index) ?? [];
    if (found.some((row) => row.position === null)) {
      const { consumer, partition } = lane.key;
      lane.fail(
        new LaneLostError(
          `The bus does not know the consumer "${consumer}" of partition ${String(partition)} as it was when it was opened`,
        ),
      );
      continue;
    }
    const events = found.map((row) => ({ position: Number(row.position), body: row.body }));
    lane.add(events.sort((one, other) => one.position - other.position));
    // Behind the last one fetched there may be holes only: then the next fetch brings nothing.
    if (lane.after < Number(found[0]?.last ?? 0)) lane.mayHaveMore = true;
  }
}

/** As an SQL identifier. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
