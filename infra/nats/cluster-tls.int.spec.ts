import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect as secure } from 'node:tls';
import { type NatsCluster, startNatsCluster } from '../../test/faults/system/nats-cluster.js';
import type { Broker } from '../dev/brokers/broker.mjs';
import type { TlsFiles } from '../dev/servers/nats.mjs';
import { NatsTransport } from '../../libs/eventing/src/transports/nats/nats-transport.js';
import { outgoing, quietLogs, untilStored } from '../../test/support/outgoing.js';
import { natsProgram, quiet, runRecord, testFolder } from '../../test/support/run.js';
import { TestAuthority } from '../../test/support/tls.js';
import { inboxPrefix } from './topology.mjs';

let authority: TestAuthority;
let cluster: Broker;

beforeAll(async () => {
  quietLogs();
  authority = await TestAuthority.make();
  const files = await authority.issue('member');
  const dataDir = testFolder('nats-cluster-tls');
  cluster = await startNatsCluster(
    'nats',
    {
      dataDir,
      program: natsProgram(),
      postgresUrl: '',
      ports: {},
      durable: false,
      log: quiet,
      logFileOf: (name) => join(dataDir, `${name}.log`),
      record: runRecord(),
    },
    { files, ca: authority.ca },
  );
}, 120_000);

afterAll(() => cluster.server?.stop());

/** What a server says to another one that comes with this certificate; nothing when it ends the connection. */
async function heardBy(files?: TlsFiles): Promise<string> {
  const [port = 0] = (cluster.server as NatsCluster).routePorts;
  const own =
    files === undefined ? {} : { cert: readFileSync(files.certificate), key: readFileSync(files.key) };
  const socket = secure({ host: '127.0.0.1', port, ca: authority.ca, ...own });
  socket.setEncoding('utf8');
  return new Promise((resolve) => {
    socket.once('data', (text: string) => {
      socket.destroy();
      resolve(text);
    });
    socket.once('error', () => undefined);
    socket.once('close', () => {
      resolve('');
    });
  });
}

describe('a cluster with TLS', () => {
  it('stores what is published through any of its servers', async () => {
    const { NATS_URL: urls = '', NATS_NKEY_SEED: nkeySeed } = cluster.environmentOf('cards');
    for (const [index, url] of urls.split(',').entries()) {
      const cards = await NatsTransport.connect({
        servers: url.replace('127.0.0.1', 'localhost'),
        nkeySeed,
        ca: authority.ca,
        name: 'cards',
        inboxPrefix: inboxPrefix('cards'),
        waitForServer: false,
      });
      await untilStored(cards, outgoing(index, 0));
      await cards.close();
    }
  });

  it('takes in only servers with a certificate of its authority', async () => {
    const other = await TestAuthority.make();
    expect(await heardBy(await authority.issue('fourth'))).toContain('"cluster":"commonplace"');
    expect(await heardBy(await other.issue('stranger'))).toBe('');
    expect(await heardBy()).toBe('');
  });
});
