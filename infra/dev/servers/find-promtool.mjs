/** Where to get promtool, which reads and tries infra/prometheus. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.mjs';
import { withApt, withBrew, withGo } from './obtain-program.mjs';

const OVERRIDE = 'COMMONPLACE_PROMTOOL';

/** @type {import('./find-program.mjs').Wanted} */
const PROMTOOL = {
  names: ['promtool'],
  oldest: [2, 40],
  versions: '2.40 and later',
  override: OVERRIDE,
  ways: [
    withApt({ unpack: ['prometheus'] }, (unpacked, binDir) => {
      const program = join(binDir, 'promtool');
      copyFileSync(join(unpacked, 'usr', 'bin', 'promtool'), program);
      return program;
    }),
    withBrew('prometheus'),
    // Last: it brings the clients of every cloud with it.
    withGo('github.com/prometheus/prometheus/cmd/promtool@v0.316.0', 'ten minutes'),
  ],
  code: 'no-promtool',
  remedy:
    'Install Prometheus 2.40 or later so that promtool is on the PATH (apt install prometheus, brew install prometheus),' +
    ` or name the program with ${OVERRIDE}=<path>.`,
};

/**
 * @param {import('./find-program.mjs').FindOptions} options
 * @returns {Promise<import('./find-program.mjs').Program>}
 */
export function findPromtool(options) {
  return findProgram(PROMTOOL, options);
}
