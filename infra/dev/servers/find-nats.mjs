/** Where to get a nats-server on this machine: what is there first, then what can be had, said before it is done. */
import { execFile, spawnSync } from 'node:child_process';
import { accessSync, constants, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { reasonOf, StartError } from './processes.mjs';

/** @typedef {{ kind: 'binary', path: string, version: string, source: string }} NatsBinary */
/** @typedef {{ kind: 'container', engine: string, image: string, version: string, source: string }} NatsContainer */
/** @typedef {NatsBinary | NatsContainer} NatsProgram */

/**
 * @typedef {object} FindOptions
 * @property {string} toolsDir Where an obtained program is kept for the next time.
 * @property {boolean} [allowInstall] Without it only what is there already counts.
 * @property {(line: string) => void} log
 * @property {(question: string) => Promise<boolean>} ask
 * @property {NodeJS.ProcessEnv} [env]
 */

/** 2.15 changes the subject of acknowledgements, which the services' permissions name. */
const TOO_NEW = [2, 15];
const OLDEST = [2, 9];
const PINNED = '2.14.9';
const OVERRIDE = 'COMMONPLACE_NATS_SERVER';
const run = promisify(execFile);

/**
 * @param {FindOptions} options
 * @returns {Promise<NatsProgram>}
 */
export async function findNatsServer(options) {
  const { toolsDir, allowInstall = true, log, env = process.env } = options;
  const named = env[OVERRIDE];
  if (named)
    return orFail(await tryBinary(named, OVERRIDE, log), `${OVERRIDE}=${named} is not a usable nats-server.`);

  const binDir = join(toolsDir, 'bin');
  for (const [file, source] of [
    [onPath('nats-server', env), 'found on the PATH'],
    [join(binDir, 'nats-server'), 'installed here before'],
  ]) {
    const found = file && source ? await tryBinary(file, source, log) : undefined;
    if (found) return found;
  }
  if (allowInstall) {
    for (const obtain of [withGo, withContainerEngine, withApt, withBrew]) {
      const found = await obtain(options, binDir);
      if (found) return found;
    }
  }
  return orFail(undefined, 'There is no nats-server on this machine.');
}

/**
 * @param {NatsProgram | undefined} found
 * @param {string} otherwise
 */
function orFail(found, otherwise) {
  if (found) return found;
  throw new StartError(
    'no-nats-server',
    otherwise,
    `Install nats-server 2.9 to 2.14 so that it is on the PATH (brew install nats-server, apt install nats-server,` +
      ` go install github.com/nats-io/nats-server/v2@v${PINNED}), start a container engine, or name the program` +
      ` with ${OVERRIDE}=<path>.`,
  );
}

/**
 * @param {FindOptions} options
 * @param {string} binDir
 */
async function withGo({ log, ask, env = process.env }, binDir) {
  if (!onPath('go', env)) return undefined;
  const module = `github.com/nats-io/nats-server/v2@v${PINNED}`;
  log(`nats-server is not installed. The Go toolchain can build it into ${binDir}: go install ${module}`);
  if (!(await ask('Build it now (about half a minute)?'))) return undefined;
  mkdirSync(binDir, { recursive: true });
  return attempt(log, 'go install', async () => {
    await run('go', ['install', module], { env: { ...env, GOBIN: binDir }, timeout: 600_000 });
    return tryBinary(join(binDir, 'nats-server'), 'built with the Go toolchain', log);
  });
}

/**
 * @param {FindOptions} options
 * @returns {Promise<NatsContainer | undefined>}
 */
async function withContainerEngine({ log, ask, env = process.env }) {
  for (const engine of ['docker', 'podman']) {
    // The client may be there without an engine that answers.
    if (!onPath(engine, env) || spawnSync(engine, ['info'], { timeout: 10_000, env }).status !== 0) continue;
    const image = `nats:${PINNED}`;
    log(`nats-server is not installed. ${engine} can run it: ${image}`);
    if (!(await ask('Pull that image when it is missing, and run it?'))) continue;
    const pulled = await attempt(log, `${engine} pull`, () =>
      run(engine, ['pull', image], { timeout: 600_000, env }),
    );
    if (pulled) return { kind: 'container', engine, image, version: PINNED, source: `a ${engine} container` };
  }
  return undefined;
}

/**
 * Takes the program out of the distribution's package without installing it: no root needed, and no system service
 * that would start on the default port.
 * @param {FindOptions} options
 * @param {string} binDir
 */
async function withApt({ log, ask, env = process.env }, binDir) {
  if (!onPath('apt-get', env) || !onPath('dpkg', env)) return undefined;
  log(
    `nats-server is not installed. Its program can be taken from the distribution's package into ${binDir}.`,
  );
  if (!(await ask('Download the package nats-server with apt-get?'))) return undefined;
  const work = mkdtempSync(join(tmpdir(), 'nats-server-'));
  try {
    return await attempt(log, 'apt-get download', async () => {
      const download = () =>
        run('apt-get', ['download', 'nats-server'], { cwd: work, timeout: 300_000, env });
      await download().catch(async () => {
        await run('apt-get', ['update'], { timeout: 300_000, env });
        await download();
      });
      const file = readdirSync(work).find((name) => name.endsWith('.deb'));
      if (!file) throw new Error('nothing was downloaded');
      await run('dpkg', ['-x', file, 'unpacked'], { cwd: work });
      mkdirSync(binDir, { recursive: true });
      const path = join(binDir, 'nats-server');
      copyFileSync(join(work, 'unpacked', 'usr', 'sbin', 'nats-server'), path);
      return tryBinary(path, "taken from the distribution's package", log);
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {FindOptions} options */
async function withBrew({ log, ask, env = process.env }) {
  if (!onPath('brew', env)) return undefined;
  log('nats-server is not installed. Homebrew has it: brew install nats-server');
  if (!(await ask('Install it now?'))) return undefined;
  return attempt(log, 'brew install', async () => {
    await run('brew', ['install', 'nats-server'], { timeout: 600_000, env });
    const path = onPath('nats-server', env);
    return path ? tryBinary(path, 'installed with Homebrew', log) : undefined;
  });
}

/**
 * One way to get it that fails is told, and the next is tried.
 * @template T
 * @param {(line: string) => void} log
 * @param {string} what
 * @param {() => Promise<T>} work
 */
async function attempt(log, what, work) {
  try {
    return await work();
  } catch (error) {
    log(`${what} failed: ${reasonOf(error).split('\n').slice(-3).join(' ')}`);
    return undefined;
  }
}

/**
 * @param {string} path
 * @param {string} source
 * @param {(line: string) => void} log
 * @returns {Promise<NatsBinary | undefined>}
 */
async function tryBinary(path, source, log) {
  if (!isExecutable(path)) return undefined;
  const said = await run(path, ['--version'], { timeout: 10_000 }).catch(() => undefined);
  const version = said && /(\d+)\.(\d+)\.\d+/.exec(said.stdout);
  if (!version) return undefined;
  const [text, major, minor] = version;
  const order = Number(major) * 1000 + Number(minor);
  if (order < ordered(OLDEST) || order >= ordered(TOO_NEW)) {
    log(`${path} is version ${text}; this project works with 2.9 to 2.14, so it is passed over.`);
    return undefined;
  }
  return { kind: 'binary', path, version: text, source };
}

/** @param {readonly number[]} version */
function ordered([major = 0, minor = 0]) {
  return major * 1000 + minor;
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 */
function onPath(name, env) {
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
