/** An older state of this repository, built beside the checkout: to run old and new side by side. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DATA, ROOT } from './paths.mjs';
import { reasonOf, StartError } from './servers/processes.mjs';

/** @typedef {{ root: string, commit: string, subject: string }} PreviousBuild */

/** What old and new must be able to share. */
const MIGRATIONS = ['services/*/migrations/*', 'libs/*/migrations/*'];

/**
 * @param {object} options
 * @param {string | undefined} [options.from] A commit or tag; without it the last state before the newest migration.
 * @param {(line: string) => void} options.log
 * @returns {PreviousBuild}
 * @throws StartError where the history does not reach so far, and when the build fails
 */
export function buildPrevious({ from, log }) {
  const commit = git('rev-parse', '--verify', '--quiet', `${from ?? `${newestMigration()}^1`}^{commit}`);
  const subject = git('log', '-1', '--format=%h %s', commit);
  const root = join(DATA, 'upgrade', commit.slice(0, 12));
  if (!existsSync(join(root, 'package.json'))) layOut(commit, root);
  log(`Building what there was before: ${subject}`);
  run(process.execPath, [join('infra', 'dev', 'build.mjs')], root);
  return { root, commit, subject };
}

/** The newest commit of this branch that brought a migration. */
function newestMigration() {
  const found = git('log', '--first-parent', '-m', '-1', '--format=%H', '--', ...MIGRATIONS);
  if (found === '') throw noHistory('No migration is in the history');
  return found;
}

/**
 * @param {string} commit
 * @param {string} root
 */
function layOut(commit, root) {
  // Under another name until it is whole: a run may be ended at any time.
  const draft = `${root}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const archive = join(draft, 'archive.tar');
  git('archive', '--format=tar', '--output', archive, commit);
  run('tar', ['-xf', archive], draft);
  rmSync(archive);
  if (hasPackagesOf(draft)) symlinkSync(join(ROOT, 'node_modules'), join(draft, 'node_modules'));
  else run('npm', ['ci', '--loglevel=error'], draft);
  renameSync(draft, root);
}

/**
 * Whether the services of then find here what they were built from, in the same versions.
 * @param {string} root
 */
function hasPackagesOf(root) {
  const [then, now] = [root, ROOT].map(
    (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies,
  );
  return Object.entries(then).every(([name, version]) => now[name] === version);
}

/** @param {string[]} args */
function git(...args) {
  try {
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch (error) {
    throw noHistory(`git ${args[0]} failed: ${reasonOf(error).split('\n').at(-1)}`);
  }
}

/** @param {string} reason */
function noHistory(reason) {
  return new StartError(
    'no-history',
    `The version before this one is not to be had. ${reason}`,
    'The whole history is needed: git fetch --unshallow, in a clone and not in an unpacked archive.',
  );
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
  try {
    execFileSync(command, args, { cwd, stdio: 'pipe', encoding: 'utf8' });
  } catch (error) {
    throw new StartError(
      'previous-build-failed',
      `${command} ${args.join(' ')} failed in ${cwd}:\n${reasonOf(error)}`,
    );
  }
}
