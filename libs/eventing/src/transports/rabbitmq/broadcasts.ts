import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Channel, ChannelModel } from 'amqplib';
import { BROADCAST_EXCHANGE, broadcastQueuePrefix } from './names.js';

interface OpenQueue {
  channel: Channel;
  queue: string;
  bound: Set<string>;
}

type Listener = (body: string) => void;

const RETRY_MS = 2_000;

/** Sends to whoever listens now. Nothing is kept for later, and nobody is told what became of it. */
export class BroadcastSender {
  readonly #logger = new Logger('RabbitMQ broadcasts');
  #model: ChannelModel | undefined;
  #channel: Promise<Channel> | undefined;

  opened(model: ChannelModel): void {
    this.#model = model;
  }

  lost(): void {
    this.#model = undefined;
    this.#channel = undefined;
  }

  send(subject: string, body: string): void {
    this.#send(subject, body).catch((error: unknown) => {
      this.#logger.warn({ err: error, subject }, 'a broadcast was not sent');
    });
  }

  /** After what was sent before. */
  async close(): Promise<void> {
    const channel = await this.#channel;
    this.lost();
    await channel?.close();
  }

  async #send(subject: string, body: string): Promise<void> {
    if (this.#model === undefined) return;
    this.#channel ??= this.#open(this.#model);
    const channel = await this.#channel;
    channel.publish(BROADCAST_EXCHANGE, subject, Buffer.from(body));
  }

  /** A channel of its own: a subject that this identity may not use ends the channel, and no event with it. */
  async #open(model: ChannelModel): Promise<Channel> {
    const forget = (): void => {
      this.#channel = undefined;
    };
    try {
      const channel = await model.createChannel();
      channel.on('error', (error) => {
        this.#logger.warn({ err: error }, 'a broadcast was refused');
      });
      channel.on('close', forget);
      return channel;
    } catch (error) {
      forget();
      throw error;
    }
  }
}

/** Listens with one queue a connection, which ends with it. */
export class BroadcastReceiver {
  readonly #logger = new Logger('RabbitMQ broadcasts');
  readonly #service: string;
  readonly #listeners = new Map<string, Set<Listener>>();
  #model: ChannelModel | undefined;
  #open: OpenQueue | undefined;
  #turn: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;

  constructor(service: string) {
    this.#service = service;
  }

  opened(model: ChannelModel): void {
    this.#model = model;
    this.#refresh();
  }

  lost(): void {
    clearTimeout(this.#retry);
    this.#model = undefined;
    this.#open = undefined;
  }

  listen(subject: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(subject) ?? new Set();
    this.#listeners.set(subject, listeners.add(listener));
    this.#refresh();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(subject);
      this.#refresh();
    };
  }

  #refresh(): void {
    this.#turn = this.#turn
      .then(() => this.#bringUpToDate())
      .catch((error: unknown) => {
        this.#open = undefined;
        if (this.#model === undefined) return;
        this.#logger.warn({ err: error }, 'broadcasts can not be received; it is tried again');
        clearTimeout(this.#retry);
        this.#retry = setTimeout(() => {
          this.#refresh();
        }, RETRY_MS);
      });
  }

  async #bringUpToDate(): Promise<void> {
    if (this.#model === undefined || (this.#open === undefined && this.#listeners.size === 0)) return;
    this.#open ??= await this.#openQueue(this.#model);
    const { channel, queue, bound } = this.#open;
    for (const subject of this.#listeners.keys()) {
      if (bound.has(subject)) continue;
      await channel.bindQueue(queue, BROADCAST_EXCHANGE, subject);
      bound.add(subject);
    }
    for (const subject of bound) {
      if (this.#listeners.has(subject)) continue;
      await channel.unbindQueue(queue, BROADCAST_EXCHANGE, subject);
      bound.delete(subject);
    }
  }

  async #openQueue(model: ChannelModel): Promise<OpenQueue> {
    const channel = await model.createChannel();
    channel.on('error', (error) => {
      this.#logger.warn({ err: error }, 'the channel of broadcasts was closed');
    });
    channel.on('close', () => {
      if (this.#open?.channel !== channel) return;
      this.#open = undefined;
      clearTimeout(this.#retry);
      if (this.#model !== undefined)
        this.#retry = setTimeout(() => {
          this.#refresh();
        }, RETRY_MS);
    });
    const { queue } = await channel.assertQueue(`${broadcastQueuePrefix(this.#service)}${randomUUID()}`, {
      exclusive: true,
      autoDelete: true,
      durable: false,
    });
    await channel.consume(
      queue,
      (message) => {
        if (message !== null) this.#receive(message.fields.routingKey, message.content.toString());
      },
      { noAck: true },
    );
    return { channel, queue, bound: new Set() };
  }

  #receive(subject: string, body: string): void {
    for (const listener of this.#listeners.get(subject) ?? []) {
      try {
        listener(body);
      } catch (error) {
        this.#logger.error({ err: error, subject }, 'a listener of broadcasts failed');
      }
    }
  }
}
