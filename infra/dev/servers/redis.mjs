/** A redis-server of our own with an append-only file, under the same configuration and users as production's. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { firstUsers, passwordOf } from '../../redis/credentials.mjs';
import { OPERATOR } from '../../redis/topology.mjs';
import { freePort } from './ports.mjs';
import { StartError, startProcess, tailOf, waitUntil } from './processes.mjs';

/**
 * @typedef {object} RedisServer
 * @property {(user: string) => string} urlOf With the user's name and password.
 * @property {number} port
 * @property {number} pid Of the process that runs now, or ran last.
 * @property {string} logFile
 * @property {() => import('./processes.mjs').RunningProcess} process
 * @property {() => Promise<void>} start After a stop, a kill or a crash: on the same port, with the same data.
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill
 * @property {(signal: NodeJS.Signals) => void} signal
 */

const CONFIG = fileURLToPath(new URL('../../redis/server.conf', import.meta.url));
const STARTUP_DEADLINE_MS = 30_000;

/**
 * @param {object} options
 * @param {string} options.dataDir Made when missing; everything of this server is in it.
 * @param {import('./find-redis.mjs').RedisProgram} options.program
 * @param {import('../../redis/credentials.mjs').Credentials} options.credentials
 * @param {number} [options.port] Used when it is free.
 * @param {boolean} [options.durable] `false`: writes are answered before the disk has them.
 * @param {(line: string) => void} options.log
 * @param {string} [options.logFile]
 * @param {import('./process-record.mjs').ProcessRecord | undefined} [options.record]
 * @returns {Promise<RedisServer>}
 */
export async function startRedis({ dataDir, program, credentials, durable = true, log, record, ...options }) {
  const home = resolve(dataDir);
  mkdirSync(home, { recursive: true });
  const users = join(home, 'users.acl');
  if (!existsSync(users)) writeFileSync(users, firstUsers(credentials), { mode: 0o600 });
  const logFile = options.logFile ?? join(home, 'redis.log');
  let port = await freePort(options.port);
  /** @type {import('./processes.mjs').RunningProcess} */
  let running;

  /** @param {{ mayMove: boolean }} options */
  async function start({ mayMove }) {
    const deadline = Date.now() + STARTUP_DEADLINE_MS;
    for (;;) {
      const settings = { home, port, durable };
      const how =
        program.kind === 'binary' ? asBinary(program.path, settings) : asContainer(program, settings);
      running = await startProcess({ name: 'redis', logFile, record, cwd: home, ...how });
      if (await isReady(port, passwordOf(credentials, OPERATOR), running, deadline)) return;
      const said = tailOf(logFile);
      if (Date.now() > deadline || !/address already in use|port is already allocated/i.test(said)) {
        await running.kill();
        throw new StartError('redis-failed', `redis-server did not start. The end of its log:\n${said}`);
      }
      if (mayMove) {
        port = await freePort();
        log(`Another program took redis-server's port; trying ${port}.`);
      } else await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  await start({ mayMove: true });
  return {
    urlOf: (user) => `redis://${user}:${passwordOf(credentials, user)}@127.0.0.1:${port}`,
    get port() {
      return port;
    },
    get pid() {
      return running.pid;
    },
    logFile,
    process: () => running,
    start: () => start({ mayMove: false }),
    async stop() {
      // A process that stands still does not hear that it should end.
      running.signal('SIGCONT');
      await running.stop();
    },
    async kill() {
      // Killing an engine's client leaves the container itself alive.
      if (program.kind === 'container')
        await promisify(execFile)(program.engine, ['kill', containerName(home)]);
      await running.kill();
    },
    signal: (signal) => running.signal(signal),
  };
}

/** @typedef {{ home: string, port: number, durable: boolean }} Settings */

/**
 * @param {string} command
 * @param {Settings} settings
 */
function asBinary(command, { home, port, durable }) {
  return {
    command,
    args: [
      CONFIG,
      ...['--bind', '127.0.0.1', '--port', String(port)],
      ...['--dir', home, '--aclfile', join(home, 'users.acl')],
      ...fsyncOf(durable),
    ],
    marker: home,
  };
}

/**
 * @param {import('./find-redis.mjs').RedisContainer} program
 * @param {Settings} settings
 */
function asContainer(program, { home, port, durable }) {
  return {
    command: program.engine,
    args: [
      'run',
      '--rm',
      '--name',
      containerName(home),
      ...['-p', `127.0.0.1:${port}:6379`],
      ...['-v', `${dirname(CONFIG)}:/etc/commonplace:ro`, '-v', `${home}:/data`],
      program.image,
      ...['redis-server', '/etc/commonplace/server.conf', '--dir', '/data', '--aclfile', '/data/users.acl'],
      ...fsyncOf(durable),
    ],
    marker: containerName(home),
  };
}

/** @param {boolean} durable */
function fsyncOf(durable) {
  return durable ? [] : ['--appendfsync', 'everysec'];
}

/** @param {string} home */
function containerName(home) {
  return `commonplace-redis-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
}

/**
 * @param {number} port
 * @param {string} password
 * @param {import('./processes.mjs').RunningProcess} running
 * @param {number} deadline
 */
async function isReady(port, password, running, deadline) {
  try {
    await waitUntil(async () => !running.isRunning() || (await answers(port, password)), {
      what: 'redis-server',
      deadlineMs: deadline - Date.now(),
    });
  } catch {
    return false;
  }
  return running.isRunning();
}

/**
 * Whether the server serves: while it still reads its file, it answers that it is loading.
 * @param {number} port
 * @param {string} password
 * @returns {Promise<boolean>}
 */
function answers(port, password) {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1', timeout: 2_000 });
    /** @param {boolean} answer */
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    let said = '';
    socket.once('connect', () => socket.write(`AUTH ${OPERATOR} ${password}\r\nPING\r\n`));
    socket.on('data', (data) => {
      said += data.toString();
      if (said.split('\r\n').length > 2) end(said.includes('+PONG'));
    });
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => end(false));
  });
}
