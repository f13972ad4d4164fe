/**
 * From a fresh clone to the project's own Node with its packages. Runs on the machine's Node, 18 or later, with
 * nothing installed: imports nothing but Node itself.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** The major version of Node that the project runs on. */
const WANTED_MAJOR = 24;
const PINNED_NODE = join(
  ROOT,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/**
 * Installs what is missing and makes sure that this script runs on the right Node: when it does not, it runs once
 * more under it, and its exit code becomes ours.
 * @param {string} script The entry that called, to run again.
 * @returns {Promise<boolean>} whether the caller is to go on
 */
export async function bootstrap(script) {
  if (!isInstalled()) {
    // Warnings about the engine are about this Node, which only starts the right one.
    process.stdout.write('Step 1: installing the packages of package-lock.json (npm ci), about a minute\n');
    const code = await npm(['ci', '--loglevel=error']);
    if (code !== 0 || !isInstalled()) {
      return fail(
        `Step 1 failed: npm ci ended with exit code ${code}; its own message stands above.`,
        'Check that this machine reaches its npm registry and has room on the disk, then run the command again.',
      );
    }
  }
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return true;
  if (!existsSync(PINNED_NODE)) {
    return fail(
      `Step 2 failed: this is Node ${process.versions.node}, the project runs on Node ${WANTED_MAJOR}, and the copy` +
        ' that npm installs is missing: its install script was not allowed to run.',
      'Allow it with: npm rebuild node --ignore-scripts=false\n' +
        `Or install Node ${WANTED_MAJOR} on this machine and run the command again.`,
    );
  }
  process.exitCode = await runAgain(script);
  return false;
}

/**
 * Whether node_modules holds what the lock file says. npm writes down what it installed when it has finished.
 */
function isInstalled() {
  const wanted = packagesOf(join(ROOT, 'package-lock.json'));
  const installed = packagesOf(join(ROOT, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(([path, entry]) => {
    // Packages for other platforms are optional, and not installed.
    if (path === '' || entry.optional) return true;
    return installed[path]?.version === entry.version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return {};
  }
}

/**
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function npm(args) {
  // Within `npm start`, npm says where it is itself; else it is looked for on the PATH.
  const own = process.env['npm_execpath'];
  const [command, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...args], {
      cwd: ROOT,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    child.once('error', (error) => {
      process.stderr.write(`npm could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * @param {string} script
 * @returns {Promise<number>}
 */
function runAgain(script) {
  return new Promise((resolve) => {
    const child = spawn(PINNED_NODE, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
    // A terminal sends Ctrl-C to both of us, a `kill` to this one alone: handing it on serves both, for whoever
    // gets it twice at once counts it as one.
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => child.kill(signal));
    }
    whenOrphaned(() => child.kill('SIGTERM'));
    child.once('error', (error) => {
      process.stderr.write(`${PINNED_NODE} could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/**
 * npm ends at a SIGTERM, and the shell between it and us with it, without a word to us: that our parent is gone is
 * then the only sign. Without npm, a parent that ends means nothing: somebody may have closed the shell on purpose.
 * @param {() => void} react Called once.
 */
export function whenOrphaned(react) {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    react();
  }, 500);
  timer.unref();
}

/**
 * @param {string} what
 * @param {string} remedy
 */
function fail(what, remedy) {
  process.stderr.write(`\n${what}\n${remedy}\n`);
  process.exitCode = 1;
  return false;
}
