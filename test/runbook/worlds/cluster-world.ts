import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, nkeyAuthenticator } from 'nats';
import type { NatsServer } from '../../../infra/dev/servers/nats.mjs';
import { type Identities, identityOf } from '../../../infra/nats/identities.mjs';
import { inboxPrefix } from '../../../infra/nats/topology.mjs';
import { startNatsCluster, type NatsCluster } from '../../faults/system/nats-cluster.js';
import { natsProgram, quiet, runRecord } from '../../support/run.js';
import type { OperatorShell } from '../operator-shell.js';
import { openShell, type World, type WorldOptions, writeKeys } from './world.js';

/** Three servers with the configuration of production, and nobody else. */
export class ClusterWorld implements World {
  readonly shell: OperatorShell;
  readonly #cluster: NatsCluster;
  readonly #identities: Identities;

  static async start(options: WorldOptions): Promise<ClusterWorld> {
    const broker = await startNatsCluster('nats', {
      dataDir: options.folder,
      program: natsProgram(),
      postgresUrl: '',
      ports: {},
      durable: false,
      log: quiet,
      logFileOf: (name) => join(options.folder, 'logs', `${name}.log`),
      record: runRecord(),
    });
    const file = join(options.folder, 'secrets', 'identities.json');
    const identities = JSON.parse(readFileSync(file, 'utf8')) as Identities;
    const shell = openShell(options, { SERVERS: broker.environmentOf('cards')['NATS_URL'] ?? '' });
    writeKeys(shell, identities);
    const world = new ClusterWorld(shell, broker.server as NatsCluster, identities);
    await world.publish();
    return world;
  }

  private constructor(shell: OperatorShell, cluster: NatsCluster, identities: Identities) {
    this.shell = shell;
    this.#cluster = cluster;
    this.#identities = identities;
  }

  /** The one that the runbook's operator loses. */
  get third(): NatsServer {
    const third = this.#cluster.nodes[2];
    if (third === undefined) throw new Error('There are not three servers');
    return third;
  }

  /** An event of cards, as its service would; fails when it is not stored. */
  async publish(): Promise<void> {
    const connection = await connect({
      servers: (this.shell.variables['SERVERS'] ?? '').split(','),
      inboxPrefix: inboxPrefix('cards'),
      authenticator: nkeyAuthenticator(new TextEncoder().encode(identityOf(this.#identities, 'cards').seed)),
    });
    try {
      const options = { msgID: randomUUID(), timeout: 20_000 };
      await connection.jetstream().publish('events.cards.counted.v1.03', '{}', options);
    } finally {
      await connection.close();
    }
  }

  stop(): Promise<void> {
    return this.#cluster.stop();
  }
}
