import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { type ChannelModel, connect, type SocketOptions } from 'amqplib';
import { asError, RabbitBlockedError, RabbitUnavailableError } from './errors.js';
import { within } from './within.js';

export interface ReconnectingConnectionOptions {
  /** `amqp:` or `amqps:`, of one or several nodes; tried in turn. */
  urls: readonly string[];
  /** The connection's name, seen by operators. */
  name: string;
  /**
   * Prepares the channels, each time there is a connection. It asks the server something: that shows a connection
   * that was closed before anybody listened. When it throws, another connection is made.
   */
  opened(model: ChannelModel): Promise<void>;
  /** The connection is gone, and all channels with it. */
  lost(): void;
}

/** Silence of twice this ends the connection, on both sides. The client has no other sign of a stopped server. */
const HEARTBEAT_S = 5;
/** Silence while connecting: heartbeats begin when the handshake has ended. */
const HANDSHAKE_SILENCE_MS = 5_000;
const OPEN_TIMEOUT_MS = 15_000;
const CLOSE_TIMEOUT_MS = 5_000;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;
/** A connection that has lasted so long was a sound one. */
const STEADY_MS = 5_000;

/**
 * A connection that is made again for ever.
 *
 * The client's own recovery goes on writing to a socket that nobody reads, and leaves it behind half closed, which
 * keeps a process alive that wants to end. Here each attempt has a signal of its own, by which its socket is
 * destroyed.
 */
export class ReconnectingConnection {
  /** Resolves when there is a connection for the first time. */
  readonly ready: Promise<void>;
  readonly #options: ReconnectingConnectionOptions;
  readonly #logger: Logger;
  readonly #closing = new AbortController();
  readonly #ready = Promise.withResolvers<undefined>();
  readonly #done: Promise<void>;
  #model: ChannelModel | undefined;
  #failure: Error | undefined;
  #blocked: string | undefined;
  #leaving = false;
  #drop: ((reason: Error) => void) | undefined;

  constructor(options: ReconnectingConnectionOptions) {
    this.#options = options;
    this.#logger = new Logger(`RabbitMQ ${options.name}`);
    this.ready = this.#ready.promise;
    this.#done = this.#run();
  }

  /** @throws with the reason, when there is no connection now. */
  get model(): ChannelModel {
    if (this.#model === undefined) throw new RabbitUnavailableError(this.#failure);
    return this.#model;
  }

  /** Why nothing can be published now, if so. */
  get problem(): Error | undefined {
    if (this.#model === undefined) return new RabbitUnavailableError(this.#failure);
    return this.#blocked === undefined ? undefined : new RabbitBlockedError(this.#blocked);
  }

  /** Ends the connection at once; another is made. */
  drop(reason: Error): void {
    this.#drop?.(reason);
  }

  /** Says goodbye, for 5 s at most. */
  async close(): Promise<void> {
    this.#leaving = true;
    const model = this.#model;
    if (model !== undefined) {
      await within(CLOSE_TIMEOUT_MS, 'connection.close', model.close()).catch(() => undefined);
    }
    this.#closing.abort();
    await this.#done;
  }

  async #run(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    for (let attempt = 0; !this.#leaving; attempt += 1) {
      const socket = new AbortController();
      const signal = AbortSignal.any([socket.signal, this.#closing.signal]);
      try {
        const { model, ended } = await this.#open(attempt, signal);
        this.#model = model;
        this.#ready.resolve(undefined);
        this.#logger.log('connected');
        const since = performance.now();
        this.#failed(await ended);
        // What ends soon after its beginning would do so many times a second.
        if (performance.now() - since > STEADY_MS) pause = FIRST_PAUSE_MS;
      } catch (error) {
        this.#failed(asError(error));
      }
      this.#model = undefined;
      this.#blocked = undefined;
      socket.abort();
      this.#options.lost();
      // The jitter keeps a fleet from coming back in one moment.
      const jittered = pause * (0.5 + Math.random());
      await delay(jittered, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, MAX_PAUSE_MS);
    }
  }

  async #open(attempt: number, signal: AbortSignal): Promise<{ model: ChannelModel; ended: Promise<Error> }> {
    const { urls, name } = this.#options;
    const socketOptions: SocketOptions & { signal: AbortSignal } = {
      noDelay: true,
      timeout: HANDSHAKE_SILENCE_MS,
      clientProperties: { connection_name: name },
      signal,
    };
    const url = withHeartbeat(urls[attempt % urls.length] ?? '');
    const model = await within(OPEN_TIMEOUT_MS, 'the handshake', connect(url, socketOptions));
    const ended = Promise.withResolvers<Error>();
    let reason = new Error('RabbitMQ closed the connection');
    model.on('error', (error) => {
      reason = error;
    });
    model.on('close', (error) => {
      ended.resolve(error ?? reason);
    });
    this.#drop = ended.resolve;
    // It may end while it is still being prepared.
    signal.addEventListener('abort', () => {
      ended.resolve(reason);
    });
    model.on('blocked', (why) => {
      this.#blocked = why;
      this.#logger.warn({ reason: why }, 'RabbitMQ takes no messages');
    });
    model.on('unblocked', () => {
      this.#blocked = undefined;
      this.#logger.log('RabbitMQ takes messages again');
    });
    await within(OPEN_TIMEOUT_MS, 'the opening of channels', this.#options.opened(model));
    return { model, ended: ended.promise };
  }

  /** A reason is told once, however often it repeats itself. */
  #failed(error: Error): void {
    if (this.#leaving) return;
    const known = this.#failure?.message === error.message && this.#model === undefined;
    this.#failure = error;
    if (!known) this.#logger.warn({ err: error }, 'there is no connection; it is tried again for ever');
  }
}

function withHeartbeat(text: string): string {
  const url = new URL(text);
  if (!url.searchParams.has('heartbeat')) url.searchParams.set('heartbeat', String(HEARTBEAT_S));
  return url.href;
}
