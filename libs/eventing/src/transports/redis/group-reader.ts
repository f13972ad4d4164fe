import { setTimeout as delay } from 'node:timers/promises';
import type { LaneSubscription } from '../../transport.js';
import { Signal } from '../../signal.js';
import { RedisConnection } from './connection.js';
import { inOurWords } from './errors.js';
import { type Entry, RedisLaneSubscription } from './lane-subscription.js';

export interface GroupReaderOptions {
  url: string;
  name: string;
  /** The consumer, whose group has its name on every stream. */
  group: string;
  /** Entries read ahead of the handlers of one lane, at most. */
  prefetch: number;
  acknowledge: (key: string, ids: string[]) => void;
}

/**
 * The name under which every owner of a lane reads. With one name for all of them, an owner finds what the one
 * before it left; with names of their own it would lie with a name that nobody reads under any more.
 */
const READER = 'lane';
/** A read ends after this long, so that a process that stands still reads nothing when its leases run out. */
const BLOCK_MS = 1_000;
const CLAIM_COUNT = 256;
/** How often pending entries are looked for that nobody works on, and how long they have lain then. */
const SWEEP_MS = 5_000;
const ABANDONED_MS = 10_000;

interface StreamReply {
  name: string;
  messages: { id: string; message: Record<string, string> }[];
}

/** A read under way. */
interface Reading {
  keys: ReadonlySet<string>;
  done: Promise<void>;
  interrupted?: Promise<void>;
}

/**
 * Reads all lanes of one consumer that this process owns with one blocking command on one connection: idle lanes
 * cost one command a second together, and an event is here as soon as it is stored.
 *
 * A lane that comes, goes or has room again interrupts the command.
 */
export class GroupReader {
  readonly #options: GroupReaderOptions;
  /** For everything that does not block. */
  readonly #commands: RedisConnection;
  readonly #connection: RedisConnection;
  readonly #lanes = new Map<string, RedisLaneSubscription>();
  readonly #wake = new Signal();
  readonly #sweeper: NodeJS.Timeout;
  readonly #loop: Promise<void>;
  #clientId = 0;
  #reading: Reading | undefined;
  #sweeping = false;
  #closed = false;

  constructor(commands: RedisConnection, options: GroupReaderOptions) {
    this.#commands = commands;
    this.#options = options;
    this.#connection = new RedisConnection({
      url: options.url,
      name: `${options.name}-reads-${options.group}`,
      prepare: async (client) => {
        this.#clientId = await client.clientId();
      },
    });
    this.#sweeper = setInterval(() => void this.#sweep(), SWEEP_MS);
    this.#loop = this.#run();
  }

  get isConnected(): boolean {
    return this.#connection.isConnected;
  }

  /** Opens a lane. What was pending under whatever name comes first, in the stream's order. */
  async open(key: string, signal: AbortSignal): Promise<LaneSubscription> {
    await this.#commands.connected(signal);
    await this.#connection.connected(signal);
    const pending: Entry[] = [];
    for (let cursor: string | undefined = '0-0'; cursor !== undefined;) {
      const claimed = await this.#claim(key, 0, cursor);
      pending.push(...claimed.entries);
      cursor = claimed.next;
    }
    const lane: RedisLaneSubscription = new RedisLaneSubscription({
      key,
      prefetch: this.#options.prefetch,
      acknowledge: (ids) => {
        this.#options.acknowledge(key, ids);
      },
      onHungry: () => {
        this.#include(key);
      },
      leave: () => this.#leave(lane),
    });
    lane.receive(pending);
    this.#lanes.get(key)?.fail(new Error('The lane was opened again'));
    this.#lanes.set(key, lane);
    this.#include(key);
    return lane;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweeper);
    this.#connection.close();
    this.#wake.raise();
    await this.#loop;
    this.#failAll(new Error('The transport was closed'));
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const hungry = [...this.#lanes.values()].filter((lane) => lane.isHungry());
      if (hungry.length === 0) {
        await this.#wake.wait(SWEEP_MS);
        continue;
      }
      const done = Promise.withResolvers<undefined>();
      this.#reading = { keys: new Set(hungry.map((lane) => lane.key)), done: done.promise };
      try {
        await this.#read(hungry);
      } catch (error) {
        // What the server delivered with an answer that never came is pending: each lane begins with it when it is
        // opened again.
        this.#failAll(inOurWords(error, this.#options.group));
      } finally {
        this.#reading = undefined;
        done.resolve(undefined);
      }
    }
  }

  async #read(lanes: readonly RedisLaneSubscription[]): Promise<void> {
    const { group, prefetch } = this.#options;
    const streams = lanes.map((lane) => ({ key: lane.key, id: '>' }));
    const reply: StreamReply[] | null = await this.#connection.run((client) =>
      client.xReadGroup(group, READER, streams, { COUNT: Math.ceil(prefetch / 2), BLOCK: BLOCK_MS }),
    );
    const read = new Map((reply ?? []).map(({ name, messages }) => [name, messages]));
    for (const lane of lanes) {
      const messages = read.get(lane.key) ?? [];
      lane.receive(messages.map(({ id, message }) => ({ id, body: message['body'] ?? '', attempt: 1 })));
    }
  }

  #failAll(error: Error): void {
    for (const lane of this.#lanes.values()) lane.fail(error);
    this.#lanes.clear();
  }

  /** Has the lane read from now on. */
  #include(key: string): void {
    const reading = this.#reading;
    if (reading === undefined) this.#wake.raise();
    else if (!reading.keys.has(key)) void this.#interrupt(reading);
  }

  /** Resolves when nothing is read for the lane any more; what was is with it. */
  async #leave(lane: RedisLaneSubscription): Promise<void> {
    if (this.#lanes.get(lane.key) === lane) this.#lanes.delete(lane.key);
    const reading = this.#reading;
    if (reading?.keys.has(lane.key) === true) await this.#interrupt(reading);
  }

  #interrupt(reading: Reading): Promise<void> {
    reading.interrupted ??= this.#unblock(reading);
    return reading.interrupted;
  }

  /** The command may still be on its way to the server, or its answer to us: asked until one of both is seen. */
  async #unblock(reading: Reading): Promise<void> {
    while (this.#reading === reading) {
      const unblocked = await this.#commands
        .run((client) => client.clientUnblock(this.#clientId))
        // Without a connection for it, the read ends by itself soon.
        .catch(() => 1);
      await (unblocked === 1 ? reading.done : Promise.race([reading.done, delay(5)]));
    }
  }

  /**
   * The net under what should not happen: an acknowledgement that got lost, an entry that an owner before us read
   * after we had opened the lane.
   */
  async #sweep(): Promise<void> {
    if (this.#sweeping) return;
    this.#sweeping = true;
    try {
      for (const [key, lane] of [...this.#lanes]) {
        const { entries } = await this.#claim(key, ABANDONED_MS, '0-0');
        if (this.#lanes.get(key) === lane) lane.receive(entries);
      }
    } catch {
      // The lanes find out by themselves what is wrong.
    } finally {
      this.#sweeping = false;
    }
  }

  /** Takes over what is pending in the group for at least `idleMs`, whoever read it. Entries that are gone it forgets. */
  async #claim(
    key: string,
    idleMs: number,
    cursor: string,
  ): Promise<{ entries: Entry[]; next: string | undefined }> {
    try {
      const { nextId, messages } = await this.#commands.run((client) =>
        client.xAutoClaim(key, this.#options.group, READER, idleMs, cursor, { COUNT: CLAIM_COUNT }),
      );
      const entries = messages.flatMap((message) =>
        message === null ? [] : [{ id: message.id, body: message.message['body'] ?? '', attempt: 2 }],
      );
      return { entries, next: nextId === '0-0' ? undefined : nextId };
    } catch (error) {
      throw inOurWords(error, this.#options.group);
    }
  }
}
