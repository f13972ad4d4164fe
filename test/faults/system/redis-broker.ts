import { createClient } from '@redis/client';
import type { RedisServer } from '../../../infra/dev/servers/redis.mjs';
import { OPERATOR, STREAM_KEYS, streamKey } from '../../../infra/redis/topology.mjs';
import type { FaultBroker, FaultBrokerOptions, FullDisk, Poison, WireEvent } from './broker.ts';
import { fillUp } from './small-disk.ts';
import { poisonMessages, wireEventOf } from './wire-event.ts';

/** Redis Streams, as the operator. */
export class RedisFaultBroker implements FaultBroker {
  readonly transport = 'redis';
  readonly #server: RedisServer;
  readonly #smallDisk: string | undefined;

  private constructor(server: RedisServer, smallDisk: string | undefined) {
    this.#server = server;
    this.#smallDisk = smallDisk;
  }

  static open({ server, smallDisk }: FaultBrokerOptions): Promise<RedisFaultBroker> {
    return Promise.resolve(new RedisFaultBroker(server as RedisServer, smallDisk));
  }

  nodes(): readonly RedisServer[] {
    return [this.#server];
  }

  async stored(): Promise<number> {
    const lengths = await this.#ask((ask) => Promise.all(STREAM_KEYS.map((key) => ask('XLEN', key))));
    return lengths.reduce<number>((sum, length) => sum + Number(length), 0);
  }

  async poison(): Promise<Poison[]> {
    const { messages, poison } = poisonMessages();
    await this.#ask(async (ask) => {
      for (const { id, partition, body } of messages) {
        await ask('XADD', streamKey(partition), '*', 'id', id, 'body', body);
      }
    });
    return poison;
  }

  async lose(count: number): Promise<WireEvent[]> {
    return this.#ask(async (ask) => {
      const newest: { key: string; id: string; event: WireEvent }[] = [];
      for (const key of STREAM_KEYS) {
        const entries = await ask('XREVRANGE', key, '+', '-', 'COUNT', String(count));
        for (const [id, fields] of entries as [string, string[]][]) {
          const event = wireEventOf(fields[fields.indexOf('body') + 1] ?? '');
          if (event !== undefined) newest.push({ key, id, event });
        }
      }
      const [time, number] = [0, 1].map((part) => (id: string) => Number(id.split('-')[part]));
      newest.sort(
        (a, b) => (time?.(b.id) ?? 0) - (time?.(a.id) ?? 0) || (number?.(b.id) ?? 0) - (number?.(a.id) ?? 0),
      );
      const lost: WireEvent[] = [];
      for (const { key, id, event } of newest.slice(0, count)) {
        if (Number(await ask('XDEL', key, id)) === 1) lost.push(event);
      }
      return lost;
    });
  }

  async fillDisk(): Promise<FullDisk> {
    if (this.#smallDisk === undefined) return this.#limitMemory();
    const makeRoom = fillUp(this.#smallDisk);
    return {
      how: 'a small tmpfs, filled up',
      release: async () => {
        makeRoom();
        if (this.#server.process().isRunning()) return 'the server went on by itself';
        await this.#server.start();
        return 'the server had ended, and was started again';
      },
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Where no disk can be made small: the server's own limit. */
  async #limitMemory(): Promise<FullDisk> {
    const limit = (bytes: string) => this.#ask((ask) => ask('CONFIG', 'SET', 'maxmemory', bytes));
    await limit('1');
    return {
      how: "the server's own limit, since this machine mounts no small disk",
      release: async () => {
        await limit('0');
        return 'the limit was lifted';
      },
    };
  }

  async #ask<T>(work: (ask: (...command: string[]) => Promise<unknown>) => Promise<T>): Promise<T> {
    const client = createClient({
      url: this.#server.urlOf(OPERATOR),
      socket: { reconnectStrategy: false, connectTimeout: 2_000, socketTimeout: 5_000 },
      maintNotifications: 'disabled',
    });
    // What fails is told by the command.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work((...command) => client.sendCommand(command));
    } finally {
      client.destroy();
    }
  }
}
