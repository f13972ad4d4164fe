/** Each mutation in a copy of the checkout, and the conformance suite on it. */
import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { inboxMutations } from '../../test/conformance/mutations/inbox.mjs';
import { laneMutations } from '../../test/conformance/mutations/lanes.mjs';
import { relayMutations } from '../../test/conformance/mutations/relay.mjs';
import { exitOf } from './jest.mjs';
import { say, secondsSince } from './output.mjs';
import { ROOT, TOOLS } from './paths.mjs';
import { StartError } from './servers/processes.mjs';

/** @import { Mutation } from '../../test/conformance/mutations/mutation.mjs' */
/** @import { CaseReport } from './conformance-run.mjs' */

/** @type {readonly Mutation[]} */
const MUTATIONS = [...inboxMutations, ...laneMutations, ...relayMutations];
/** Touches nothing but the port: it shows that a mutant runs at all. */
const CONTROL = 'publish-subscribe';

const HELP = `npm run test:mutations -- [options]

  --transport=nats     on which transport
  --only=<id>          this mutation; several may be given
  --whole              the whole short profile on each mutant, not only the cases that are known to catch it
  --list               what there is

${MUTATIONS.map(({ id, breaks }) => `  ${id.padEnd(28)}${breaks}`).join('\n')}
`;

/** @param {readonly string[]} args */
export async function runMutations(args) {
  const options = readOptions(args);
  if (options.help || options.list) {
    say(HELP);
    return;
  }
  const chosen = MUTATIONS.filter(
    ({ id, transport }) =>
      (options.only.length === 0 || options.only.includes(id)) &&
      (transport === undefined || transport === options.transport),
  );
  const total = { passed: 0, failed: 0 };
  for (const mutation of chosen) {
    const startedAt = Date.now();
    const { isCaught, says } = await tryMutation(mutation, options);
    total[isCaught ? 'passed' : 'failed'] += 1;
    say(`${isCaught ? '✓' : '✗'} ${mutation.id} (${secondsSince(startedAt)}): ${says}`);
  }
  say(`\n${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
}

/** @param {readonly string[]} args */
function readOptions(args) {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        transport: { type: 'string', default: 'nats' },
        only: { type: 'string', multiple: true, default: [] },
        whole: flag,
        list: flag,
        help: flag,
      },
    });
    const unknown = values.only.filter((id) => MUTATIONS.every((mutation) => mutation.id !== id));
    if (unknown.length > 0) throw new Error(`There is no mutation "${unknown.join('", "')}".`);
    return values;
  } catch (error) {
    throw new StartError('bad-option', error instanceof Error ? error.message : String(error), HELP);
  }
}

/**
 * @param {Mutation} mutation
 * @param {{ transport: string, whole: boolean }} options
 * @returns {Promise<{ isCaught: boolean, says: string }>}
 */
async function tryMutation(mutation, { transport, whole }) {
  const folder = mkdtempSync(join(tmpdir(), `commonplace-mutant-${mutation.id}-`));
  try {
    copyCheckout(folder);
    for (const edit of mutation.edits) apply(folder, mutation.id, edit);
    const cases = whole ? [] : [CONTROL, ...mutation.caughtBy].map((id) => `--case=[${id}]`);
    const reports = await conformance(folder, [
      `--transport=${transport}`,
      '--profile=short',
      '--json',
      ...cases,
    ]);
    if (reports.find(({ id }) => id === CONTROL)?.result !== 'passed')
      return { isCaught: false, says: `the mutant does not run: the case "${CONTROL}" must pass on it` };
    const caught = reports.filter(({ result }) => result === 'failed');
    if (caught.length === 0)
      return {
        isCaught: false,
        says: `survived ${reports.length} cases. It ${mutation.breaks}: a case is missing`,
      };
    const missed = mutation.caughtBy.filter((id) => caught.every((each) => each.id !== id));
    const names = caught.map(({ id }) => id).join(', ');
    return {
      isCaught: missed.length === 0,
      says:
        missed.length === 0 ? `caught by ${names}` : `caught by ${names}, but not by ${missed.join(', ')}`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The files of git's that are in the checkout now; packages and obtained programs are shared.
 * @param {string} folder
 */
function copyCheckout(folder) {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const file of files.split('\0').filter((name) => name !== '' && existsSync(join(ROOT, name)))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, file), join(folder, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  if (!existsSync(TOOLS)) return;
  mkdirSync(join(folder, '.data'));
  symlinkSync(TOOLS, join(folder, '.data', 'tools'));
}

/**
 * @param {string} folder
 * @param {string} id
 * @param {Mutation['edits'][number]} edit
 */
function apply(folder, id, { file, from, to }) {
  const path = join(folder, file);
  const parts = readFileSync(path, 'utf8').split(from);
  if (parts.length !== 2)
    throw new StartError(
      'mutation-does-not-fit',
      `The mutation "${id}" looks for a text that stands ${parts.length - 1} times in ${file}:\n${from}`,
      'Bring test/conformance/mutations up to the code.',
    );
  writeFileSync(path, parts.join(to));
}

/**
 * @param {string} folder
 * @param {readonly string[]} args
 * @returns {Promise<CaseReport[]>}
 */
async function conformance(folder, args) {
  const child = spawn(process.execPath, [join(folder, 'infra', 'dev', 'conformance.mjs'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  /** @type {Buffer[]} */
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  await exitOf(child);
  try {
    return JSON.parse(Buffer.concat(output).toString('utf8'));
  } catch {
    return [];
  }
}
