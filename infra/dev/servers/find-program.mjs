/** Where to get a server's program on this machine: what is there first, then what can be had, said before it is done. */
import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { reasonOf, StartError, waitUntil } from './processes.mjs';

/** @typedef {{ kind: 'binary', path: string, version: string, source: string }} Binary */
/** @typedef {{ kind: 'container', engine: string, image: string, version: string, source: string }} Container */
/** @typedef {Binary | Container} Program */

/**
 * @typedef {object} FindOptions
 * @property {string} toolsDir Where an obtained program is kept for the next time.
 * @property {boolean} [allowInstall] Without it only what is there already counts.
 * @property {(line: string) => void} log
 * @property {(question: string) => Promise<boolean>} ask
 * @property {NodeJS.ProcessEnv} [env]
 */

/**
 * @typedef {object} Wanted
 * @property {readonly [string, ...string[]]} names File names of the program, the best first.
 * @property {readonly string[]} [versionArgs] What makes it print its version; `--version`.
 * @property {(path: string) => Promise<string>} [versionOf] A text with the version, where the program does not print it.
 * @property {readonly [number, number]} oldest The oldest version that will do.
 * @property {readonly [number, number]} [tooNew] The first version that will not do any more.
 * @property {string} versions As told to people: `2.9 to 2.14`.
 * @property {string} override The environment variable that names the program.
 * @property {readonly Way[]} ways To obtain it, the best first.
 * @property {string} code Of the error when there is none.
 * @property {string} remedy What the reader of that error can do.
 */

/**
 * Obtains the program. Says what it would do before it asks, and gives nothing when that is no way here.
 * @typedef {(options: FindOptions, wanted: Wanted, binDir: string) => Promise<Program | undefined>} Way
 */

export const run = promisify(execFile);
const INSTALL_DEADLINE_MS = 900_000;

/**
 * @param {Wanted} wanted
 * @param {FindOptions} options
 * @returns {Promise<Program>}
 * @throws StartError with the wanted program's code and remedy
 */
export async function findProgram(wanted, options) {
  const { toolsDir, allowInstall = true, log, env = process.env } = options;
  const { names, override } = wanted;
  const named = env[override];
  if (named) {
    const found = await tryBinary(wanted, named, override, log);
    return orFail(wanted, found, `${override}=${named} is not a usable ${names[0]}.`);
  }
  const binDir = join(toolsDir, 'bin');
  const found = await thatIsThere(wanted, binDir, log, env);
  if (found) return found;
  const obtained = allowInstall
    ? await oneAtATime(toolsDir, () => obtain(wanted, options, binDir))
    : undefined;
  return orFail(wanted, obtained, `There is no ${names[0]} on this machine.`);
}

/**
 * @param {Wanted} wanted
 * @param {string} binDir
 * @param {(line: string) => void} log
 * @param {NodeJS.ProcessEnv} env
 */
async function thatIsThere(wanted, binDir, log, env) {
  const onThePath = wanted.names.map((name) => ({ file: onPath(name, env), source: 'found on the PATH' }));
  const kept = wanted.names
    .map((name) => join(binDir, name))
    .filter((file) => existsSync(file))
    // A link stands for a program that needs what lies around it.
    .map((file) => ({ file: realpathSync(file), source: 'installed here before' }));
  for (const { file, source } of [...onThePath, ...kept]) {
    const found = file && (await tryBinary(wanted, file, source, log));
    if (found) return found;
  }
  return undefined;
}

/**
 * @param {Wanted} wanted
 * @param {FindOptions} options
 * @param {string} binDir
 */
async function obtain(wanted, options, binDir) {
  // Another process may have obtained it while this one waited for its turn.
  const found = await thatIsThere(wanted, binDir, () => undefined, options.env ?? process.env);
  if (found) return found;
  for (const way of wanted.ways) {
    const obtained = await way(options, wanted, binDir);
    if (obtained) return obtained;
  }
  return undefined;
}

/**
 * @template T
 * @param {Wanted} wanted
 * @param {T | undefined} found
 * @param {string} otherwise
 */
function orFail({ code, remedy }, found, otherwise) {
  if (found) return found;
  throw new StartError(code, otherwise, remedy);
}

/**
 * Package managers refuse to run twice, and two writers of one file leave neither.
 * @template T
 * @param {string} toolsDir
 * @param {() => Promise<T>} work
 */
async function oneAtATime(toolsDir, work) {
  mkdirSync(toolsDir, { recursive: true });
  const lock = join(toolsDir, 'installing.pid');
  const take = () => {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return true;
    } catch {
      if (!isAlive(lock)) rmSync(lock, { force: true });
      return false;
    }
  };
  await waitUntil(take, {
    what: `the end of another installation (${lock})`,
    deadlineMs: INSTALL_DEADLINE_MS,
  });
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
function isAlive(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // Between its making and its writing the file is empty; 0 would ask about our own group.
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * One way to get it that fails is told, and the next is tried.
 * @template T
 * @param {(line: string) => void} log
 * @param {string} what
 * @param {() => Promise<T>} work
 */
export async function attempt(log, what, work) {
  try {
    return await work();
  } catch (error) {
    log(`${what} failed: ${reasonOf(error).split('\n').slice(-3).join(' ')}`);
    return undefined;
  }
}

/**
 * @param {Wanted} wanted
 * @param {string} path
 * @param {string} source
 * @param {(line: string) => void} log
 * @returns {Promise<Binary | undefined>} nothing when it is not the program, or of no version that will do
 */
export async function tryBinary(
  { versionArgs = ['--version'], versionOf, oldest, tooNew = [Infinity, 0], versions },
  path,
  source,
  log,
) {
  if (!isExecutable(path)) return undefined;
  const printed = async () => (await run(path, [...versionArgs], { timeout: 30_000 })).stdout;
  const said = await (versionOf ? versionOf(path) : printed()).catch(() => undefined);
  const version = said && /(\d+)\.(\d+)\.\d+/.exec(said);
  if (!version) return undefined;
  const [text, major, minor] = version;
  const order = ordered([Number(major), Number(minor)]);
  if (order < ordered(oldest) || order >= ordered(tooNew)) {
    log(`${path} is version ${text}; this project works with ${versions}, so it is passed over.`);
    return undefined;
  }
  return { kind: 'binary', path, version: text, source };
}

/** @param {readonly [number, number]} version */
function ordered([major, minor]) {
  return major * 1000 + minor;
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 */
export function onPath(name, env) {
  return (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
