import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type NatsServer, startNats } from '../../../infra/dev/servers/nats.mjs';
import { type Identities, identityOf, makeIdentities } from '../../../infra/nats/identities.mjs';
import { OPERATOR } from '../../../infra/nats/topology.mjs';
import { provisionNats } from '../../../infra/nats/provision.mjs';
import { natsProgram, quiet, runRecord } from '../../support/run.js';
import type { OperatorShell } from '../operator-shell.js';
import { openShell, type World, type WorldOptions, writeKeys } from './world.js';

/** One server, whose configuration the operator changes. */
export class ServerWorld implements World {
  readonly shell: OperatorShell;
  readonly #server: NatsServer;
  readonly #identities: Identities;
  readonly #natsCli: string;

  static async start(options: WorldOptions): Promise<ServerWorld> {
    const identities = makeIdentities();
    const server = await startNats({
      dataDir: join(options.folder, 'nats'),
      program: natsProgram(),
      identities,
      log: quiet,
      record: runRecord(),
    });
    await provisionNats({ url: server.url, seed: identityOf(identities, OPERATOR).seed });
    const shell = openShell(options, { SERVERS: server.url });
    writeKeys(shell, identities);
    const world = new ServerWorld(shell, server, identities, options.natsCli);
    writeFileSync(world.#keyFile('feeds-old'), identityOf(identities, 'feeds').seed, { mode: 0o600 });
    return world;
  }

  private constructor(shell: OperatorShell, server: NatsServer, identities: Identities, natsCli: string) {
    this.shell = shell;
    this.#server = server;
    this.#identities = identities;
    this.#natsCli = natsCli;
  }

  /** Step 1 of the runbook: the server is started with the public key that the operator has made. */
  async restartWithNewKeyOfFeeds(): Promise<void> {
    const show = ['auth', 'nkey', 'show', this.#keyFile('feeds')];
    const { stdout } = await promisify(execFile)(this.#natsCli, show);
    identityOf(this.#identities, 'feeds').publicKey = stdout.trim();
    await this.#server.stop();
    await this.#server.start();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  #keyFile(name: string): string {
    return join(this.shell.variables['KEYS'] ?? '', `${name}.nk`);
  }
}
