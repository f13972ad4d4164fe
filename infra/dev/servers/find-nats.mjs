/** Where to get a nats-server on this machine. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.mjs';
import { withApt, withBrew, withContainerEngine, withGo } from './obtain-program.mjs';

/** @typedef {import('./find-program.mjs').Container} NatsContainer */
/** @typedef {import('./find-program.mjs').Program} NatsProgram */

const PINNED = '2.14.9';
const MODULE = `github.com/nats-io/nats-server/v2@v${PINNED}`;
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
    withGo(MODULE, 'half a minute'),
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
    ` go install ${MODULE}), start a container engine, or name the program` +
    ` with ${OVERRIDE}=<path>.`,
};

/**
 * @param {import('./find-program.mjs').FindOptions} options
 * @returns {Promise<NatsProgram>}
 */
export function findNatsServer(options) {
  return findProgram(NATS_SERVER, options);
}
