/** A PostgreSQL server of our own, from binaries that npm ships: started, stopped and killed by pid. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import postgres from 'postgres';
import { freePort } from './ports.mjs';
import { postgresBinaries } from './postgres-binaries.mjs';
import { reasonOf, StartError, startProcess, tailOf } from './processes.mjs';
import { canEnter, giveTo, openFolderInsteadOf, unprivilegedUser } from './unprivileged.mjs';

/**
 * @typedef {object} PostgresServer
 * @property {string} url The superuser's, to the database `postgres`.
 * @property {number} port
 * @property {number} pid Of the process that runs now, or ran last.
 * @property {string} logFile
 * @property {() => import('./processes.mjs').RunningProcess} process
 * @property {() => Promise<void>} start After a stop, a kill or a crash: on the same port, with the same data.
 * @property {() => Promise<void>} stop Ends the sessions, writes a checkpoint.
 * @property {() => Promise<void>} kill As a power cut would, but for the disk's cache.
 */

const STARTUP_DEADLINE_MS = 60_000;
const USER = 'postgres';

/**
 * Listens on 127.0.0.1 only, with a password made on the first start. With `durable: false` nothing is flushed to
 * the disk: what is committed survives a kill of the process, not of the machine.
 * @param {object} options
 * @param {string} options.dataDir Made when missing; everything of this server is in it.
 * @param {number} [options.port] Used when it is free.
 * @param {(line: string) => void} options.log
 * @param {boolean} [options.durable]
 * @param {string} [options.logFile]
 * @param {import('./process-record.mjs').ProcessRecord | undefined} [options.record]
 * @returns {Promise<PostgresServer>}
 */
export async function startPostgres({
  dataDir,
  port: preferredPort,
  log,
  durable = true,
  record,
  ...options
}) {
  const user = unprivilegedUser(log);
  const binaries = postgresBinaries(user, log);
  const home = homeFor(resolve(dataDir), user, log);
  const cluster = join(home, 'cluster');
  const logFile = options.logFile ?? join(resolve(dataDir), 'postgres.log');
  const password = initialise(binaries, home, cluster, user);

  /** @type {import('./processes.mjs').RunningProcess} */
  let running;
  let port = await freePort(preferredPort);
  const urlOf = () => `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;

  /** @param {{ mayMove: boolean }} options */
  async function start({ mayMove }) {
    const deadline = Date.now() + STARTUP_DEADLINE_MS;
    for (;;) {
      running = await startProcess({
        name: 'postgres',
        command: binaries.postgres,
        args: ['-D', cluster, ...settings(port, durable)],
        logFile,
        marker: cluster,
        // The "fast" shutdown: does not wait for sessions to go by themselves.
        stopSignal: 'SIGINT',
        record,
        cwd: home,
        env: { ...process.env, LC_MESSAGES: 'C', TZ: 'UTC' },
        user,
      });
      if (await acceptsConnections(urlOf(), running, deadline)) return;
      const said = tailOf(logFile);
      if (Date.now() > deadline) throw failed(said);
      if (/could not bind|Address already in use/.test(said)) {
        if (!mayMove) throw failed(said);
        port = await freePort();
      } else if (!/shared memory block|lock file "postmaster.pid" already exists/.test(said)) {
        throw failed(said);
      }
      // Sessions of a killed server take a moment to see that it is gone; until then it refuses a successor.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  await start({ mayMove: true });
  return {
    get url() {
      return urlOf();
    },
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
      await running.stop();
    },
    async kill() {
      await running.kill();
    },
  };
}

/**
 * Removes a folder, and what servers in it had to keep elsewhere. None of them may run.
 * @param {string} folder
 */
export function removePostgresData(folder) {
  if (!existsSync(folder)) return;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const note of files.filter((file) => basename(file) === MOVED)) {
    rmSync(readFileSync(join(folder, note), 'utf8').trim(), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}

const MOVED = 'moved-to';

/**
 * @param {string} dataDir
 * @param {import('./unprivileged.mjs').SystemUser | undefined} user
 * @param {(line: string) => void} log
 */
function homeFor(dataDir, user, log) {
  mkdirSync(dataDir, { recursive: true });
  if (!user || canEnter(dataDir, user)) return dataDir;
  const home = openFolderInsteadOf(dataDir);
  log(`The user that runs PostgreSQL can not reach ${dataDir}: its data is in ${home}.`);
  writeFileSync(join(dataDir, MOVED), `${home}\n`);
  return home;
}

/**
 * Makes the cluster on the first start.
 * @param {import('./postgres-binaries.mjs').PostgresBinaries} binaries
 * @param {string} home
 * @param {string} cluster
 * @param {import('./unprivileged.mjs').SystemUser | undefined} user
 * @returns {string} the superuser's password
 */
function initialise(binaries, home, cluster, user) {
  const passwordFile = join(home, 'superuser-password');
  // The password is written last, so a folder without it is what an interrupted initdb left.
  if (existsSync(passwordFile)) return readFileSync(passwordFile, 'utf8').trim();
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { mode: 0o700 });
  const password = randomBytes(18).toString('base64url');
  const draft = join(home, 'superuser-password.new');
  writeFileSync(draft, `${password}\n`, { mode: 0o600 });
  if (user) for (const path of [cluster, draft]) giveTo(path, user);
  try {
    execFileSync(
      binaries.initdb,
      [
        `--pgdata=${cluster}`,
        `--username=${USER}`,
        `--pwfile=${draft}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        // Sorting by code point, the same on every machine.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-sync',
        '--no-instructions',
      ],
      { stdio: 'pipe', cwd: home, env: { ...process.env, LC_ALL: 'C' }, ...(user ?? {}) },
    );
  } catch (error) {
    throw new StartError(
      'initdb-failed',
      `PostgreSQL could not make its data folder ${cluster}:\n${reasonOf(error)}`,
    );
  } finally {
    rmSync(draft, { force: true });
  }
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  chmodSync(passwordFile, 0o600);
  return password;
}

/**
 * @param {number} port
 * @param {boolean} durable
 */
function settings(port, durable) {
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%u@%d ',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * @param {string} url
 * @param {import('./processes.mjs').RunningProcess} running
 * @param {number} deadline
 */
async function acceptsConnections(url, running, deadline) {
  while (running.isRunning() && Date.now() < deadline) {
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
    try {
      await sql`SELECT 1`;
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  return false;
}

/** @param {string} said */
function failed(said) {
  return new StartError('postgres-failed', `PostgreSQL did not start. The end of its log:\n${said}`);
}
