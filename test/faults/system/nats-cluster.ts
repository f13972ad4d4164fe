import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Broker, BrokerServer, StartBrokerOptions } from '../../../infra/dev/brokers/broker.mjs';
import type { NatsProgram } from '../../../infra/dev/servers/find-nats.mjs';
import { type NatsServer, startNats, type TlsFiles } from '../../../infra/dev/servers/nats.mjs';
import { freePort } from '../../../infra/dev/servers/ports.mjs';
import { identityOf, keepIdentities } from '../../../infra/nats/identities.mjs';
import { provisionNats } from '../../../infra/nats/provision.mjs';
import { OPERATOR } from '../../../infra/nats/topology.mjs';

const configFile = (name: string): string =>
  fileURLToPath(new URL(`../../../infra/nats/${name}.conf`, import.meta.url));
const NAMES = ['n1', 'n2', 'n3'] as const;

/** Several servers that are started and stopped as one. */
export interface NatsCluster extends BrokerServer {
  nodes: readonly [NatsServer, ...NatsServer[]];
  /** Where they meet each other. */
  routePorts: readonly number[];
}

/** The certificate that all of them show, and who vouches for it. */
export interface ClusterTls {
  files: TlsFiles;
  ca: string;
}

/** The folder of the node whose disk may be small. */
export function firstNodeFolder(dataDir: string): string {
  return join(dataDir, 'nats', NAMES[0]);
}

/** JetStream as in production: three servers, each event on the disks of two of them before it counts as stored. */
export async function startNatsCluster(
  _name: string,
  { dataDir, program, log, logFileOf, record }: StartBrokerOptions,
  tls?: ClusterTls,
): Promise<Broker> {
  const identities = keepIdentities(join(dataDir, 'secrets', 'identities.json'));
  // The configuration would read some hexadecimal numbers as numbers.
  const password = `route-${randomBytes(12).toString('hex')}`;
  const ports = await Promise.all(NAMES.map(() => freePort()));
  const routes = ports.map((port) => `nats://route:${password}@127.0.0.1:${String(port)}`);
  const nodes = (await Promise.all(
    NAMES.map((name, index) =>
      startNats({
        dataDir: join(dataDir, 'nats', name),
        logFile: logFileOf(`nats-${name}`),
        program: program as NatsProgram,
        configFile: configFile(tls === undefined ? 'cluster' : 'cluster-tls'),
        ...(tls === undefined ? {} : { tls: tls.files }),
        cluster: { name, port: ports[index] ?? 0, routes, password },
        identities,
        log,
        record,
      }),
    ),
  )) as [NatsServer, ...NatsServer[]];
  const [first] = nodes;
  const { seed } = identityOf(identities, OPERATOR);
  await provisionNats({ url: first.url, seed, ca: tls?.ca, replicas: NAMES.length });
  const each = async (work: (node: NatsServer) => Promise<void>): Promise<void> => {
    await Promise.all(nodes.map(work));
  };
  const server: NatsCluster = {
    nodes,
    routePorts: ports,
    pid: first.pid,
    logFile: first.logFile,
    process: () => first.process(),
    start: () => each((node) => node.start()),
    stop: () => each((node) => node.stop()),
    kill: () => each((node) => node.kill()),
  };
  return {
    name: 'nats',
    title: 'nats-server',
    url: first.url,
    server,
    ports: {},
    environmentOf: (service) => ({
      NATS_URL: nodes.map(({ url }) => url).join(','),
      NATS_NKEY_SEED: identityOf(identities, service).seed,
    }),
  };
}
