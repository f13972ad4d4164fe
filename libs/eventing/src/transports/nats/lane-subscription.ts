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

/** A pull lasts this long; with nothing to deliver the server sends a heartbeat in between. */
const PULL_EXPIRES_MS = 30_000;
const HEARTBEAT_MS = 4_000;
/** Silence after which the pull is taken for lost. */
const SILENCE_MS = HEARTBEAT_MS * 2 + 500;

const STATUS_HEARTBEAT = 100;
const STATUS_NO_MESSAGES = 404;
const STATUS_TIMEOUT = 408;
const STATUS_CONFLICT = 409;

/**
 * Pulls one durable consumer of JetStream and hands its messages out in batches.
 *
 * The client's own `consume()` drops what is on the wire when it is stopped, and those messages then stay
 * unacknowledged until `ack_wait` ends. This one has one pull under way at a time and drains its inbox: what the
 * server had sent still arrives, and is given back.
 */
export class NatsLaneSubscription implements LaneSubscription {
  readonly #connection: NatsConnection;
  readonly #options: NatsLaneOptions;
  readonly #inbox: string;
  readonly #subscription: Subscription;
  readonly #buffer: Delivery[] = [];
  readonly #watchdog: NodeJS.Timeout;
  /** Messages that the pull under way may still bring; 0: there is none. */
  #outstanding = 0;
  #heardAt = Date.now();
  #waiting: (() => void) | undefined;
  #stopped = false;
  #failure: Error | undefined;

  constructor(connection: NatsConnection, options: NatsLaneOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#inbox = createInbox(options.inboxPrefix);
    this.#subscription = connection.subscribe(this.#inbox, {
      callback: (error, message) => {
        if (error === null) this.#receive(message);
        else this.#fail(error);
      },
    });
    this.#watchdog = setInterval(() => {
      if (Date.now() - this.#heardAt > SILENCE_MS) this.#fail(new Error('JetStream missed its heartbeats'));
    }, 1_000);
    this.#pull();
  }

  async next(max: number): Promise<Delivery[] | undefined> {
    while (this.#buffer.length === 0) {
      if (this.#stopped) return undefined;
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
      this.#waiting = undefined;
    }
    const batch = this.#buffer.splice(0, max);
    this.#pull();
    return batch;
  }

  /** A new connection knows nothing of the pull that was under way on the old one. */
  reconnected(): void {
    this.#outstanding = 0;
    this.#pull();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#watchdog);
    try {
      await this.#subscription.drain();
    } catch {
      // The connection is closed: the server gives everything back by itself.
    }
    for (const delivery of this.#buffer.splice(0)) delivery.release();
    this.#waiting?.();
  }

  /** Asks for more when half of the prefetch is used, so that the wire does not run dry while a batch is handled. */
  #pull(): void {
    const { stream, consumer, prefetch } = this.#options;
    if (this.#stopped || this.#outstanding > 0 || this.#buffer.length > prefetch / 2) return;
    this.#outstanding = prefetch - this.#buffer.length;
    this.#heardAt = Date.now();
    const request = {
      batch: this.#outstanding,
      expires: PULL_EXPIRES_MS * 1_000_000,
      idle_heartbeat: HEARTBEAT_MS * 1_000_000,
    };
    try {
      this.#connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`, JSON.stringify(request), {
        reply: this.#inbox,
      });
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #receive(message: Msg): void {
    this.#heardAt = Date.now();
    if (message.reply !== undefined && message.reply !== '') {
      this.#outstanding -= 1;
      this.#buffer.push(this.#toDelivery(message, message.reply));
      this.#waiting?.();
      this.#pull();
    } else {
      this.#onStatus(message.headers?.code ?? 0, message.headers?.description ?? '');
    }
  }

  #onStatus(code: number, description: string): void {
    if (code === STATUS_HEARTBEAT) return;
    this.#outstanding = 0;
    const isOver =
      code === STATUS_NO_MESSAGES ||
      code === STATUS_TIMEOUT ||
      (code === STATUS_CONFLICT && !/deleted/i.test(description));
    if (isOver) this.#pull();
    else this.#fail(new Error(`JetStream ended the pull: ${String(code)} ${description}`));
  }

  #fail(error: Error): void {
    if (this.#stopped) return;
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
