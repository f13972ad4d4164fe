import { Logger } from '@nestjs/common';
import type { RedisClientType } from '@redis/client';
import { RedisConnection } from './connection.js';

/** Listens to channels on a connection of its own: one that listens is told of nothing else in the meantime. */
export class Broadcasts {
  readonly #connection: RedisConnection;
  readonly #logger = new Logger('Redis broadcasts');
  readonly #listeners = new Map<string, Set<(body: string) => void>>();

  constructor(options: { url: string; name: string }) {
    this.#connection = new RedisConnection({
      url: options.url,
      name: `${options.name}-listens`,
      prepare: (client) =>
        Promise.all([...this.#listeners.keys()].map((subject) => this.#listen(client, subject))),
    });
  }

  add(subject: string, listener: (body: string) => void): () => void {
    const others = this.#listeners.get(subject);
    if (others === undefined) {
      this.#listeners.set(subject, new Set([listener]));
      // Without a connection the next one begins with it.
      this.#connection.run((client) => this.#listen(client, subject)).catch(() => undefined);
    } else others.add(listener);
    return () => {
      const listeners = this.#listeners.get(subject);
      listeners?.delete(listener);
      if (listeners?.size !== 0) return;
      this.#listeners.delete(subject);
      this.#connection.run((client) => client.unsubscribe(subject)).catch(() => undefined);
    };
  }

  close(): void {
    this.#connection.close();
  }

  readonly #dispatch = (body: string, subject: string): void => {
    for (const listener of this.#listeners.get(subject) ?? []) {
      try {
        listener(body);
      } catch (error) {
        this.#logger.error({ err: error, subject }, 'a listener to broadcasts failed');
      }
    }
  };

  async #listen(client: RedisClientType, subject: string): Promise<void> {
    try {
      await client.subscribe(subject, this.#dispatch);
    } catch (error) {
      // Broadcasts are at most once: what may not be heard is told, and the rest goes on.
      this.#logger.warn({ err: error, subject }, 'a broadcast can not be listened to');
    }
  }
}
