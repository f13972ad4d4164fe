import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../infra/dev/paths.mjs';

/** Real bibliographies that the project does not ship: a folder beside the checkout. */
const FOLDER = join(ROOT, '..', 'shared', 'data');

/**
 * The path of a real file. Where it is not there, `undefined` and a loud line; in CI that is a failure, since a
 * test that did not run must not look green.
 */
export function sharedData(name: string): string | undefined {
  const path = join(FOLDER, name);
  if (existsSync(path)) return path;
  const said = `${name} is not there: put it into ${FOLDER} to run the tests on it`;
  if (process.env['CI'] === 'true') throw new Error(said);
  process.stderr.write(`\n*** NOT TESTED: ${said} ***\n\n`);
  return undefined;
}
