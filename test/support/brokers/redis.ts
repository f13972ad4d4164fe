import { join } from 'node:path';
import { findRedisServer } from '../../../infra/dev/servers/find-redis.mjs';
import { type RedisServer, startRedis } from '../../../infra/dev/servers/redis.mjs';
import { type Credentials, makeCredentials } from '../../../infra/redis/credentials.mjs';
import { addGroups, type Ask, asOperator, provisionRedis } from '../../../infra/redis/provision.mjs';
import { OPERATOR, STREAM_KEYS, USERS } from '../../../infra/redis/topology.mjs';
import { RedisTransport } from '../../../libs/eventing/src/transports/redis/redis-transport.js';
import { obtain } from './available.js';
import type { BrokerOptions, StartAt, TestBroker } from './broker.js';

/** Streams on one redis-server. */
export class RedisBroker implements TestBroker {
  readonly name = 'redis';
  readonly keepsHistory = true;

  static async start(options: BrokerOptions): Promise<RedisBroker> {
    const credentials = makeCredentials();
    const durable = options.durable ?? true;
    const server = await startRedis({
      dataDir: join(options.folder, 'redis'),
      program: await obtain(findRedisServer),
      credentials,
      durable,
      log: () => undefined,
      record: options.record,
    });
    const broker = new RedisBroker(server, credentials, durable);
    await broker.provision();
    return broker;
  }

  private constructor(
    readonly server: RedisServer,
    readonly credentials: Credentials,
    readonly durable: boolean,
  ) {}

  get pid(): number {
    return this.server.pid;
  }

  environmentOf(service: string): Record<string, string> {
    return { EVENT_TRANSPORT: 'redis', REDIS_URL: this.urlOf(service) };
  }

  connect(service: string): Promise<RedisTransport> {
    return RedisTransport.connect({ url: this.urlOf(service), name: service });
  }

  async addConsumer(consumer: string, startAt: StartAt = 'first'): Promise<void> {
    await this.asOperator((ask) => addGroups(ask, consumer, startAt));
  }

  async removeConsumer(consumer: string): Promise<void> {
    await this.asOperator(async (ask) => {
      for (const key of STREAM_KEYS) await ask('XGROUP', 'DESTROY', key, consumer);
    });
  }

  async lose(count: number): Promise<number> {
    return this.asOperator(async (ask) => {
      const newest: { key: string; id: string }[] = [];
      for (const key of STREAM_KEYS) {
        const entries = (await ask('XREVRANGE', key, '+', '-', 'COUNT', String(count))) as [
          string,
          unknown,
        ][];
        newest.push(...entries.map(([id]) => ({ key, id })));
      }
      newest.sort((a, b) => Number(b.id.replace('-', '.')) - Number(a.id.replace('-', '.')));
      let lost = 0;
      for (const { key, id } of newest.slice(0, count)) lost += Number(await ask('XDEL', key, id));
      return lost;
    });
  }

  kill(): Promise<void> {
    return this.server.kill();
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  start(): Promise<void> {
    return this.server.start();
  }

  signal(signal: NodeJS.Signals): void {
    this.server.signal(signal);
  }

  async provision(): Promise<void> {
    await provisionRedis({
      url: this.server.urlOf(OPERATOR),
      credentials: this.credentials,
      mayForget: !this.durable,
    });
  }

  urlOf(service: string): string {
    return this.server.urlOf(USERS.includes(service) ? service : OPERATOR);
  }

  /** The operator's hands on the server. */
  asOperator<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    return asOperator(this.server.urlOf(OPERATOR), work);
  }
}
