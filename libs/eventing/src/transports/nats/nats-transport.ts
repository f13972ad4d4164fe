import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import {
  connect,
  type ConnectionOptions,
  DebugEvents,
  Events,
  headers as createHeaders,
  type JetStreamManager,
  type NatsConnection,
  nkeyAuthenticator,
} from 'nats';
import { CONTENT_TYPE } from '../../envelope.js';
import { partitionToken } from '../../partition.js';
import type { LaneSubscription, OutgoingEvent, PublishResult, Transport } from '../../transport.js';
import { NatsLaneSubscription } from './lane-subscription.js';
import { WindowPublisher } from './window-publisher.js';

export interface NatsTransportOptions {
  servers: string | string[];
  /** Seed of the service's nkey; without it the connection is anonymous. */
  nkeySeed?: string | undefined;
  /** PEM of the authority that the servers' certificates are of. With it a server without TLS is refused. */
  ca?: string | undefined;
  /** The connection's name, seen by operators. */
  name: string;
  /** The service's own inbox prefix: its identity may subscribe to nothing else. */
  inboxPrefix: string;
  /** Unless `false`, `connect` waits until there is one, however long that takes; otherwise it throws. */
  waitForServer?: boolean;
  stream?: string;
  prefetch?: number;
}

const STREAM = 'EVENTS';
const ACK_TIMEOUT_MS = 5_000;
/** Less than the server waits for the client's signature: the client never learns that it was turned away for that. */
const CONNECT_TIMEOUT_MS = 5_000;
/** A server that does not answer is not waited for longer. */
const CLOSE_TIMEOUT_MS = 5_000;

/** JetStream: the event's subject is its type and partition, each lane a durable pull consumer. */
export class NatsTransport implements Transport {
  readonly name = 'nats';
  /** Resolves when the connection has ended for good, though nobody closed it: the process is of no use then. */
  readonly lost: Promise<Error>;
  readonly #connection: NatsConnection;
  readonly #manager: JetStreamManager;
  readonly #publisher: WindowPublisher;
  readonly #stream: string;
  readonly #prefetch: number;
  readonly #inboxPrefix: string;
  readonly #lanes = new Set<NatsLaneSubscription>();
  readonly #logger = new Logger('Nats');
  #connected = true;
  #closing: Promise<void> | undefined;

  static async connect(options: NatsTransportOptions): Promise<NatsTransport> {
    const connection = await connect(connectionOptions(options));
    const manager = await connection.jetstreamManager({ checkAPI: false });
    return new NatsTransport(connection, manager, options);
  }

  private constructor(connection: NatsConnection, manager: JetStreamManager, options: NatsTransportOptions) {
    this.#connection = connection;
    this.#manager = manager;
    this.#publisher = new WindowPublisher(connection, {
      inboxPrefix: options.inboxPrefix,
      ackTimeoutMs: ACK_TIMEOUT_MS,
    });
    this.#stream = options.stream ?? STREAM;
    this.#prefetch = options.prefetch ?? 512;
    this.#inboxPrefix = options.inboxPrefix;
    void this.#watchConnection();
    this.lost = connection.closed().then((error) => {
      if (this.#closing === undefined)
        return error ?? new Error('The connection to the NATS server was closed');
      return new Promise<never>(() => undefined);
    });
  }

  async publish(batch: readonly OutgoingEvent[]): Promise<PublishResult[]> {
    if (!this.#connected) {
      // The client would keep the messages in memory until it is connected again, and so would every retry.
      return batch.map(() => ({ stored: false, error: notConnected() }));
    }
    return Promise.all(batch.map((event) => this.#publishOne(event)));
  }

  async subscribe(consumer: string, partition: number, signal: AbortSignal): Promise<LaneSubscription> {
    const durable = `${consumer}-p${partitionToken(partition)}`;
    const info = await this.#manager.consumers.info(this.#stream, durable);
    if (info.num_ack_pending > 0) {
      // What a dead owner held comes back only when its ack_wait ends; later events would overtake it until
      // then. Waiting first gets the outstanding ones first, in order.
      await delay((info.config.ack_wait ?? 0) / 1_000_000, undefined, { signal });
    }
    const lane = new NatsLaneSubscription(this.#connection, {
      stream: this.#stream,
      consumer: durable,
      inboxPrefix: this.#inboxPrefix,
      prefetch: this.#prefetch,
    });
    this.#lanes.add(lane);
    return {
      next: (max) => lane.next(max),
      stop: async (drainMs) => {
        this.#lanes.delete(lane);
        await lane.stop(drainMs);
      },
    };
  }

  broadcast(subject: string, body: string): void {
    this.#connection.publish(subject, body);
  }

  onBroadcast(subject: string, listener: (body: string) => void): () => void {
    const subscription = this.#connection.subscribe(subject, {
      callback: (error, message) => {
        if (error !== null) return;
        try {
          listener(message.string());
        } catch (failure) {
          this.#logger.error({ err: failure, subject }, 'a listener to broadcasts failed');
        }
      },
    });
    return () => {
      subscription.unsubscribe();
    };
  }

  async check(): Promise<void> {
    this.#mustBeConnected();
    // The server's own health page answers 200 without JetStream: only the stream itself tells.
    await this.#manager.streams.info(this.#stream);
  }

  async lag(consumer: string, partitions: readonly number[]): Promise<number> {
    this.#mustBeConnected();
    const infos = await Promise.all(
      partitions.map((partition) =>
        this.#manager.consumers.info(this.#stream, `${consumer}-p${partitionToken(partition)}`),
      ),
    );
    return infos.reduce((sum, info) => sum + info.num_pending + info.num_ack_pending, 0);
  }

  /** Once, however often it is called: a second close would take the connection from under the first one's drain. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#publisher.close();
    if (this.#connection.isClosed()) return;
    const deadline = new AbortController();
    const tooLong = delay(CLOSE_TIMEOUT_MS, undefined, { signal: deadline.signal }).catch(() => undefined);
    await Promise.race([this.#connection.drain().catch(() => undefined), tooLong]);
    deadline.abort();
    await this.#connection.close();
  }

  async #watchConnection(): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type === Events.Disconnect || status.type === DebugEvents.StaleConnection)
        this.#connected = false;
      if (status.type === Events.Reconnect) {
        this.#connected = true;
        for (const lane of this.#lanes) lane.reconnected();
      }
    }
  }

  /** The client would keep a question until it is connected again, and nobody would know before its time-out. */
  #mustBeConnected(): void {
    if (!this.#connected) throw notConnected();
  }

  #publishOne(event: OutgoingEvent): Promise<PublishResult> {
    const headers = createHeaders();
    headers.set('Content-Type', CONTENT_TYPE);
    // A message id would make the server drop a republished event inside its deduplication window, though the
    // first copy may be the very thing that was lost.
    if (!event.republish) headers.set('Nats-Msg-Id', event.eventId);
    return this.#publisher.publish(`${event.type}.${partitionToken(event.partition)}`, event.body, headers);
  }
}

function notConnected(): Error {
  return new Error('Not connected to the NATS server');
}

function connectionOptions(options: NatsTransportOptions): ConnectionOptions {
  return {
    servers: options.servers,
    name: options.name,
    inboxPrefix: options.inboxPrefix,
    timeout: CONNECT_TIMEOUT_MS,
    waitOnFirstConnect: options.waitForServer ?? true,
    // A service outlives its broker.
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    // Rights may be taken away and given back while the configuration is changed; the client would give up.
    ignoreAuthErrorAbort: true,
    pingInterval: 5_000,
    maxPingOut: 2,
    // Without this the client uses TLS where the server asks for it, and trusts the authorities that Node trusts.
    ...(options.ca === undefined ? {} : { tls: { ca: options.ca } }),
    ...(options.nkeySeed === undefined
      ? {}
      : { authenticator: nkeyAuthenticator(new TextEncoder().encode(options.nkeySeed)) }),
  };
}
