import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { JetStreamManager, NatsConnection } from 'nats';
import { migrate } from '#platform';
import { type PostgresServer, startPostgres } from '../../infra/dev/servers/postgres.mjs';
import type { BrokerOptions, TestBroker } from './brokers/broker.js';
import { NatsBroker } from './brokers/nats.js';
import { EngineSession } from './engine-session.js';
import { quiet, runRecord, testFolder } from './run.js';

export { counted, CountedV1, effectsOf, untilEffects } from './engine-session.js';

/** Real servers, one producing and one consuming schema, and the engine between them. */
export class EngineWorld<B extends TestBroker = TestBroker> extends EngineSession {
  /** With JetStream between them. */
  static start(): Promise<EngineWorld<NatsBroker>> {
    return EngineWorld.on((options) => NatsBroker.start(options));
  }

  static async on<B extends TestBroker>(
    startBroker: (options: BrokerOptions) => Promise<B>,
  ): Promise<EngineWorld<B>> {
    // Failures are made on purpose here; their warnings would bury a real one.
    if (process.env['LOG_LEVEL'] === undefined) Logger.overrideLogger(false);
    const folder = testFolder('engine');
    const record = runRecord();
    const [pg, broker] = await Promise.all([
      startPostgres({ dataDir: join(folder, 'postgres'), log: quiet, durable: false, record }),
      startBroker({ folder, durable: false, record }),
    ]);
    const world = new EngineWorld(pg, broker);
    await world.#prepare();
    return world;
  }

  private constructor(
    readonly postgres: PostgresServer,
    readonly broker: B,
  ) {
    super(
      () => postgres.url,
      (service) => broker.connect(service),
    );
  }

  async #prepare(): Promise<void> {
    const sql = this.pool('public');
    for (const schema of ['cards', 'feeds', 'notifications']) {
      await sql.unsafe(`create schema ${schema}`);
      const folder = join(import.meta.dirname, '../../libs/eventing/migrations');
      await migrate({ url: this.postgres.url, schema, sources: [{ name: 'eventing', folder }] });
    }
    await sql.unsafe(
      `create table feeds.effects (
        position bigserial primary key, consumer text, aggregate text, sequence int, value int
      )`,
    );
    await sql.unsafe('create index on feeds.effects (consumer, aggregate)');
    await this.clear();
  }

  async stop(): Promise<void> {
    await this.clear();
    await this.broker.stop();
    await this.postgres.stop();
  }
}

/** The operator's hands on a world's JetStream. */
export async function operatorOf(
  world: EngineWorld<NatsBroker>,
): Promise<{ connection: NatsConnection; manager: JetStreamManager }> {
  const connection = await world.broker.operator();
  world.onClear(() => connection.close());
  return { connection, manager: await connection.jetstreamManager() };
}
