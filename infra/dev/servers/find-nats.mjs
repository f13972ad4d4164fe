/** Where to get a nats-server on this machine. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, findProgram, onPath, run, tryBinary } from './find-program.mjs';
import { withApt, withBrew, withContainerEngine } from './obtain-program.mjs';

/** @typedef {import('./find-program.mjs').Container} NatsContainer */
/** @typedef {import('./find-program.mjs').Program} NatsProgram */

const PINNED = '2.14.9';
const OVERRIDE = 'COMMONPLACE_NATS_SERVER';

/** @type {import('./find-program.mjs').Wanted} */
const NATS_SERVER = {
  names: ['nats-server'],
  oldest: [2, 9],
  // 2.15 changes the subject of acknowledgements, which the services' permissions name.
  tooNew: [2, 15],
  versions: '2.9 to 2.14',
  override: OVERRIDE,
  ways: [
    withGo,
    withContainerEngine('nats', PINNED),
    withApt({ unpack: ['nats-server'] }, (unpacked, binDir) => {
      const path = join(binDir, 'nats-server');
      copyFileSync(join(unpacked, 'usr', 'sbin', 'nats-server'), path);
      return path;
    }),
    withBrew('nats-server'),
  ],
  code: 'no-nats-server',
  remedy:
    `Install nats-server 2.9 to 2.14 so that it is on the PATH (brew install nats-server, apt install nats-server,` +
    ` go install github.com/nats-io/nats-server/v2@v${PINNED}), start a container engine, or name the program` +
    ` with ${OVERRIDE}=<path>.`,
};

/**
 * @param {import('./find-program.mjs').FindOptions} options
 * @returns {Promise<NatsProgram>}
 */
export function findNatsServer(options) {
  return findProgram(NATS_SERVER, options);
}

/** @type {import('./find-program.mjs').Way} */
async function withGo({ log, ask, env = process.env }, wanted, binDir) {
  if (!onPath('go', env)) return undefined;
  const module = `github.com/nats-io/nats-server/v2@v${PINNED}`;
  log(`nats-server is not installed. The Go toolchain can build it into ${binDir}: go install ${module}`);
  if (!(await ask('Build it now (about half a minute)?'))) return undefined;
  mkdirSync(binDir, { recursive: true });
  return attempt(log, 'go install', async () => {
    await run('go', ['install', module], { env: { ...env, GOBIN: binDir }, timeout: 600_000 });
    return tryBinary(wanted, join(binDir, 'nats-server'), 'built with the Go toolchain', log);
  });
}
