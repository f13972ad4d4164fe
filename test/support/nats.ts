import { startNats, type NatsServer } from '../../infra/dev/servers/nats.mjs';
import { identityOf, makeIdentities } from '../../infra/nats/identities.mjs';
import { provisionNats } from '../../infra/nats/provision.mjs';
import { natsProgram, quiet, runRecord, testFolder } from './run.js';

export interface TestNats {
  /** To kill, start again, and ask for its URL. */
  server: NatsServer;
  url: string;
  /** The nkey seed of `operator`, `reader`, `cards`, `feeds` or `notifications`. */
  seedOf(identity: string): string;
  /** The same identity's public key, by which the server knows it. */
  publicKeyOf(identity: string): string;
  stop(): Promise<void>;
}

/**
 * A server of the spec's own, with the stream, consumers and permissions of production. It takes about 0.1 s, so
 * nothing is shared between specs: no stream to clean, and any may kill its server.
 */
export async function startTestNats(options: { provision?: boolean } = {}): Promise<TestNats> {
  const identities = makeIdentities();
  const server = await startNats({
    dataDir: testFolder('nats'),
    program: natsProgram(),
    identities,
    log: quiet,
    record: runRecord(),
  });
  const seedOf = (identity: string): string => identityOf(identities, identity).seed;
  if (options.provision ?? true) await provisionNats({ url: server.url, seed: seedOf('operator') });
  const publicKeyOf = (identity: string): string => identityOf(identities, identity).publicKey;
  return { server, url: server.url, seedOf, publicKeyOf, stop: () => server.stop() };
}
