import postgres from 'postgres';
import { isTransient } from '../../postgres-errors.js';
import type { OutgoingEvent, PublishResult } from '../../transport.js';
import { publishEvents } from './bus-calls.js';
import type { BusConnection } from './bus-connection.js';

interface Waiting {
  event: OutgoingEvent;
  settle: (result: PublishResult) => void;
}

/** Events and characters of their bodies in one call, at most. */
const MAX_EVENTS = 1_000;
const MAX_CHARACTERS = 4_000_000;

const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Publishes with one call under way on each connection; what comes meanwhile goes into the next one. A call is one
 * transaction: its price is the commit, whatever the batch.
 *
 * Each connection has partitions of its own, so that calls of one process do not wait for each other's locks.
 */
export class GatheringPublisher {
  readonly #slots: readonly Slot[];

  constructor(
    connections: readonly BusConnection[],
    /** Partitions have new events. */
    onStored: (partitions: ReadonlySet<number>) => void,
  ) {
    this.#slots = connections.map((connection) => new Slot(connection, onStored));
  }

  publish(batch: readonly OutgoingEvent[]): Promise<PublishResult[]> {
    return Promise.all(batch.map((event) => this.#publishOne(event)));
  }

  /** Resolves when nothing is waiting or under way. What comes after it is refused. */
  async close(): Promise<void> {
    await Promise.all(this.#slots.map((slot) => slot.close()));
  }

  #publishOne(event: OutgoingEvent): Promise<PublishResult> {
    const slot = this.#slots[event.partition % this.#slots.length];
    return (
      slot?.publish(event) ?? Promise.resolve(notStored(`There is no partition ${String(event.partition)}`))
    );
  }
}

class Slot {
  readonly #connection: BusConnection;
  readonly #onStored: (partitions: ReadonlySet<number>) => void;
  readonly #queue: Waiting[] = [];
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(connection: BusConnection, onStored: (partitions: ReadonlySet<number>) => void) {
    this.#connection = connection;
    this.#onStored = onStored;
  }

  publish(event: OutgoingEvent): Promise<PublishResult> {
    if (this.#closed) return Promise.resolve(notStored('The transport is closed'));
    return new Promise((settle) => {
      this.#queue.push({ event, settle });
      this.#running ??= this.#run();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    // The rest of a batch is added before the first call leaves.
    await Promise.resolve();
    while (this.#queue.length > 0) await this.#store(this.#take());
    this.#running = undefined;
  }

  #take(): Waiting[] {
    let count = 0;
    let characters = 0;
    for (const { event } of this.#queue) {
      characters += event.body.length;
      if (count === MAX_EVENTS || (count > 0 && characters > MAX_CHARACTERS)) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  /**
   * Stores all or, when something among them can not be stored, finds it by halves: what is not to blame is stored.
   */
  async #store(batch: readonly Waiting[]): Promise<void> {
    try {
      const refused = await publishEvents(
        this.#connection,
        batch.map(({ event }) => event),
      );
      this.#onStored(new Set(batch.map(({ event }) => event.partition)));
      batch.forEach(({ settle }, index) => {
        const reason = refused.get(index);
        settle(reason === undefined ? { stored: true } : notStored(`The bus refused: ${reason}`));
      });
    } catch (error) {
      if (isTransient(error) || !canBeHalved(batch, error)) {
        for (const { settle } of batch) settle({ stored: false, error: asError(error) });
        return;
      }
      for (const half of halves(batch)) await this.#store(half);
    }
  }
}

/** A partition whose lock somebody holds is locked for each of its events. */
function canBeHalved(batch: readonly Waiting[], error: unknown): boolean {
  const isLocked = error instanceof postgres.PostgresError && error.code === LOCK_NOT_AVAILABLE;
  if (isLocked) return batch.some(({ event }) => event.partition !== batch[0]?.event.partition);
  return batch.length > 1;
}

/** By partition first, so that events behind somebody's lock are parted from the others. The sort is stable. */
function halves(batch: readonly Waiting[]): Waiting[][] {
  const sorted = batch.toSorted((one, other) => one.event.partition - other.event.partition);
  const middle = Math.ceil(sorted.length / 2);
  return [sorted.slice(0, middle), sorted.slice(middle)];
}

function notStored(reason: string): PublishResult {
  return { stored: false, error: new Error(reason) };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
