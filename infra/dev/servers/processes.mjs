/** Child processes that outlive nothing: started with a log file, known by an identity, stopped by pid. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * @typedef {object} Exit How a process ended.
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 */

/**
 * @typedef {object} ProcessIdentity What is written down of a started process, so that a later run can tell
 * whether the pid still belongs to it.
 * @property {number} pid
 * @property {string} startedAt The kernel's own start stamp; a reused pid has another.
 * @property {string} marker A part of the command line that only our process has.
 */

/**
 * @typedef {object} RunningProcess
 * @property {string} name
 * @property {number} pid
 * @property {string} logFile
 * @property {Promise<Exit>} exited Resolves once, never rejects.
 * @property {() => boolean} isRunning
 * @property {(options?: { deadlineMs?: number }) => Promise<Exit>} stop Asks with the stop signal, and kills when
 *   the deadline (15 s) has passed.
 * @property {() => Promise<Exit>} kill SIGKILL, and waits for the end.
 * @property {(signal: NodeJS.Signals) => void} signal
 */

/**
 * @typedef {object} StartOptions
 * @property {string} name
 * @property {string} command
 * @property {readonly string[]} args
 * @property {string} logFile Both outputs are appended here by the kernel: nothing is lost when we die first.
 * @property {string} marker See {@link ProcessIdentity}.
 * @property {NodeJS.Signals} [stopSignal] What asks this program to end in order; SIGTERM.
 * @property {import('./process-record.mjs').ProcessRecord | undefined} [record] Knows it while it runs.
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {{ uid: number, gid: number } | undefined} [user]
 */

/** Thrown when a server or service can not be had or started; `remedy` says what the reader can do. */
export class StartError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {string} [remedy]
   */
  constructor(code, message, remedy) {
    super(remedy === undefined ? message : `${message}\n${remedy}`);
    this.name = 'StartError';
    this.code = code;
  }
}

/**
 * Starts a process in a session of its own, so that a Ctrl-C in the terminal reaches the launcher alone and the
 * launcher decides the order of the end.
 * @param {StartOptions} options
 * @returns {Promise<RunningProcess>}
 */
export async function startProcess(options) {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a');
  const child = spawn(options.command, [...options.args], {
    stdio: ['ignore', log, log],
    detached: true,
    ...(options.env ? { env: options.env } : {}),
    ...(options.cwd ? { cwd: options.cwd } : {}),
    ...(options.user ?? {}),
  });
  closeSync(log);

  const { record, stopSignal = 'SIGTERM' } = options;
  /** @type {Promise<Exit>} */
  const exited = new Promise((resolve) =>
    child.once('exit', (code, signal) => {
      if (child.pid !== undefined) record?.remove(child.pid);
      resolve({ code, signal });
    }),
  );
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new StartError('spawn-failed', `${options.name} could not be started: ${error.message}`)),
    );
  });
  const pid = /** @type {number} */ (child.pid);
  record?.add(options.name, { pid, startedAt: startStampOf(pid) ?? '', marker: options.marker }, stopSignal);
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  /** @param {NodeJS.Signals} signal */
  const signal = (signal) => {
    if (isRunning()) child.kill(signal);
  };

  return {
    name: options.name,
    pid,
    logFile: options.logFile,
    exited,
    isRunning,
    signal,
    async stop({ deadlineMs = 15_000 } = {}) {
      signal(stopSignal);
      const timer = setTimeout(() => signal('SIGKILL'), deadlineMs);
      try {
        return await exited;
      } finally {
        clearTimeout(timer);
      }
    },
    async kill() {
      signal('SIGKILL');
      return exited;
    },
  };
}

/** @returns {ProcessIdentity} this process's own */
export function ownIdentity() {
  return { pid: process.pid, startedAt: startStampOf(process.pid) ?? '', marker: '' };
}

/**
 * Whether the process written down earlier is still the one that has this pid now.
 * @param {ProcessIdentity} identity
 */
export function isStillOurs(identity) {
  if (startStampOf(identity.pid) !== identity.startedAt || identity.startedAt === '') return false;
  return commandLineOf(identity.pid)?.includes(identity.marker) ?? false;
}

/**
 * Stops a process that an earlier run left behind. Touches nothing when the pid has become somebody else's.
 * @param {ProcessIdentity} identity
 * @param {NodeJS.Signals} signal
 * @returns {Promise<boolean>} whether there was one
 */
export async function stopLeftover(identity, signal) {
  if (!isStillOurs(identity)) return false;
  process.kill(identity.pid, signal);
  try {
    await waitUntil(() => !isStillOurs(identity), {
      what: 'the leftover process to end',
      deadlineMs: 10_000,
    });
  } catch {
    if (isStillOurs(identity)) process.kill(identity.pid, 'SIGKILL');
    await waitUntil(() => !isStillOurs(identity), { what: 'the killed process to end', deadlineMs: 10_000 });
  }
  return true;
}

/**
 * @param {() => boolean | Promise<boolean>} condition
 * @param {{ what: string, deadlineMs?: number, intervalMs?: number }} options
 */
export async function waitUntil(condition, { what, deadlineMs = 30_000, intervalMs = 50 }) {
  const deadline = Date.now() + deadlineMs;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new StartError('deadline-passed', `Waited ${deadlineMs / 1000} s for ${what}, in vain.`);
    }
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}

/**
 * What a failed command has to say: its error output where there is one.
 * @param {unknown} error
 */
export function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  const stderr =
    'stderr' in error && (typeof error.stderr === 'string' || Buffer.isBuffer(error.stderr))
      ? error.stderr.toString().trim()
      : '';
  return stderr === '' ? error.message : stderr;
}

/**
 * The end of a log file, for a message that says why something failed.
 * @param {string} file
 * @param {number} [lines]
 */
export function tailOf(file, lines = 15) {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '(no log)';
  }
}

/**
 * @param {number} pid
 * @returns {string | undefined} nothing when there is no such process (a zombie counts as none)
 */
function startStampOf(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The second field is the name in parentheses and may hold anything, so count from behind it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  return ps(pid, 'lstart=');
}

/** @param {number} pid */
function commandLineOf(pid) {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return undefined;
    }
  }
  return ps(pid, 'command=');
}

/**
 * @param {number} pid
 * @param {string} format
 */
function ps(pid, format) {
  try {
    const stdio = /** @type {const} */ (['ignore', 'pipe', 'ignore']);
    const text = execFileSync('ps', ['-ww', '-o', format, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: [...stdio],
    });
    return text.trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * A property only where there is a value.
 * @template {string} K
 * @template T
 * @param {K} key
 * @param {T | undefined} value
 * @returns {Partial<Record<K, T>>}
 */
export function optional(key, value) {
  return value === undefined ? {} : /** @type {Partial<Record<K, T>>} */ ({ [key]: value });
}
