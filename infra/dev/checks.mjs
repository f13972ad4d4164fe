/** Everything that must hold, one after the other; a failure does not keep the rest from running. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { asker, complain, say, secondsSince } from './output.mjs';
import { DATA, ROOT, TOOLS } from './paths.mjs';
import { findNatsServer } from './servers/find-nats.mjs';

const BIN = join(ROOT, 'node_modules', '.bin');
const RESULTS = join(DATA, 'test', 'jest.json');

/** @type {readonly { name: string, command: string, args: readonly string[] }[]} */
const STATIC_CHECKS = [
  { name: 'types', command: join(BIN, 'tsc'), args: ['--noEmit', '-p', '.'] },
  { name: 'lint', command: join(BIN, 'eslint'), args: ['--max-warnings', '0', '.'] },
  { name: 'format', command: join(BIN, 'prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'imports', command: join(BIN, 'depcruise'), args: ['services', 'libs', 'infra', 'test', 'bench'] },
  { name: 'unused', command: join(BIN, 'knip'), args: [] },
  { name: 'topology', command: process.execPath, args: [join('infra', 'nats', 'generate.mjs'), '--check'] },
];

/** @typedef {{ passed: number, failed: number }} Tally */

/** @param {readonly string[]} jestArgs */
export async function runChecks(jestArgs) {
  /** @type {Tally} */
  const total = { passed: 0, failed: 0 };
  /** @param {Tally} tally */
  const add = ({ passed, failed }) => {
    total.passed += passed;
    total.failed += failed;
  };
  add(buildCheck());
  for (const check of STATIC_CHECKS) add(await staticCheck(check));
  await prepareNats();
  add(await specs(jestArgs));
  say(`\n${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0) process.exitCode = 1;
}

/** @returns {Tally} */
function buildCheck() {
  const startedAt = Date.now();
  try {
    build(() => undefined);
    return report('build', true, startedAt);
  } catch (error) {
    return report('build', false, startedAt, error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {{ name: string, command: string, args: readonly string[] }} check
 * @returns {Promise<Tally>}
 */
async function staticCheck({ name, command, args }) {
  const startedAt = Date.now();
  /** @type {Buffer[]} */
  const output = [];
  const child = spawn(command, [...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const code = await exitOf(child);
  return report(name, code === 0, startedAt, Buffer.concat(output).toString('utf8').trimEnd());
}

/**
 * @param {string} name
 * @param {boolean} passed
 * @param {number} startedAt
 * @param {string} [output]
 * @returns {Tally}
 */
function report(name, passed, startedAt, output = '') {
  say(`${passed ? '✓' : '✗'} ${name} (${secondsSince(startedAt)})`);
  if (!passed) say(output);
  return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The specs can not ask whether something may be installed. What is missing they report themselves. */
async function prepareNats() {
  try {
    await findNatsServer({ toolsDir: TOOLS, log: say, ask: asker(false) });
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<Tally>}
 */
async function specs(args) {
  mkdirSync(join(DATA, 'test'), { recursive: true });
  rmSync(RESULTS, { force: true });
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [jest, '--json', `--outputFile=${RESULTS}`, ...args], {
    cwd: ROOT,
    // With --json Jest prints the results, which are in the file too, instead of its summary.
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: [process.env['NODE_OPTIONS'], ...flags].filter(Boolean).join(' ') },
  });
  const code = await exitOf(child);
  const results = readResults();
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
 * @returns {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   numRuntimeErrorTestSuites: number } | undefined}
 */
function readResults() {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function exitOf(child) {
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
