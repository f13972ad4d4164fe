/** One of the project's own services as a process, from the build. */
import { join } from 'node:path';
import { freePort } from './ports.mjs';
import { StartError, startProcess, tailOf, waitUntil } from './processes.mjs';

/**
 * @typedef {object} ServiceProcess
 * @property {string} name
 * @property {string} url
 * @property {number} port
 * @property {number} pid Of the process that runs now, or ran last.
 * @property {string} logFile
 * @property {() => import('./processes.mjs').RunningProcess} process
 * @property {(env?: NodeJS.ProcessEnv) => Promise<void>} start After a stop, a kill or a crash: on the same port.
 *   Settings given here replace earlier ones, from now on.
 * @property {() => Promise<void>} stop In order: requests answered, buffers given back.
 * @property {() => Promise<void>} kill
 */

const STARTUP_DEADLINE_MS = 60_000;

/**
 * Starts `dist/services/<name>` and waits until it is ready.
 * @param {object} options
 * @param {string} options.name
 * @param {string} options.root The checkout.
 * @param {NodeJS.ProcessEnv} options.env What it needs beside PORT and HOST.
 * @param {number} [options.port] Used when it is free.
 * @param {string} options.logFile
 * @param {import('./process-record.mjs').ProcessRecord | undefined} [options.record]
 * @returns {Promise<ServiceProcess>}
 */
export async function startService({ name, root, env, logFile, record, port: preferredPort }) {
  const entry = join(root, 'dist', 'services', name, 'main.js');
  /** @type {import('./processes.mjs').RunningProcess} */
  let running;
  let port = await freePort(preferredPort);
  let settings = env;
  const urlOf = () => `http://127.0.0.1:${port}`;

  /** @param {{ mayMove: boolean }} options */
  async function start({ mayMove }) {
    for (;;) {
      running = await startProcess({
        name,
        command: process.execPath,
        args: ['--enable-source-maps', entry],
        marker: entry,
        cwd: root,
        logFile,
        record,
        // Development identities are anybody's, so nothing outside this machine may reach it.
        env: {
          ...process.env,
          // Each start would compile the same code again.
          NODE_COMPILE_CACHE: join(root, 'dist', '.compile-cache'),
          ...settings,
          PORT: String(port),
          HOST: '127.0.0.1',
        },
      });
      if (await isReady(urlOf(), running)) return;
      const said = tailOf(logFile);
      await running.kill();
      if (!mayMove || !said.includes('EADDRINUSE')) {
        throw new StartError('service-failed', `${name} did not get ready. The end of ${logFile}:\n${said}`);
      }
      port = await freePort();
    }
  }

  await start({ mayMove: true });
  return {
    name,
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
    async start(changed = {}) {
      settings = { ...settings, ...changed };
      await start({ mayMove: false });
    },
    async stop() {
      await running.stop({ deadlineMs: 30_000 });
    },
    async kill() {
      await running.kill();
    },
  };
}

/**
 * @param {string} url
 * @param {import('./processes.mjs').RunningProcess} running
 */
async function isReady(url, running) {
  const answers = async () => {
    try {
      return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) })).ok;
    } catch {
      return false;
    }
  };
  try {
    await waitUntil(async () => !running.isRunning() || (await answers()), {
      what: `${url}/readyz`,
      deadlineMs: STARTUP_DEADLINE_MS,
      intervalMs: 100,
    });
  } catch {
    return false;
  }
  return running.isRunning();
}
