import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { Delivery, LaneSubscription } from '../../transport.js';
import { asError, inOurWords } from './errors.js';
import { within } from './within.js';

export interface RabbitLaneOptions {
  queue: string;
  /** Messages that are fetched and not yet acknowledged, at most. */
  prefetch: number;
  /** The lane's channel is closed. */
  onClosed: (lane: RabbitLaneSubscription) => void;
  /** The server does not even close the channel. Only the connection's end ends it, and gives back what it holds. */
  onHung: (error: Error) => void;
}

const ANSWER_TIMEOUT_MS = 5_000;
/** Longer: a queue that has just been recovered chooses its leader first. */
const OPEN_TIMEOUT_MS = 15_000;
/** How long a stopped lane waits for the acknowledgement of what it had handed out. */
const LINGER_MS = 30_000;
const NOTHING = Buffer.alloc(0);

/**
 * Consumes one queue on a channel of its own, so that what goes wrong ends this lane only.
 *
 * A closed channel gives everything unacknowledged back. So the buffer is dropped with it, and a stopped lane keeps
 * its channel until the last batch that it handed out is acknowledged. `consumer_timeout` (30 min by default) closes
 * the channel of a lane whose database is away for longer: it is opened again, and the batch comes again.
 */
export class RabbitLaneSubscription implements LaneSubscription {
  readonly #channel: Channel;
  readonly #onHung: RabbitLaneOptions['onHung'];
  readonly #buffer: Delivery[] = [];
  /** Acknowledged, and not yet said to the broker: a batch's are said in one frame. */
  readonly #acked = new Map<number, ConsumeMessage>();
  /** Settled out of turn, above {@link #floor}. */
  readonly #settled = new Set<number>();
  /** All deliveries up to this tag are settled; a channel counts its deliveries from 1. */
  #floor = 0;
  #received = 0;
  #unsettled = 0;
  #tag = '';
  #flushing = false;
  #stopping = false;
  /** Nothing more will come. */
  #cancelled = false;
  #closed = false;
  #channelClosed = false;
  #lingering: NodeJS.Timeout | undefined;
  #waiting: (() => void) | undefined;
  #failure: Error | undefined;

  static async open(model: ChannelModel, options: RabbitLaneOptions): Promise<RabbitLaneSubscription> {
    const lane = new RabbitLaneSubscription(await model.createChannel(), options);
    await lane.#consume(options);
    return lane;
  }

  private constructor(channel: Channel, { onClosed, onHung }: RabbitLaneOptions) {
    this.#channel = channel;
    this.#onHung = onHung;
    channel.on('error', (error) => {
      this.#fail(error);
    });
    channel.on('close', () => {
      this.#channelClosed = true;
      clearTimeout(this.#lingering);
      this.#fail(new Error('The channel was closed'));
      onClosed(this);
    });
  }

  get isClosed(): boolean {
    return this.#channelClosed;
  }

  /** Deliveries that the broker waits for an acknowledgement of. */
  get unacknowledged(): number {
    return this.#channelClosed ? 0 : this.#unsettled;
  }

  async next(max: number): Promise<Delivery[] | undefined> {
    while (this.#buffer.length === 0) {
      if (this.#closed || (this.#stopping && this.#cancelled)) return undefined;
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
      this.#waiting = undefined;
    }
    return this.#buffer.splice(0, max);
  }

  async stop(drainMs: number): Promise<void> {
    this.#stopping = true;
    const deadline = performance.now() + drainMs;
    try {
      await within(ANSWER_TIMEOUT_MS, 'basic.cancel', this.#channel.cancel(this.#tag));
    } catch {
      // The channel is closed, or will be: then everything is given back.
    }
    this.#cancelled = true;
    this.#waiting?.();
    while (this.#buffer.length > 0 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.#closed = true;
    for (const delivery of this.#buffer.splice(0)) delivery.release();
    this.#waiting?.();
    if (this.#unsettled === 0 || drainMs === 0) await this.close();
    else this.#lingering = setTimeout(() => void this.close(), LINGER_MS);
  }

  /** Gives back what is not acknowledged by now. */
  async close(): Promise<void> {
    clearTimeout(this.#lingering);
    this.#flush();
    if (this.#channelClosed) return;
    try {
      await within(ANSWER_TIMEOUT_MS, 'channel.close', this.#channel.close());
    } catch (error) {
      if (!this.isClosed) this.#onHung(asError(error));
    }
  }

  async #consume({ queue, prefetch }: RabbitLaneOptions): Promise<void> {
    try {
      await within(OPEN_TIMEOUT_MS, 'basic.qos', this.#channel.prefetch(prefetch));
      const consuming = this.#channel.consume(queue, (message) => {
        if (message === null) this.#fail(new Error(`RabbitMQ ended the consumer of ${queue}`));
        else this.#receive(message);
      });
      const { consumerTag } = await within(OPEN_TIMEOUT_MS, 'basic.consume', consuming);
      this.#tag = consumerTag;
    } catch (error) {
      await this.close();
      throw inOurWords(error);
    }
  }

  #receive(message: ConsumeMessage): void {
    this.#received += 1;
    this.#unsettled += 1;
    this.#buffer.push(this.#toDelivery(message));
    this.#waiting?.();
  }

  #fail(error: Error): void {
    if (this.#closed) return;
    this.#failure ??= asError(error);
    // They come again, on another channel.
    this.#buffer.length = 0;
    this.#waiting?.();
  }

  #toDelivery(message: ConsumeMessage): Delivery {
    const body = message.content.toString();
    // The message is kept for its acknowledgement, its bytes need not be.
    message.content = NOTHING;
    const tag = message.fields.deliveryTag;
    const { routingKey } = message.fields;
    let isSettled = false;
    /** To settle a delivery twice would close the channel. */
    const settle = (how: () => void): void => {
      if (isSettled || this.#channelClosed) return;
      isSettled = true;
      this.#unsettled -= 1;
      how();
      this.#closeWhenDone();
    };
    return {
      body,
      // The last word is the partition.
      type: routingKey.slice(0, routingKey.lastIndexOf('.')),
      attempt: attemptOf(message),
      ack: () => {
        settle(() => {
          this.#acked.set(tag, message);
          this.#flushSoon();
        });
      },
      release: () => {
        settle(() => {
          this.#settled.add(tag);
          this.#say(() => {
            this.#channel.nack(message, false, true);
          });
        });
      },
      working: () => {
        // There is no such message in AMQP: a delivery is its consumer's for as long as the channel lives.
      },
    };
  }

  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  /** Says what was acknowledged without a gap in one frame, the rest one by one. */
  #flush(): void {
    let last: ConsumeMessage | undefined;
    for (let tag = this.#floor + 1; tag <= this.#received; tag += 1) {
      const message = this.#acked.get(tag);
      if (message === undefined && !this.#settled.has(tag)) break;
      this.#floor = tag;
      this.#acked.delete(tag);
      this.#settled.delete(tag);
      // What was given back is unknown to the broker by now, and may not be named.
      last = message ?? last;
    }
    this.#say(() => {
      if (last !== undefined) this.#channel.ack(last, true);
      for (const [tag, message] of this.#acked) {
        this.#channel.ack(message);
        this.#settled.add(tag);
      }
      this.#acked.clear();
    });
  }

  #closeWhenDone(): void {
    if (this.#closed && this.#unsettled === 0 && this.#lingering !== undefined) void this.close();
  }

  /** Sent, not awaited: what is lost on the way is delivered again, and skipped by the cursor. */
  #say(what: () => void): void {
    try {
      what();
    } catch {
      // The channel is closed: what was not acknowledged comes again.
    }
  }
}

/** A quorum queue counts the deliveries before this one. */
function attemptOf({ fields, properties }: ConsumeMessage): number {
  const before: unknown = properties.headers?.['x-delivery-count'];
  return Math.max(typeof before === 'number' ? before + 1 : 1, fields.redelivered ? 2 : 1);
}
