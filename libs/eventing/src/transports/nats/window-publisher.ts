import { createInbox, type Msg, type MsgHdrs, type NatsConnection, type Subscription } from 'nats';
import type { PublishResult } from '../../transport.js';

export interface WindowPublisherOptions {
  /** The connection's inbox prefix: replies come only there. */
  inboxPrefix: string;
  /** After how long without an acknowledgement a message counts as not stored. */
  ackTimeoutMs: number;
}

interface Waiting {
  settle: (result: PublishResult) => void;
  deadline: number;
}

/**
 * Publishes to JetStream with one wildcard reply inbox for all messages under way.
 *
 * `js.publish()` makes a request (mux entry, timer, promise chain) of each message and tops out at a third of
 * the rate of this: one subscription, one map, one timer for all.
 */
export class WindowPublisher {
  readonly #connection: NatsConnection;
  readonly #inbox: string;
  readonly #subscription: Subscription;
  readonly #waiting = new Map<string, Waiting>();
  readonly #ackTimeoutMs: number;
  readonly #sweeper: NodeJS.Timeout;
  #counter = 0;

  constructor(connection: NatsConnection, options: WindowPublisherOptions) {
    this.#connection = connection;
    this.#ackTimeoutMs = options.ackTimeoutMs;
    this.#inbox = createInbox(options.inboxPrefix);
    this.#subscription = connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error === null) this.#settle(message);
      },
    });
    this.#sweeper = setInterval(() => {
      this.#expire();
    }, 250);
  }

  /** Resolves when JetStream has stored the message, has refused it, or has not answered in time. */
  publish(subject: string, body: string, headers: MsgHdrs | undefined): Promise<PublishResult> {
    return new Promise((resolve) => {
      const token = (this.#counter++).toString(36);
      this.#waiting.set(token, { settle: resolve, deadline: performance.now() + this.#ackTimeoutMs });
      try {
        this.#connection.publish(subject, body, {
          reply: `${this.#inbox}.${token}`,
          ...(headers === undefined ? {} : { headers }),
        });
      } catch (error) {
        this.#waiting.delete(token);
        resolve(notStored(error instanceof Error ? error.message : String(error)));
      }
    });
  }

  close(): void {
    clearInterval(this.#sweeper);
    this.#subscription.unsubscribe();
    for (const waiting of this.#waiting.values()) waiting.settle(notStored('The connection was closed'));
    this.#waiting.clear();
  }

  #settle(message: Msg): void {
    const token = message.subject.slice(this.#inbox.length + 1);
    const waiting = this.#waiting.get(token);
    if (waiting === undefined) return;
    this.#waiting.delete(token);
    waiting.settle(resultOf(message));
  }

  #expire(): void {
    const now = performance.now();
    for (const [token, waiting] of this.#waiting) {
      // Entries stand in the order of their deadlines.
      if (waiting.deadline > now) break;
      this.#waiting.delete(token);
      waiting.settle(notStored(`JetStream did not acknowledge within ${String(this.#ackTimeoutMs)} ms`));
    }
  }
}

/** JetStream answers `{stream, seq, duplicate?}` or `{error}`; an empty answer with status 503 is "no stream". */
function resultOf(message: Msg): PublishResult {
  if (message.data.length === 0) {
    return notStored(`No stream takes the subject (status ${String(message.headers?.code ?? 'unknown')})`);
  }
  let answer: { seq?: number; error?: { code: number; description: string } };
  try {
    answer = message.json();
  } catch {
    return notStored('JetStream answered with something that is no JSON');
  }
  if (answer.error !== undefined) {
    return notStored(`JetStream refused: ${answer.error.description} (${String(answer.error.code)})`);
  }
  return answer.seq === undefined ? notStored('JetStream answered without a sequence') : { stored: true };
}

function notStored(reason: string): PublishResult {
  return { stored: false, error: new Error(reason) };
}
