/** Where to get `nats`, the command line client that infra/nats/RUNBOOK.md is written for. */
import { findProgram } from './find-program.mjs';
import { withBrew, withGo } from './obtain-program.mjs';

const PINNED = '0.4.0';
const OVERRIDE = 'COMMONPLACE_NATS_CLI';
const MODULE = `github.com/nats-io/natscli/nats@v${PINNED}`;

/** @type {import('./find-program.mjs').Wanted} */
const NATS_CLI = {
  names: ['nats'],
  // Resets consumers; older ones do not know how.
  oldest: [0, 4],
  tooNew: [0, 5],
  versions: '0.4',
  override: OVERRIDE,
  ways: [withGo(MODULE, 'a minute'), withBrew('nats-io/nats-tools/nats')],
  code: 'no-nats-cli',
  remedy:
    `Install nats ${PINNED} so that it is on the PATH (brew install nats-io/nats-tools/nats, go install ${MODULE}),` +
    ` or name the program with ${OVERRIDE}=<path>.`,
};

/**
 * @param {import('./find-program.mjs').FindOptions} options
 * @returns {Promise<import('./find-program.mjs').Program>}
 */
export function findNatsCli(options) {
  return findProgram(NATS_CLI, options);
}
