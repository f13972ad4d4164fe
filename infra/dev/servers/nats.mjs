/** A nats-server of our own with JetStream, under the same configuration and identities as production's. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from './ports.mjs';
import { StartError, startProcess, tailOf, waitUntil } from './processes.mjs';

/**
 * @typedef {object} NatsServer
 * @property {string} url
 * @property {number} port
 * @property {number} monitorPort
 * @property {number} pid Of the process that runs now, or ran last.
 * @property {string} logFile
 * @property {() => import('./processes.mjs').RunningProcess} process
 * @property {() => Promise<void>} start After a stop, a kill or a crash: on the same ports, with the same data.
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill
 */

/**
 * @typedef {object} ClusterMember What infra/nats/cluster.conf reads beside the others' variables.
 * @property {string} name
 * @property {number} port For the routes between the servers.
 * @property {readonly string[]} routes To all of them, with the password in each.
 * @property {string} password
 */

/** @typedef {{ certificate: string, key: string, authority: string }} TlsFiles Paths of PEM files. */

const CONFIG = fileURLToPath(new URL('../../nats/server.conf', import.meta.url));
const STARTUP_DEADLINE_MS = 30_000;

/**
 * @param {object} options
 * @param {string} options.dataDir Made when missing; everything of this server is in it.
 * @param {import('./find-nats.mjs').NatsProgram} options.program
 * @param {import('../../nats/identities.mjs').Identities} options.identities
 * @param {number} [options.port] Used when it is free.
 * @param {number} [options.monitorPort]
 * @param {string} [options.configFile] Reads the variables that infra/nats/server.conf reads.
 * @param {ClusterMember} [options.cluster] It is one of several. It is ready when it has caught up with them. Its
 *   clients are not told of the others.
 * @param {TlsFiles} [options.tls] What infra/nats/server-tls.conf and cluster-tls.conf read.
 * @param {(line: string) => void} options.log
 * @param {string} [options.logFile]
 * @param {import('./process-record.mjs').ProcessRecord | undefined} [options.record]
 * @returns {Promise<NatsServer>}
 */
export async function startNats({
  dataDir,
  program,
  identities,
  configFile = CONFIG,
  cluster,
  tls,
  log,
  record,
  ...options
}) {
  const home = resolve(dataDir);
  mkdirSync(home, { recursive: true });
  const logFile = options.logFile ?? join(home, 'nats.log');
  let port = await freePort(options.port);
  let monitorPort = await freePort(options.monitorPort);
  /** @type {import('./processes.mjs').RunningProcess} */
  let running;

  /** @param {{ mayMove: boolean }} options */
  async function start({ mayMove }) {
    const deadline = Date.now() + STARTUP_DEADLINE_MS;
    for (;;) {
      const keys = publicKeys(identities);
      const how =
        program.kind === 'binary'
          ? asBinary(program.path, { home, configFile, port, monitorPort, keys, cluster, tls })
          : asContainer(program, { home, configFile, port, monitorPort, keys });
      running = await startProcess({ name: 'nats', logFile, record, cwd: home, ...how });
      if (await isReady({ port, monitorPort }, running, deadline)) return;
      const said = tailOf(logFile);
      if (Date.now() > deadline || !/address already in use|port is already allocated/.test(said)) {
        await running.kill();
        throw new StartError('nats-failed', `nats-server did not start. The end of its log:\n${said}`);
      }
      if (mayMove) {
        port = await freePort();
        monitorPort = await freePort();
        log(`Another program took nats-server's port; trying ${port}.`);
      } else await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  await start({ mayMove: true });
  return {
    get url() {
      return `nats://127.0.0.1:${port}`;
    },
    get port() {
      return port;
    },
    get monitorPort() {
      return monitorPort;
    },
    get pid() {
      return running.pid;
    },
    logFile,
    process: () => running,
    start: () => start({ mayMove: false }),
    async stop() {
      await running.stop();
    },
    async kill() {
      // Killing an engine's client leaves the container itself alive.
      if (program.kind === 'container')
        await promisify(execFile)(program.engine, ['kill', containerName(home)]);
      await running.kill();
    },
  };
}

/** @param {import('../../nats/identities.mjs').Identities} identities */
function publicKeys(identities) {
  return Object.fromEntries(
    Object.entries(identities).map(([name, { publicKey }]) => [`NATS_NKEY_${name.toUpperCase()}`, publicKey]),
  );
}

/** @typedef {{ home: string, configFile: string, port: number, monitorPort: number, keys: Record<string, string>, cluster?: ClusterMember | undefined, tls?: TlsFiles | undefined }} Settings */

/**
 * @param {string} command
 * @param {Settings} settings
 */
function asBinary(command, { home, configFile, port, monitorPort, keys, cluster, tls }) {
  return {
    command,
    // The pid file is there to have the data folder on the command line, by which a leftover is known.
    args: ['-c', configFile, '-P', join(home, 'nats.pid'), ...(cluster ? ['--no_advertise'] : [])],
    marker: home,
    env: {
      ...process.env,
      ...keys,
      NATS_SERVER_NAME: cluster?.name ?? 'development',
      ...(cluster === undefined ? {} : routesOf(cluster)),
      ...(tls === undefined ? {} : filesOf(tls)),
      NATS_HOST: '127.0.0.1',
      NATS_PORT: String(port),
      NATS_MONITOR: `"127.0.0.1:${monitorPort}"`,
      NATS_STORE_DIR: JSON.stringify(join(home, 'store')),
    },
  };
}

/** @param {ClusterMember} cluster */
function routesOf({ port, routes, password }) {
  return {
    NATS_CLUSTER: `"127.0.0.1:${port}"`,
    NATS_ROUTES: JSON.stringify(routes),
    NATS_ROUTE_PASSWORD: password,
  };
}

/** @param {TlsFiles} tls */
function filesOf({ certificate, key, authority }) {
  return {
    NATS_TLS_CERT: JSON.stringify(certificate),
    NATS_TLS_KEY: JSON.stringify(key),
    NATS_TLS_CA: JSON.stringify(authority),
  };
}

/**
 * @param {import('./find-nats.mjs').NatsContainer} program
 * @param {Settings} settings
 */
function asContainer(program, { home, configFile, port, monitorPort, keys }) {
  const env = {
    ...keys,
    NATS_SERVER_NAME: 'development',
    NATS_HOST: '0.0.0.0',
    NATS_PORT: '4222',
    NATS_MONITOR: '"0.0.0.0:8222"',
    NATS_STORE_DIR: '/data',
  };
  return {
    command: program.engine,
    args: [
      'run',
      '--rm',
      '--name',
      containerName(home),
      ...['-p', `127.0.0.1:${port}:4222`, '-p', `127.0.0.1:${monitorPort}:8222`],
      ...['-v', `${dirname(configFile)}:/etc/commonplace:ro`, '-v', `${join(home, 'store')}:/data`],
      ...Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
      program.image,
      '-c',
      '/etc/commonplace/server.conf',
    ],
    marker: containerName(home),
  };
}

/** @param {string} home */
function containerName(home) {
  return `commonplace-nats-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
}

/**
 * Its monitor answers before it listens for clients. Where another program has that port, the server is about to end,
 * and whoever connected would wait for a greeting that never comes. So both ports must be of the same server.
 * @param {{ port: number, monitorPort: number }} ports
 * @param {import('./processes.mjs').RunningProcess} running
 * @param {number} deadline
 */
async function isReady({ port, monitorPort }, running, deadline) {
  /** @param {string} path */
  const ask = (path) =>
    fetch(`http://127.0.0.1:${monitorPort}${path}`, { signal: AbortSignal.timeout(2_000) });
  const isHealthy = async () => {
    try {
      if (!(await ask('/healthz')).ok) return false;
      const { server_id: id } = /** @type {{ server_id: string }} */ (await (await ask('/varz')).json());
      return (await greetingOf(port)).includes(`"server_id":"${id}"`);
    } catch {
      return false;
    }
  };
  try {
    await waitUntil(async () => !running.isRunning() || (await isHealthy()), {
      what: 'nats-server',
      deadlineMs: deadline - Date.now(),
    });
  } catch {
    return false;
  }
  return running.isRunning();
}

/**
 * What the server says first to a client.
 * @param {number} port
 * @returns {Promise<string>}
 */
function greetingOf(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', signal: AbortSignal.timeout(2_000) });
    let said = '';
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      said += String(text);
      if (!said.includes('\n')) return;
      socket.destroy();
      resolve(said);
    });
    socket.on('error', reject);
    socket.on('end', () => reject(new Error('nats-server ended the connection')));
  });
}
