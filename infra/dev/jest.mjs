/** Runs Jest and counts. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { complain } from './output.mjs';
import { DATA, ROOT } from './paths.mjs';

/** @typedef {{ passed: number, failed: number }} Tally */

/**
 * What Jest prints of each test goes to standard error.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] Beside this process's own.
 * @returns {Promise<Tally>}
 */
export async function runJest(args, env = {}) {
  mkdirSync(join(DATA, 'test'), { recursive: true });
  const resultsFile = join(DATA, 'test', `jest-${process.pid}.json`);
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [jest, '--json', `--outputFile=${resultsFile}`, ...args], {
    cwd: ROOT,
    // With --json Jest prints the results, which are in the file too, instead of its summary.
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      ...env,
      NODE_OPTIONS: [process.env['NODE_OPTIONS'], ...flags].filter(Boolean).join(' '),
    },
  });
  const code = await exitOf(child);
  const results = readResults(resultsFile);
  rmSync(resultsFile, { force: true });
  if (!results) {
    complain(`Jest ended with exit code ${code} and without results.`);
    return { passed: 0, failed: 1 };
  }
  const {
    numPassedTests: passed,
    numFailedTests,
    numPendingTests,
    numTodoTests,
    numRuntimeErrorTestSuites,
  } = results;
  const skipped = numPendingTests + numTodoTests;
  let failed = numFailedTests + numRuntimeErrorTestSuites;
  if (skipped > 0) {
    complain(`\n*** ${skipped} tests were SKIPPED: what they show is not shown. ***`);
    if (process.env['CI'] === 'true') failed += skipped;
  }
  // A failing set-up or teardown fails no test by name.
  if (code !== 0 && failed === 0) failed = 1;
  return { passed, failed };
}

/**
 * @param {string} file
 * @returns {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   numRuntimeErrorTestSuites: number } | undefined}
 */
function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
export function exitOf(child) {
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
