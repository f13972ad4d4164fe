/** Everything that must hold, one after the other; a failure does not keep the rest from running. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { exitOf, runJest } from './jest.mjs';
import { asker, complain, say, secondsSince } from './output.mjs';
import { ROOT, TOOLS } from './paths.mjs';
import { findNatsServer } from './servers/find-nats.mjs';

const BIN = join(ROOT, 'node_modules', '.bin');

/** @type {readonly { name: string, command: string, args: readonly string[] }[]} */
const STATIC_CHECKS = [
  { name: 'types', command: join(BIN, 'tsc'), args: ['--noEmit', '-p', '.'] },
  { name: 'lint', command: join(BIN, 'eslint'), args: ['--max-warnings', '0', '.'] },
  { name: 'format', command: join(BIN, 'prettier'), args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'imports', command: join(BIN, 'depcruise'), args: ['services', 'libs', 'infra', 'test', 'bench'] },
  { name: 'unused', command: join(BIN, 'knip'), args: [] },
  { name: 'topology', command: process.execPath, args: [join('infra', 'nats', 'generate.mjs'), '--check'] },
];

/** @typedef {import('./jest.mjs').Tally} Tally */

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
  add(await runJest(jestArgs));
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
