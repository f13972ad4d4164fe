import { dirname, join } from 'node:path';
import { findPackageJSON } from 'node:module';
import {
  AckPolicy,
  connect,
  DeliverPolicy,
  type JetStreamManager,
  type NatsConnection,
  nkeyAuthenticator,
  ReplayPolicy,
} from 'nats';
import { findNatsServer } from '../../../infra/dev/servers/find-nats.mjs';
import { type NatsServer, startNats } from '../../../infra/dev/servers/nats.mjs';
import { type Identities, identityOf, makeIdentities } from '../../../infra/nats/identities.mjs';
import { provisionNats } from '../../../infra/nats/provision.mjs';
import { consumerConfig, inboxPrefix, OPERATOR, SERVICES, STREAM } from '../../../infra/nats/topology.mjs';
import { ALL_PARTITIONS } from '../../../libs/eventing/src/partition.js';
import { NatsTransport } from '../../../libs/eventing/src/transports/nats/nats-transport.js';
import type { BrokerOptions, StartAt, TestBroker } from './broker.js';

/** JetStream on one nats-server. */
export class NatsBroker implements TestBroker {
  readonly name = 'nats';
  readonly keepsHistory = true;

  static async start(options: BrokerOptions): Promise<NatsBroker> {
    const log = (): void => undefined;
    const toolsDir = join(dirname(findPackageJSON('.', import.meta.url) ?? ''), '.data', 'tools');
    const program = await findNatsServer({ toolsDir, log, ask: () => Promise.resolve(true) });
    const identities = makeIdentities();
    const server = await startNats({
      dataDir: join(options.folder, 'nats'),
      program,
      identities,
      log,
      record: options.record,
    });
    await provisionNats({ url: server.url, seed: identityOf(identities, OPERATOR).seed });
    return new NatsBroker(server, identities);
  }

  private constructor(
    readonly server: NatsServer,
    readonly identities: Identities,
  ) {}

  get pid(): number {
    return this.server.pid;
  }

  environmentOf(service: string): Record<string, string> {
    return {
      EVENT_TRANSPORT: 'nats',
      NATS_URL: this.server.url,
      NATS_NKEY_SEED: this.#seedOf(service),
    };
  }

  connect(service: string): Promise<NatsTransport> {
    const identity = this.#identityOf(service);
    return NatsTransport.connect({
      servers: this.server.url,
      nkeySeed: this.#seedOf(service),
      name: service,
      inboxPrefix: inboxPrefix(identity),
    });
  }

  async addConsumer(consumer: string, startAt: StartAt = 'first'): Promise<void> {
    await this.#asOperator(async (manager) => {
      for (const partition of ALL_PARTITIONS) {
        const config: Record<string, unknown> = consumerConfig(consumer, partition);
        await manager.consumers.add(STREAM, {
          ...config,
          ack_policy: AckPolicy.Explicit,
          replay_policy: ReplayPolicy.Instant,
          deliver_policy: startAt === 'first' ? DeliverPolicy.All : DeliverPolicy.New,
        });
      }
    });
  }

  async removeConsumer(consumer: string): Promise<void> {
    await this.#asOperator(async (manager) => {
      for (const partition of ALL_PARTITIONS) {
        await manager.consumers.delete(STREAM, consumerConfig(consumer, partition).name);
      }
    });
  }

  async lose(count: number): Promise<number> {
    let lost = 0;
    await this.#asOperator(async (manager) => {
      const { state } = await manager.streams.info(STREAM);
      for (let sequence = state.last_seq; sequence >= state.first_seq && lost < count; sequence -= 1) {
        if (await manager.streams.deleteMessage(STREAM, sequence).catch(() => false)) lost += 1;
      }
    });
    return lost;
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
    this.server.process().signal(signal);
  }

  /** The operator's hands on JetStream. The caller closes the connection. */
  operator(): Promise<NatsConnection> {
    return connect({
      servers: this.server.url,
      inboxPrefix: inboxPrefix(OPERATOR),
      authenticator: nkeyAuthenticator(new TextEncoder().encode(this.#seedOf(OPERATOR))),
    });
  }

  async #asOperator(work: (manager: JetStreamManager) => Promise<void>): Promise<void> {
    const connection = await this.operator();
    try {
      await work(await connection.jetstreamManager());
    } finally {
      await connection.close();
    }
  }

  #identityOf(service: string): string {
    return SERVICES.some(({ name }) => name === service) ? service : OPERATOR;
  }

  #seedOf(service: string): string {
    return identityOf(this.identities, this.#identityOf(service)).seed;
  }
}
