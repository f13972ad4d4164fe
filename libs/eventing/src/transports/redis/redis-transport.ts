import { ALL_PARTITIONS, partitionToken } from '../../partition.js';
import type { LaneSubscription, OutgoingEvent, PublishResult, Transport } from '../../transport.js';
import { Broadcasts } from './broadcasts.js';
import { RedisConnection } from './connection.js';
import { inOurWords, RedisNotProvisionedError, RedisUnavailableError } from './errors.js';
import { GroupReader } from './group-reader.js';

export interface RedisTransportOptions {
  /** `redis://user:password@host:port` */
  url: string;
  /** The connections' name, seen by operators. */
  name: string;
  /** Entries read ahead of the handlers of one lane, at most. */
  prefetch?: number;
}

const PAGE = 1_000;

/**
 * Redis Streams: one stream a partition, one consumer group a consumer, Pub/Sub for broadcasts.
 *
 * The server must run under infra/redis/server.conf: with `appendfsync always` it answers a write when it is on the
 * disk. Streams are made by provisioning only, and never trimmed here.
 */
export class RedisTransport implements Transport {
  readonly name = 'redis';
  /** The connection is made again for ever. */
  readonly lost = new Promise<Error>(() => undefined);
  readonly #options: RedisTransportOptions;
  readonly #commands: RedisConnection;
  /** By consumer. */
  readonly #readers = new Map<string, GroupReader>();
  readonly #acks = new Set<Promise<unknown>>();
  #broadcasts: Broadcasts | undefined;

  /** Does not wait for the server: a service outlives its broker, at its start too. */
  static begin(options: RedisTransportOptions): RedisTransport {
    return new RedisTransport(options);
  }

  /** Waits for the server, for ever. */
  static async connect(options: RedisTransportOptions): Promise<RedisTransport> {
    const transport = RedisTransport.begin(options);
    await transport.#commands.connected();
    return transport;
  }

  private constructor(options: RedisTransportOptions) {
    this.#options = options;
    this.#commands = new RedisConnection(options);
  }

  async publish(batch: readonly OutgoingEvent[]): Promise<PublishResult[]> {
    // Commands of one turn of the event loop leave together.
    return Promise.all(batch.map((event) => this.#publishOne(event)));
  }

  async subscribe(consumer: string, partition: number, signal: AbortSignal): Promise<LaneSubscription> {
    let reader = this.#readers.get(consumer);
    if (reader === undefined) {
      const { url, name, prefetch = 512 } = this.#options;
      const acknowledge = (key: string, ids: string[]): void => {
        this.#acknowledge(consumer, key, ids);
      };
      reader = new GroupReader(this.#commands, { url, name, group: consumer, prefetch, acknowledge });
      this.#readers.set(consumer, reader);
    }
    return reader.open(keyOf(partition), signal);
  }

  broadcast(subject: string, body: string): void {
    this.#commands.run((client) => client.publish(subject, body)).catch(() => undefined);
  }

  onBroadcast(subject: string, listener: (body: string) => void): () => void {
    this.#broadcasts ??= new Broadcasts(this.#options);
    return this.#broadcasts.add(subject, listener);
  }

  /** Also that every stream is there, and every group that this transport was asked to read. */
  async check(): Promise<void> {
    const keys = ALL_PARTITIONS.map(keyOf);
    const there = await this.#commands.run((client) => client.exists(keys));
    if (there < keys.length)
      throw new RedisNotProvisionedError(`${String(keys.length - there)} of its streams`);
    for (const [consumer, reader] of this.#readers) {
      await Promise.all(ALL_PARTITIONS.map((partition) => this.#groupOf(consumer, partition)));
      if (!reader.isConnected) throw new RedisUnavailableError(undefined);
    }
  }

  async lag(consumer: string, partitions: readonly number[]): Promise<number> {
    const lags = await Promise.all(
      partitions.map(async (partition) => {
        const group = await this.#groupOf(consumer, partition);
        const unread = await this.#unreadOf(group, keyOf(partition));
        return group.pending + unread;
      }),
    );
    return lags.reduce((sum, lag) => sum + lag, 0);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#readers.values()].map((reader) => reader.close()));
    await Promise.allSettled(this.#acks);
    this.#broadcasts?.close();
    this.#commands.close();
  }

  async #publishOne(event: OutgoingEvent): Promise<PublishResult> {
    const key = keyOf(event.partition);
    try {
      const id = await this.#commands.run((client) =>
        // A stream that publishing made would have no groups, and nobody would miss what is in it.
        client.xAddNoMkStream(key, '*', { id: event.eventId, body: event.body }),
      );
      if (id !== null) return { stored: true };
      return { stored: false, error: new RedisNotProvisionedError(`stream ${key}`) };
    } catch (error) {
      return { stored: false, error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  /** Sent, not waited for: a lost acknowledgement costs a redelivery, which the cursor skips. */
  #acknowledge(consumer: string, key: string, ids: string[]): void {
    const sent = this.#commands.run((client) => client.xAck(key, consumer, ids)).catch(() => undefined);
    this.#acks.add(sent);
    void sent.finally(() => this.#acks.delete(sent));
  }

  async #groupOf(consumer: string, partition: number): Promise<Group> {
    const key = keyOf(partition);
    const groups = await this.#commands
      .run((client): Promise<Group[]> => client.xInfoGroups(key))
      .catch((error: unknown) => {
        throw inOurWords(error, consumer);
      });
    const group = groups.find(({ name }) => name === consumer);
    if (group === undefined) throw new RedisNotProvisionedError(`group ${consumer} on ${key}`);
    return group;
  }

  /** 0 when nothing is left, for certain: the server's own number stays too high where entries were deleted unread. */
  async #unreadOf({ lag, 'last-delivered-id': last }: Group, key: string): Promise<number> {
    if (lag === 0) return 0;
    const next = await this.#commands.run((client) => client.xRange(key, `(${last}`, '+', { COUNT: 1 }));
    if (next === null || next.length === 0) return 0;
    return lag ?? (await this.#countAfter(key, last));
  }

  async #countAfter(key: string, id: string): Promise<number> {
    let count = 0;
    for (let after: string | undefined = id; after !== undefined;) {
      const start: string = `(${after}`;
      const entries: { id: string }[] =
        (await this.#commands.run((client) => client.xRange(key, start, '+', { COUNT: PAGE }))) ?? [];
      count += entries.length;
      after = entries.length < PAGE ? undefined : entries.at(-1)?.id;
    }
    return count;
  }
}

interface Group {
  name: string;
  pending: number;
  'last-delivered-id': string;
  /** Entries behind the last one that was delivered, where the server knows. */
  lag: number | null;
}

function keyOf(partition: number): string {
  return `events:${partitionToken(partition)}`;
}
