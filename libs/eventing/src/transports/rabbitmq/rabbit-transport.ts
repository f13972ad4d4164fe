import type { Channel, ChannelModel } from 'amqplib';
import type { LaneSubscription, OutgoingEvent, PublishResult, Transport } from '../../transport.js';
import { BroadcastReceiver, BroadcastSender } from './broadcasts.js';
import { ConfirmPublisher } from './confirm-publisher.js';
import { RabbitLaneSubscription } from './lane-subscription.js';
import { inOurWords } from './errors.js';
import { EVENTS_EXCHANGE, laneQueue } from './names.js';
import { ReconnectingConnection } from './reconnecting-connection.js';
import { within } from './within.js';

export interface RabbitTransportOptions {
  /** `amqps://user:password@host/vhost`; several for the nodes of a cluster. */
  url: string | readonly string[];
  /** The connection's name, seen by operators. */
  name: string;
  /** Whose identity the URL has: its queues for broadcasts carry this name. */
  service: string;
  prefetch?: number;
}

const ANSWER_TIMEOUT_MS = 5_000;

/**
 * RabbitMQ: a topic exchange, and a quorum queue per consumer and partition.
 *
 * A queue has what was published since it was made, and forgets what is acknowledged: the history is the outboxes of
 * the producers. There are two connections, because a broker that is short of memory or disk stops reading from those
 * that publish; acknowledgements must still reach it, they are what frees it.
 */
export class RabbitTransport implements Transport {
  readonly name = 'rabbitmq';
  /** Never resolves: the connections are made again for ever. */
  readonly lost = new Promise<never>(() => undefined);
  readonly #publishing: ReconnectingConnection;
  readonly #consuming: ReconnectingConnection;
  readonly #publisher = new ConfirmPublisher((error) => {
    this.#publishing.drop(error);
  });
  readonly #sender = new BroadcastSender();
  readonly #receiver: BroadcastReceiver;
  readonly #prefetch: number;
  readonly #lanes = new Map<RabbitLaneSubscription, string>();
  #closed: Promise<void> | undefined;

  /**
   * Does not wait for the server: a service outlives its broker, at its start too.
   *
   * @throws when a URL is none.
   */
  static begin(options: RabbitTransportOptions): RabbitTransport {
    const urls = [options.url].flat();
    for (const url of urls) {
      if (!URL.canParse(url) || !/^amqps?:$/.test(new URL(url).protocol)) {
        throw new TypeError('The URL of RabbitMQ must begin with amqp:// or amqps://');
      }
    }
    return new RabbitTransport(urls, options);
  }

  /** Waits for the server, for ever. @throws when a URL is none. */
  static async connect(options: RabbitTransportOptions): Promise<RabbitTransport> {
    const transport = RabbitTransport.begin(options);
    await Promise.all([transport.#publishing.ready, transport.#consuming.ready]);
    return transport;
  }

  private constructor(urls: readonly string[], { name, service, prefetch = 512 }: RabbitTransportOptions) {
    this.#prefetch = prefetch;
    this.#receiver = new BroadcastReceiver(service);
    this.#publishing = new ReconnectingConnection({
      urls,
      name: `${name} (publishing)`,
      opened: async (model) => {
        await this.#publisher.opened(model);
        this.#sender.opened(model);
      },
      lost: () => {
        this.#publisher.lost();
        this.#sender.lost();
      },
    });
    this.#consuming = new ReconnectingConnection({
      urls,
      name: `${name} (consuming)`,
      opened: async (model) => {
        await askOn(model, () => Promise.resolve());
        this.#receiver.opened(model);
      },
      lost: () => {
        this.#receiver.lost();
      },
    });
  }

  async publish(batch: readonly OutgoingEvent[]): Promise<PublishResult[]> {
    const error = this.#publishing.problem;
    // The client would keep the messages in memory until the broker reads again, and so would every retry.
    if (error !== undefined) return batch.map(() => ({ stored: false, error }));
    return Promise.all(batch.map((event) => this.#publisher.publish(event)));
  }

  async subscribe(consumer: string, partition: number, signal: AbortSignal): Promise<LaneSubscription> {
    signal.throwIfAborted();
    const queue = laneQueue(consumer, partition);
    const aborted = Promise.withResolvers<never>();
    const abort = (): void => {
      aborted.reject(signal.reason);
    };
    signal.addEventListener('abort', abort);
    const opening = this.#openLane(queue);
    try {
      return await Promise.race([opening, aborted.promise]);
    } catch (error) {
      void opening.then((lane) => lane.stop(0)).catch(() => undefined);
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  broadcast(subject: string, body: string): void {
    this.#sender.send(subject, body);
  }

  onBroadcast(subject: string, listener: (body: string) => void): () => void {
    return this.#receiver.listen(subject, listener);
  }

  async check(): Promise<void> {
    const { problem } = this.#publishing;
    if (problem !== undefined) throw problem;
    await askOn(this.#consuming.model, (channel) => channel.checkExchange(EVENTS_EXCHANGE));
  }

  /**
   * What waits in the queues, and what this process has fetched. AMQP does not tell what other processes have
   * fetched, 512 a partition at most: see the management plugin for these.
   */
  async lag(consumer: string, partitions: readonly number[]): Promise<number> {
    const queues = partitions.map((partition) => laneQueue(consumer, partition));
    let count = 0;
    await askOn(this.#consuming.model, async (channel) => {
      for (const queue of queues) count += (await channel.checkQueue(queue)).messageCount;
    });
    for (const [lane, queue] of this.#lanes) {
      if (queues.includes(queue)) count += lane.unacknowledged;
    }
    return count;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await Promise.all([
      this.#publisher
        .close()
        .then(() => within(ANSWER_TIMEOUT_MS, 'the end of broadcasts', this.#sender.close()))
        .catch(() => undefined)
        .then(() => this.#publishing.close()),
      Promise.all([...this.#lanes.keys()].map((lane) => lane.close())).then(() => this.#consuming.close()),
    ]);
  }

  async #openLane(queue: string): Promise<RabbitLaneSubscription> {
    const lane = await RabbitLaneSubscription.open(this.#consuming.model, {
      queue,
      prefetch: this.#prefetch,
      onClosed: (closed) => this.#lanes.delete(closed),
      onHung: (error) => {
        this.#consuming.drop(error);
      },
    });
    if (!lane.isClosed) this.#lanes.set(lane, queue);
    return lane;
  }
}

/** Asks on a channel of its own: a question with the answer "no" closes it. */
async function askOn(model: ChannelModel, ask: (channel: Channel) => Promise<unknown>): Promise<void> {
  const channel = await within(ANSWER_TIMEOUT_MS, 'channel.open', model.createChannel());
  // The question's own promise tells it as well.
  channel.on('error', () => undefined);
  try {
    await within(ANSWER_TIMEOUT_MS, 'a question', ask(channel));
  } catch (error) {
    throw inOurWords(error);
  } finally {
    await within(ANSWER_TIMEOUT_MS, 'channel.close', channel.close()).catch(() => undefined);
  }
}
