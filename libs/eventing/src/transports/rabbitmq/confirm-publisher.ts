import { Logger } from '@nestjs/common';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { CONTENT_TYPE } from '../../envelope.js';
import { partitionToken } from '../../partition.js';
import type { OutgoingEvent, PublishResult } from '../../transport.js';
import { asError, inOurWords, RabbitUnavailableError } from './errors.js';
import { EVENTS_EXCHANGE } from './names.js';

interface Waiting {
  settle: (result: PublishResult) => void;
  deadline: number;
}

/** After how long without a confirm an event counts as not stored. */
const CONFIRM_TIMEOUT_MS = 5_000;
/** A channel that owes a confirm is given up, but no more often than this: it may be one queue that has no majority. */
const RENEW_MS = 30_000;
const WARN_AGAIN_MS = 60_000;

/**
 * Publishes on one confirm channel, any number of events under way.
 *
 * RabbitMQ confirms an event when **every** queue that it was routed to has stored it. An event that no queue takes
 * is confirmed too, and counts as stored: there is no consumer to store it for, and it stays in the producer's
 * outbox, from which a consumer that is made later gets it.
 */
export class ConfirmPublisher {
  readonly #logger = new Logger('RabbitMQ publisher');
  readonly #waiting = new Map<number, Waiting>();
  readonly #sweeper: NodeJS.Timeout;
  readonly #failed: (error: Error) => void;
  #channel: ConfirmChannel | undefined;
  #onIdle: (() => void) | undefined;
  #counter = 0;
  #warnedAt = -Infinity;
  #renewedAt = -Infinity;

  /** @param failed Is called when the channel is of no use any more, though the connection may be. */
  constructor(failed: (error: Error) => void) {
    this.#failed = failed;
    this.#sweeper = setInterval(() => {
      this.#expire();
    }, 250);
  }

  async opened(model: ChannelModel): Promise<void> {
    const channel = await model.createConfirmChannel();
    // What it is refused for closes the channel; its unconfirmed events are told so by their callbacks.
    channel.on('error', (error) => {
      this.#failed(inOurWords(error));
    });
    channel.on('return', (message) => {
      this.#warnUnroutable(message.fields.routingKey);
    });
    this.#channel = channel;
  }

  lost(): void {
    this.#channel = undefined;
    for (const token of [...this.#waiting.keys()]) this.#settle(token, notStored('The connection was lost'));
  }

  publish(event: OutgoingEvent): Promise<PublishResult> {
    const channel = this.#channel;
    if (channel === undefined) return Promise.resolve({ stored: false, error: new RabbitUnavailableError() });
    return new Promise((resolve) => {
      const token = this.#counter++;
      this.#waiting.set(token, { settle: resolve, deadline: performance.now() + CONFIRM_TIMEOUT_MS });
      try {
        channel.publish(
          EVENTS_EXCHANGE,
          `${event.type}.${partitionToken(event.partition)}`,
          Buffer.from(event.body),
          { persistent: true, mandatory: true, contentType: CONTENT_TYPE, messageId: event.eventId },
          (error: unknown) => {
            this.#settle(token, error === null ? { stored: true } : { stored: false, error: asError(error) });
          },
        );
      } catch (error) {
        this.#settle(token, { stored: false, error: asError(error) });
      }
    });
  }

  /** Resolves when nothing is under way; what is not confirmed in time is not waited for. */
  async close(): Promise<void> {
    if (this.#waiting.size > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    this.#channel = undefined;
    clearInterval(this.#sweeper);
  }

  #settle(token: number, result: PublishResult): void {
    const waiting = this.#waiting.get(token);
    if (waiting === undefined) return;
    this.#waiting.delete(token);
    waiting.settle(result);
    if (this.#waiting.size === 0) this.#onIdle?.();
  }

  #expire(): void {
    const now = performance.now();
    const before = this.#waiting.size;
    for (const [token, waiting] of this.#waiting) {
      // Entries stand in the order of their deadlines.
      if (waiting.deadline > now) break;
      this.#settle(token, notStored(`RabbitMQ did not confirm within ${String(CONFIRM_TIMEOUT_MS)} ms`));
    }
    if (this.#waiting.size < before && now - this.#renewedAt > RENEW_MS) {
      // Seen with 3.10 just after its start: a channel hangs in the server for good, while its heartbeats go on.
      this.#renewedAt = now;
      this.#failed(new Error('RabbitMQ owes confirms: the channel is made again'));
    }
  }

  #warnUnroutable(routingKey: string): void {
    if (performance.now() - this.#warnedAt < WARN_AGAIN_MS) return;
    this.#warnedAt = performance.now();
    this.#logger.warn(
      { routingKey },
      'no queue takes these events: is a consumer missing? They stay in the outbox, to be published again',
    );
  }
}

function notStored(reason: string): PublishResult {
  return { stored: false, error: new Error(reason) };
}
