/** What it takes to run a server as somebody else when we are root: PostgreSQL refuses to run as root. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './processes.mjs';

/** @typedef {{ uid: number, gid: number }} SystemUser */

const USER_NAME = 'postgres';
/** Where things go that the unprivileged user could not reach in a checkout under a closed folder like /root. */
const OPEN_ROOT = '/var/lib/commonplace';

/**
 * The user a server must run as: nobody else when we are not root, else the system user `postgres`, made when
 * missing.
 * @param {(line: string) => void} log
 * @returns {SystemUser | undefined}
 */
export function unprivilegedUser(log) {
  if (process.getuid?.() !== 0) return undefined;
  const known = lookUp(USER_NAME);
  if (known) return known;
  log(`PostgreSQL does not run as root: adding the system user "${USER_NAME}".`);
  const added = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', USER_NAME], {
    encoding: 'utf8',
  });
  const user = lookUp(USER_NAME);
  if (user) return user;
  throw new StartError(
    'no-unprivileged-user',
    `PostgreSQL does not run as root, and "useradd ${USER_NAME}" failed: ${added.error?.message ?? added.stderr.trim()}`,
    `Add a user named "${USER_NAME}", or start as a user other than root.`,
  );
}

/**
 * Whether that user can get to this folder through all the folders above it.
 * @param {string} folder
 * @param {SystemUser} user
 */
export function canEnter(folder, user) {
  // The unprivileged user may not even be allowed to run this Node, so a shell asks.
  return spawnSync('/bin/sh', ['-c', 'test -x "$0"', folder], { ...user, cwd: '/' }).status === 0;
}

/**
 * A folder everybody can get to, one for each folder it stands in for.
 * @param {string} instead
 */
export function openFolderInsteadOf(instead) {
  const folder = join(OPEN_ROOT, createHash('sha256').update(instead).digest('hex').slice(0, 12));
  for (const path of [OPEN_ROOT, folder]) {
    mkdirSync(path, { recursive: true, mode: 0o755 });
    const found = lstatSync(path);
    if (!found.isDirectory() || found.uid !== 0) {
      throw new StartError('folder-not-ours', `${path} is not a folder of root's, so it is not used.`);
    }
    chmodSync(path, 0o755);
  }
  return folder;
}

/**
 * @param {string} folder
 * @param {SystemUser} user
 */
export function giveTo(folder, user) {
  chownSync(folder, user.uid, user.gid);
}

/**
 * @param {string} name
 * @returns {SystemUser | undefined}
 */
function lookUp(name) {
  try {
    /** @param {string} flag */
    const id = (flag) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}
