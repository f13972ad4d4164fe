import { createInbox, type Msg, type NatsConnection, type Subscription } from 'nats';
import type { Delivery, LaneSubscription } from '../../transport.js';

export interface NatsLaneOptions {
  stream: string;
  consumer: string;
  /** The service's own inbox prefix. */
  inboxPrefix: string;
  /** Messages asked for ahead of the handlers, at most. */
  prefetch: number;
}

/**
 * A pull lasts this long. A pull can not be taken back, so this bounds a graceful stop; asking anew each second
 * costs an idle lane two small messages.
 */
const PULL_EXPIRES_MS = 1_000;
/** Silence after which the pull is taken for lost. */
const SILENCE_MS = 4_000;

/**
 * What has waited so long for its handler is kept alive, and again after as long: with the watchdog's second well below
 * `ack_wait`. Else a lane with slow handlers would be sent all that it holds again.
 */
const KEPT_EVERY_MS = 1_500;

const STATUS_NO_MESSAGES = 404;
const STATUS_TIMEOUT = 408;

/**
 * Pulls one durable consumer of JetStream and hands its messages out in batches.
 *
 * The client's own `consume()` ends by unsubscribing: what the server still sends for its pull is dropped, and
 * stays unacknowledged until `ack_wait` ends. This one has one short pull under way at a time; a stop waits for its
 * end and for what it brought to be handled, so that the lane's next owner finds nothing outstanding.
 */
export class NatsLaneSubscription implements LaneSubscription {
  readonly #connection: NatsConnection;
  readonly #options: NatsLaneOptions;
  readonly #inbox: string;
  readonly #subscription: Subscription;
  /** What came and was not handed out, with the time at which JetStream was last told that it is in good hands. */
  readonly #buffer: { delivery: Delivery; keptAt: number }[] = [];
  readonly #watchdog: NodeJS.Timeout;
  /** Messages that the pull under way may still bring; 0: there is none. */
  #outstanding = 0;
  /** Counts pulls: the end of an earlier one, come late, says nothing of the one under way. */
  #pulls = 0;
  #heardAt = performance.now();
  #waiting: (() => void) | undefined;
  #stopping = false;
  #closed = false;
  #failure: Error | undefined;

  constructor(connection: NatsConnection, options: NatsLaneOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#inbox = createInbox(options.inboxPrefix);
    this.#subscription = connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error === null) this.#receive(message);
        else this.#fail(error);
      },
    });
    this.#watchdog = setInterval(() => {
      if (this.#outstanding > 0 && performance.now() - this.#heardAt > SILENCE_MS)
        this.#fail(new Error('JetStream has fallen silent'));
      this.#keep();
    }, 1_000);
    this.#pull();
  }

  async next(max: number): Promise<Delivery[] | undefined> {
    while (this.#closed || this.#buffer.length === 0) {
      if (this.#closed || (this.#stopping && this.#outstanding <= 0)) return undefined;
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
      this.#waiting = undefined;
    }
    const batch = this.#buffer.splice(0, max);
    this.#pull();
    return batch.map(({ delivery }) => delivery);
  }

  /** A new connection knows nothing of the pull that was under way on the old one. */
  reconnected(): void {
    this.#outstanding = 0;
    this.#pull();
  }

  async stop(drainMs: number): Promise<void> {
    this.#stopping = true;
    this.#waiting?.();
    const deadline = performance.now() + drainMs;
    const isDrained = (): boolean => this.#outstanding <= 0 && this.#buffer.length === 0;
    while (
      !isDrained() &&
      this.#failure === undefined &&
      !this.#connection.isClosed() &&
      performance.now() < deadline
    ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.#closed = true;
    clearInterval(this.#watchdog);
    for (const { delivery } of this.#buffer.splice(0)) delivery.release();
    this.#subscription.unsubscribe();
    this.#waiting?.();
  }

  /** Asks for more when half of the prefetch is used, so that the wire does not run dry while a batch is handled. */
  #pull(): void {
    const { stream, consumer, prefetch } = this.#options;
    if (this.#stopping || this.#outstanding > 0 || this.#buffer.length > prefetch / 2) return;
    this.#outstanding = prefetch - this.#buffer.length;
    this.#pulls += 1;
    this.#heardAt = performance.now();
    const request = { batch: this.#outstanding, expires: PULL_EXPIRES_MS * 1_000_000 };
    try {
      this.#connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`, JSON.stringify(request), {
        reply: this.#pullSubject(),
      });
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #keep(): void {
    const now = performance.now();
    for (const waiting of this.#buffer) {
      if (now - waiting.keptAt < KEPT_EVERY_MS) continue;
      waiting.keptAt = now;
      waiting.delivery.working();
    }
  }

  #receive(message: Msg): void {
    this.#heardAt = performance.now();
    if (message.reply !== undefined && message.reply !== '') {
      this.#outstanding -= 1;
      this.#buffer.push({ delivery: this.#toDelivery(message, message.reply), keptAt: this.#heardAt });
      this.#waiting?.();
      this.#pull();
    } else if (message.subject === this.#pullSubject()) {
      this.#onStatus(message.headers?.code ?? 0, message.headers?.description ?? '');
    }
  }

  #pullSubject(): string {
    return `${this.#inbox}.${String(this.#pulls)}`;
  }

  #onStatus(code: number, description: string): void {
    this.#outstanding = 0;
    this.#waiting?.();
    if (code === STATUS_NO_MESSAGES || code === STATUS_TIMEOUT) this.#pull();
    else this.#fail(new Error(`JetStream ended the pull: ${String(code)} ${description}`));
  }

  #fail(error: Error): void {
    if (this.#closed) return;
    this.#failure ??= error;
    this.#waiting?.();
  }

  /** Acknowledgements are sent, not awaited: a lost one costs a redelivery, which the cursor skips. */
  #toDelivery(message: Msg, ackSubject: string): Delivery {
    const answer = (text: string): void => {
      try {
        this.#connection.publish(ackSubject, text);
      } catch {
        // The connection is closed: what was not acknowledged comes again.
      }
    };
    return {
      body: message.string(),
      // The last token is the partition.
      type: message.subject.slice(0, message.subject.lastIndexOf('.')),
      attempt: deliveryCount(ackSubject),
      ack: () => {
        answer('+ACK');
      },
      release: () => {
        answer('-NAK');
      },
      working: () => {
        answer('+WPI');
      },
    };
  }
}

/**
 * `$JS.ACK.<stream>.<consumer>.<delivered>.…`; with a domain configured, domain and account stand before the
 * stream.
 */
function deliveryCount(ackSubject: string): number {
  const tokens = ackSubject.split('.');
  return Number(tokens[tokens.length > 9 ? 6 : 4]);
}
