import { Logger } from '@nestjs/common';
import type { LaneSubscription, OutgoingEvent, PublishResult, Transport } from '../../transport.js';
import { Acknowledger } from './acknowledger.js';
import { channelOf, ChunkReader, toChunks } from './broadcasts.js';
import { checkBus, dropOld, lagOf, notify, openLane } from './bus-calls.js';
import { BusConnection } from './bus-connection.js';
import { BusReader } from './bus-reader.js';
import { GatheringPublisher } from './gathering-publisher.js';
import { PostgresLane } from './lane-subscription.js';
import { Waker } from './waker.js';

export interface PostgresTransportOptions {
  /** Of the service's role on the bus. To the server itself: a pooler of transactions breaks listening. */
  url: string;
  /** The connections' name, seen by operators. */
  name: string;
  /** Events of a lane fetched and not yet acknowledged, at most. */
  prefetch?: number;
  /** How often the lanes look for events without having been told of any. */
  pollMs?: number;
  /** A server that has not answered after this long is taken for lost. */
  answerMs?: number;
}

const PREFETCH = 1_024;
const POLL_MS = 500;
const HEARTBEAT_MS = 5_000;
const ANSWER_MS = 8_000;
const CLOSE_MS = 5_000;
const DROP_EVERY_MS = 600_000;
/** Two commits at once keep a disk busy; more make each of them smaller. */
const PUBLISHING_CONNECTIONS = 2;

/** The bus in a schema of PostgreSQL: events are rows, each lane a position in its partition. */
export class PostgresTransport implements Transport {
  readonly name = 'postgres';
  /** Never resolves: lost connections are made again for ever. */
  readonly lost = new Promise<never>(() => undefined);
  readonly #prefetch: number;
  /** For what is short: acknowledgements, notifications, questions. */
  readonly #connection: BusConnection;
  readonly #publishing: readonly BusConnection[];
  readonly #publisher: GatheringPublisher;
  readonly #waker: Waker;
  readonly #acknowledger: Acknowledger;
  readonly #reader: BusReader;
  readonly #channels = new Map<string, Channel>();
  readonly #dropping: NodeJS.Timeout;
  readonly #logger = new Logger('PostgresBus');

  /** Does not wait for the server: a service outlives its bus, at its start too. */
  static begin(options: PostgresTransportOptions): PostgresTransport {
    return new PostgresTransport(options);
  }

  private constructor(options: PostgresTransportOptions) {
    const { url, name, answerMs = ANSWER_MS } = options;
    this.#prefetch = options.prefetch ?? PREFETCH;
    this.#connection = new BusConnection({ url, name, answerMs });
    this.#waker = new Waker(this.#connection);
    this.#acknowledger = new Acknowledger(this.#connection);
    this.#publishing = Array.from(
      { length: PUBLISHING_CONNECTIONS },
      () => new BusConnection({ url, name, answerMs }),
    );
    this.#publisher = new GatheringPublisher(this.#publishing, (partitions) => {
      this.#waker.wake(partitions);
    });
    this.#reader = new BusReader({
      pollMs: options.pollMs ?? POLL_MS,
      heartbeatMs: HEARTBEAT_MS,
      connect: (onNotify, onLost) => new BusConnection({ url, name, answerMs, onNotify, onLost }),
      onNotify: (channel, payload) => {
        this.#receive(channel, payload);
      },
    });
    this.#dropping = setInterval(() => void this.#dropOld(), DROP_EVERY_MS).unref();
  }

  publish(batch: readonly OutgoingEvent[]): Promise<PublishResult[]> {
    return this.#publisher.publish(batch);
  }

  async subscribe(consumer: string, partition: number, signal: AbortSignal): Promise<LaneSubscription> {
    const { epoch, position } = await openLane(this.#connection, consumer, partition);
    signal.throwIfAborted();
    const lane = new PostgresLane(
      { consumer, partition, epoch },
      position,
      { prefetch: this.#prefetch },
      {
        onRoom: () => {
          this.#reader.look();
        },
        acknowledge: (key, done) => {
          this.#acknowledger.acknowledge(key, done);
        },
        flushAcknowledgements: (withinMs) => this.#acknowledger.flush(withinMs),
        onStopped: (stopped) => {
          this.#reader.removeLane(stopped);
        },
      },
    );
    this.#reader.addLane(lane);
    return lane;
  }

  broadcast(subject: string, body: string): void {
    notify(this.#connection, channelOf(subject), toChunks(body)).catch((error: unknown) => {
      this.#logger.warn({ err: error, subject }, 'a broadcast was not sent');
    });
  }

  onBroadcast(subject: string, listener: (body: string) => void): () => void {
    const name = channelOf(subject);
    const channel = this.#channels.get(name) ?? new Channel();
    this.#channels.set(name, channel);
    channel.listeners.add(listener);
    this.#reader.listen(name);
    return () => {
      channel.listeners.delete(listener);
      if (channel.listeners.size > 0 || this.#channels.get(name) !== channel) return;
      this.#channels.delete(name);
      this.#reader.unlisten(name);
    };
  }

  check(): Promise<void> {
    return checkBus(this.#connection);
  }

  lag(consumer: string, partitions: readonly number[]): Promise<number> {
    return lagOf(this.#connection, consumer, partitions);
  }

  async close(): Promise<void> {
    clearInterval(this.#dropping);
    await this.#reader.close();
    await Promise.all([this.#publisher.close(), this.#acknowledger.close(CLOSE_MS)]);
    await this.#waker.flush();
    await Promise.all([this.#connection, ...this.#publishing].map((connection) => connection.close()));
  }

  /** A listener's error would end the connection that it was called from. */
  #receive(channel: string, payload: string): void {
    try {
      this.#channels.get(channel)?.receive(payload);
    } catch (error) {
      this.#logger.error({ err: error, channel }, 'a listener to broadcasts failed');
    }
  }

  async #dropOld(): Promise<void> {
    try {
      for (let dropped = 1; dropped > 0;) dropped = await dropOld(this.#connection);
    } catch (error) {
      this.#logger.warn({ err: error }, 'old events were not dropped; it is tried again later');
    }
  }
}

class Channel {
  readonly listeners = new Set<(body: string) => void>();
  readonly #chunks = new ChunkReader();

  receive(payload: string): void {
    const body = this.#chunks.read(payload);
    if (body === undefined) return;
    for (const listener of [...this.listeners]) listener(body);
  }
}
