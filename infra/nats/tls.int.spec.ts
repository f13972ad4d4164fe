import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { connect as connectSocket } from 'node:net';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { NatsTransport } from '../../libs/eventing/src/transports/nats/nats-transport.js';
import { bodies, outgoing, quietLogs, take, untilStored } from '../../test/support/outgoing.js';
import { natsProgram, quiet, runRecord, testFolder } from '../../test/support/run.js';
import { TestAuthority } from '../../test/support/tls.js';
import { certificateOf } from '../../test/support/tls-peer.js';
import { numbers, waitFor } from '../../test/support/wait-for.js';
import { type NatsServer, startNats, type TlsFiles } from '../dev/servers/nats.mjs';
import { identityOf, makeIdentities } from './identities.mjs';
import { provisionNats } from './provision.mjs';
import { inboxPrefix, OPERATOR } from './topology.mjs';

const CONFIG = fileURLToPath(new URL('server-tls.conf', import.meta.url));
const identities = makeIdentities();
let authority: TestAuthority;

beforeAll(async () => {
  quietLogs();
  authority = await TestAuthority.make();
});

const start = (tls: TlsFiles): Promise<NatsServer> =>
  startNats({
    dataDir: testFolder('nats-tls'),
    program: natsProgram(),
    identities,
    configFile: CONFIG,
    tls,
    log: quiet,
    record: runRecord(),
  });

/** By the name that the certificate is for. */
const urlOf = (server: NatsServer): string => `nats://localhost:${String(server.port)}`;

const connect = (server: NatsServer, ca: string | undefined, service = 'cards'): Promise<NatsTransport> =>
  NatsTransport.connect({
    servers: urlOf(server),
    nkeySeed: identityOf(identities, service).seed,
    ca,
    name: service,
    inboxPrefix: inboxPrefix(service),
    waitForServer: false,
  });

describe('a nats-server with TLS', () => {
  let server: NatsServer;
  let files: TlsFiles;
  beforeAll(async () => {
    files = await authority.issue('server');
    server = await start(files);
    await provisionNats({
      url: urlOf(server),
      seed: identityOf(identities, OPERATOR).seed,
      ca: authority.ca,
    });
  });
  afterAll(() => server.stop());

  it('is provisioned, published to and read from by whoever trusts its authority', async () => {
    const [cards, feeds] = [
      await connect(server, authority.ca),
      await connect(server, authority.ca, 'feeds'),
    ];
    const lane = await feeds.subscribe('feeds', 0, new AbortController().signal);
    await untilStored(cards, outgoing(1, 0));
    const [delivery] = await take(lane, 1);
    expect(delivery?.body).toBe('1');
    delivery?.ack();
    await lane.stop(1_000);
    await cards.close();
    await feeds.close();
  });

  it('is refused by who trusts another authority, with the reason', async () => {
    const other = await TestAuthority.make();
    await expect(connect(server, other.ca)).rejects.toThrow(
      /certificate signature failure|unable to verify|self.signed/u,
    );
  });

  it('is refused by who was given no authority, since no public one knows it', async () => {
    await expect(connect(server, undefined)).rejects.toThrow(/unable to verify|self.signed|local issuer/u);
  });

  it('refuses who speaks without TLS', async () => {
    const socket = connectSocket({ host: '127.0.0.1', port: server.port });
    socket.setEncoding('utf8');
    const said: string[] = [];
    socket.on('data', (text: string) => said.push(text));
    await waitFor('the greeting', () => said.join('').includes('"tls_required":true') || undefined);
    socket.write('CONNECT {"verbose":true}\r\nPING\r\n');
    await once(socket, 'close');
    expect(said.join('')).not.toContain('+OK');
    expect(said.join('')).not.toContain('PONG');
  });

  it('takes a renewed certificate while it runs, and no event is lost or comes twice', async () => {
    const [cards, feeds] = [
      await connect(server, authority.ca),
      await connect(server, authority.ca, 'feeds'),
    ];
    const lane = await feeds.subscribe('feeds', 1, new AbortController().signal);
    const before = await certificateOf(server.port);
    const taking = take(lane, 200);
    const publishing = (async (): Promise<void> => {
      for (const number of numbers(1, 200)) await untilStored(cards, outgoing(number, 1));
    })();
    await authority.issue('server');
    const program = natsProgram();
    if (program.kind === 'binary')
      await promisify(execFile)(program.path, ['--signal', `reload=${String(server.pid)}`]);
    const renewed = await waitFor('the renewed certificate', async () => {
      const now = await certificateOf(server.port);
      return now.serialNumber === before.serialNumber ? undefined : now;
    });
    await publishing;
    const deliveries = await taking;
    for (const delivery of deliveries) delivery.ack();
    expect(bodies(deliveries)).toEqual(numbers(1, 200).map(String));
    expect(renewed.verify(new X509Certificate(authority.ca).publicKey)).toBe(true);
    // Who connects now is shown the new one.
    await (await connect(server, authority.ca)).close();
    await lane.stop(1_000);
    await cards.close();
    await feeds.close();
  });
});

describe('a certificate that is not good', () => {
  const refused: [string, Parameters<TestAuthority['issue']>[1], RegExp][] = [
    ['that has expired', { expired: true }, /certificate has expired/u],
    ['for another host', { hosts: ['elsewhere.internal'] }, /localhost.*elsewhere\.internal/su],
  ];

  it.each(refused)('%s keeps services away, and says so', async (_, options, reason) => {
    const server = await start(await authority.issue(`bad-${String(options?.expired)}`, options));
    try {
      await expect(connect(server, authority.ca)).rejects.toThrow(reason);
    } finally {
      await server.stop();
    }
  });
});

describe('a nats-server without TLS', () => {
  it('is refused by who was given an authority', async () => {
    const server = await startNats({
      dataDir: testFolder('nats-plain'),
      program: natsProgram(),
      identities,
      log: quiet,
      record: runRecord(),
    });
    try {
      await expect(connect(server, authority.ca)).rejects.toThrow(/tls/iu);
    } finally {
      await server.stop();
    }
  });
});
