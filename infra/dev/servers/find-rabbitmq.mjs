/** Where to get a RabbitMQ server on this machine. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram, run } from './find-program.mjs';
import { withApt, withBrew, withContainerEngine } from './obtain-program.mjs';

/** @typedef {import('./find-program.mjs').Container} RabbitContainer */
/** @typedef {import('./find-program.mjs').Program} RabbitProgram */

const PINNED = '4.2';
const OVERRIDE = 'COMMONPLACE_RABBITMQ_SERVER';
/**
 * Debian's programs on the PATH are wrappers that change to the user `rabbitmq` and the system's own folders; the
 * real ones lie beside. Others install into folders for administrators.
 */
const BEFORE_PATH = ['/usr/lib/rabbitmq/bin'];
const AFTER_PATH = ['/usr/local/sbin', '/usr/sbin', '/opt/homebrew/sbin'];

/** @type {import('./find-program.mjs').Wanted} */
const RABBITMQ_SERVER = {
  names: ['rabbitmq-server'],
  versionOf,
  oldest: [3, 10],
  tooNew: [5, 0],
  versions: '3.10 to 4',
  override: OVERRIDE,
  ways: [
    withContainerEngine('rabbitmq', PINNED),
    withApt({ unpack: ['rabbitmq-server'], missingOf: 'rabbitmq-server' }, placeUnpacked),
    withBrew('rabbitmq'),
  ],
  code: 'no-rabbitmq-server',
  remedy:
    `Install RabbitMQ 3.10 to 4 (brew install rabbitmq, apt install rabbitmq-server), start a container engine, or` +
    ` name the program with ${OVERRIDE}=<path>.`,
};

/**
 * @param {import('./find-program.mjs').FindOptions} options
 * @returns {Promise<RabbitProgram>}
 */
export function findRabbitServer(options) {
  const env = options.env ?? process.env;
  const path = [...BEFORE_PATH, env['PATH'] ?? '', ...AFTER_PATH].join(':');
  return findProgram(RABBITMQ_SERVER, { ...options, env: { ...env, PATH: path } });
}

/**
 * The server would take any argument for the Erlang machine's and start. Its version is in the name of a folder;
 * where that is not so, `rabbitmqctl` says it.
 * @param {string} path
 */
async function versionOf(path) {
  const scripts = dirname(realpathSync(path));
  const plugins = join(scripts, '..', 'plugins');
  const named = existsSync(plugins) && readdirSync(plugins).find((name) => /^rabbit-\d/.test(name));
  if (named) return named;
  const { stdout } = await run(join(scripts, 'rabbitmqctl'), ['version'], { timeout: 60_000 });
  return stdout;
}

/**
 * Puts the server and its Erlang where they stay, and in front of them a program that brings the two together:
 * unlike an installation this needs no root, and starts no service.
 * @param {string} unpacked
 * @param {string} binDir
 */
function placeUnpacked(unpacked, binDir) {
  const home = join(binDir, '..', 'rabbitmq');
  const erlang = join(home, 'erlang');
  // One that was killed while it copied has left a part.
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  // Only what the machine lacks was unpacked; the rest of its Erlang is the system's.
  for (const from of ['/usr/lib/erlang', join(unpacked, 'usr/lib/erlang')]) {
    if (existsSync(from)) cpSync(from, erlang, { recursive: true, verbatimSymlinks: true });
  }
  cpSync(join(unpacked, 'usr/lib/rabbitmq/lib'), home, { recursive: true, verbatimSymlinks: true });
  const server = readdirSync(home).find((name) => name.startsWith('rabbitmq_server-')) ?? '';
  const erl = join(erlang, 'bin', 'erl');
  // Debian fixes the folder, so that it can not be moved otherwise.
  writeFileSync(erl, readFileSync(erl, 'utf8').replaceAll(/^( *ROOTDIR=).*$/gm, `$1"${erlang}"`));
  const scripts = join(home, server, 'sbin');
  const path = join(scripts, 'rabbitmq-server');
  for (const name of ['rabbitmq-server', 'rabbitmqctl']) {
    const script = join(scripts, name);
    writeFileSync(
      script,
      readFileSync(script, 'utf8').replace('\n', `\nPATH="${join(erlang, 'bin')}:$PATH"; export PATH\n`),
    );
  }
  return path;
}
