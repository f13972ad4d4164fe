import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { createClient, type RedisClientType } from '@redis/client';
import { RedisUnavailableError } from './errors.js';

export interface RedisConnectionOptions {
  /** `redis://user:password@host:port` */
  url: string;
  /** The connection's name, seen by operators. */
  name: string;
  /** Runs on each new connection before anybody else may use it. */
  prepare?: (client: RedisClientType) => Promise<unknown>;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** Silence on commands under way after which the connection is given up. A blocking read lasts less. */
const SILENCE_MS = 5_000;
/** An idle connection is asked for a sign of life this often. */
const PING_MS = 5_000;
const WATCH_MS = 500;
const RECONNECT_MS = 250;
/** Commands under way, at most: far more than the relay and the lanes have. */
const MAX_UNDER_WAY = 65_536;

/**
 * One connection to the server, made again for ever.
 *
 * The client's own reconnecting is not used: it keeps commands for a connection that may come, and has no time-out
 * for a command that was sent. Here a command without a connection fails at once, and silence ends the connection
 * with all that is under way on it: nobody knows then whether the server did it.
 */
export class RedisConnection {
  readonly #options: RedisConnectionOptions;
  readonly #logger: Logger;
  readonly #closed = new AbortController();
  readonly #watchdog: NodeJS.Timeout;
  #client: RedisClientType | undefined;
  #drop: (error: Error) => void = () => undefined;
  #lastError: Error | undefined;
  #connected = Promise.withResolvers<undefined>();
  #underWay = 0;
  #heardAt = 0;

  constructor(options: RedisConnectionOptions) {
    this.#options = options;
    this.#logger = new Logger(`Redis ${options.name}`);
    this.#watchdog = setInterval(() => {
      this.#watch();
    }, WATCH_MS);
    void this.#live();
  }

  get isConnected(): boolean {
    return this.#client !== undefined;
  }

  /** Waits for the connection. Throws when the signal ends the wait, or the connection is closed. */
  async connected(signal?: AbortSignal): Promise<void> {
    const signals = [this.#closed.signal, ...(signal === undefined ? [] : [signal])];
    const ended = AbortSignal.any(signals);
    const { promise, reject } = Promise.withResolvers<never>();
    const onAbort = (): void => {
      reject(new RedisUnavailableError(this.#lastError));
    };
    ended.addEventListener('abort', onAbort, { once: true });
    if (ended.aborted) onAbort();
    try {
      await Promise.race([this.#connected.promise, promise]);
    } finally {
      ended.removeEventListener('abort', onAbort);
    }
  }

  /** @throws RedisUnavailableError at once, when there is no connection */
  async run<T>(command: (client: RedisClientType) => Promise<T>): Promise<T> {
    const client = this.#client;
    if (client === undefined) throw new RedisUnavailableError(this.#lastError);
    this.#underWay += 1;
    if (this.#underWay === 1) this.#heardAt = performance.now();
    try {
      return await command(client);
    } finally {
      this.#underWay -= 1;
      this.#heardAt = performance.now();
    }
  }

  /** What is under way fails. */
  close(): void {
    clearInterval(this.#watchdog);
    this.#closed.abort();
    this.#drop(new Error('The connection was closed'));
  }

  #isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  async #live(): Promise<void> {
    let wasUp = true;
    while (!this.#isClosed()) {
      const lost = Promise.withResolvers<Error>();
      const client = this.#newClient();
      client.on('error', lost.resolve);
      this.#drop = lost.resolve;
      try {
        await this.#open(client, lost.promise);
        if (!wasUp) this.#logger.log('connected again');
        wasUp = true;
        this.#lastError = await lost.promise;
      } catch (error) {
        this.#lastError = error instanceof Error ? error : new Error(String(error));
      }
      if (this.#client !== undefined) this.#connected = Promise.withResolvers();
      this.#client = undefined;
      client.destroy();
      if (wasUp && !this.#isClosed()) {
        this.#logger.warn({ err: this.#lastError }, 'not connected; trying again until it is');
        wasUp = false;
      }
      const pause = RECONNECT_MS * (1 + Math.random());
      await delay(pause, undefined, { signal: this.#closed.signal }).catch(() => undefined);
    }
  }

  /** A server that stands still takes connections and says nothing. */
  async #open(client: RedisClientType, lost: Promise<Error>): Promise<void> {
    const ready = client.connect().then(() => this.#options.prepare?.(client));
    const timer = setTimeout(() => {
      this.#drop(new Error(`The server did not greet within ${String(CONNECT_TIMEOUT_MS)} ms`));
    }, CONNECT_TIMEOUT_MS);
    const failed = lost.then((error) => {
      throw error;
    });
    try {
      await Promise.race([ready, failed]);
    } finally {
      clearTimeout(timer);
      failed.catch(() => undefined);
    }
    this.#client = client;
    this.#heardAt = performance.now();
    this.#connected.resolve(undefined);
  }

  #newClient(): RedisClientType {
    return createClient({
      url: this.#options.url,
      name: this.#options.name,
      socket: { reconnectStrategy: false, connectTimeout: CONNECT_TIMEOUT_MS },
      disableOfflineQueue: true,
      disableClientInfo: true,
      maintNotifications: 'disabled',
      commandsQueueMaxLength: MAX_UNDER_WAY,
      // One watch over the connection instead of a timer a command.
      commandOptions: { timeout: 0 },
    });
  }

  #watch(): void {
    const silent = performance.now() - this.#heardAt;
    if (this.#client === undefined) return;
    if (this.#underWay > 0 && silent > SILENCE_MS) {
      this.#drop(new Error(`The server has said nothing for ${String(SILENCE_MS)} ms`));
    } else if (this.#underWay === 0 && silent > PING_MS) {
      this.run((client) => client.ping()).catch(() => undefined);
    }
  }
}
