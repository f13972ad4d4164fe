/** Runs the conformance specs and makes a table of what they reported. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runJest } from './jest.mjs';
import { asker, complain, say, table } from './output.mjs';
import { DATA, TOOLS } from './paths.mjs';
import { findNatsServer } from './servers/find-nats.mjs';
import { StartError } from './servers/processes.mjs';

const TRANSPORTS = ['nats', 'postgres', 'redis', 'rabbitmq'];
const PROFILES = ['short', 'full'];

const HELP = `npm run test:conformance -- [options]

  --transport=a,b      which transports: ${TRANSPORTS.join(', ')}; all of them unless given
  --profile=short      sizes as in npm test; "full" for those of docs/conformance.md, unless given
  --case=<text>        only cases whose title or id has this in it; several may be given
  --json               one array of {transport, place, id, title, level, result, milliseconds, counts} on standard output
`;

/**
 * @typedef {object} CaseReport As the specs write it (test/conformance/support/report.ts).
 * @property {string} transport
 * @property {number} place in the table of cases
 * @property {string} id
 * @property {string} title
 * @property {string} level
 * @property {'passed' | 'failed'} result
 * @property {number} milliseconds
 * @property {{ deliveries: number, duplicates: number, inversions: number, gapsHealed: number,
 *   faults: Record<string, number> }} counts
 * @property {string} [error]
 */

/** @param {readonly string[]} args */
export async function runConformance(args) {
  const options = readOptions(args);
  if (options.help) {
    say(HELP);
    return;
  }
  await findNatsServer({ toolsDir: TOOLS, log: complain, ask: asker(false) }).catch(
    (/** @type {unknown} */ error) => complain(error instanceof Error ? error.message : String(error)),
  );
  mkdirSync(join(DATA, 'test'), { recursive: true });
  const file = join(DATA, 'test', `conformance-${process.pid}.jsonl`);
  rmSync(file, { force: true });
  const { passed, failed } = await runJest(
    [
      // A case that ran into its deadline leaves something open; that must not hold up the table.
      '--forceExit',
      // The full sizes are work for the machine, not waiting: by themselves, each is held to its own promise.
      ...(options.profile === 'full' ? ['--maxConcurrency=1'] : []),
      `test/conformance/(${options.transports.join('|')})\\.conformance\\.spec\\.ts$`,
      ...(options.only.length === 0 ? [] : ['--testNamePattern', options.only.map(escaped).join('|')]),
    ],
    { CONFORMANCE_REPORT: file, CONFORMANCE_PROFILE: options.profile },
  );
  const reports = readReports(file);
  rmSync(file, { force: true });
  say(options.json ? JSON.stringify(reports, null, 2) : inTable(reports));
  const end = options.json ? complain : say;
  end(`\n${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}

/** @param {readonly string[]} args */
function readOptions(args) {
  const { values } = parse(args);
  const transports = values.transport.split(',').filter((name) => name !== '');
  const unknown = transports.filter((name) => !TRANSPORTS.includes(name));
  if (unknown.length > 0)
    throw new StartError('no-such-transport', `There is no transport "${unknown.join('", "')}".`, HELP);
  if (!PROFILES.includes(values.profile))
    throw new StartError('no-such-profile', `There is no profile "${values.profile}".`, HELP);
  return {
    transports,
    profile: values.profile,
    only: values.case,
    json: values.json,
    help: values.help,
  };
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        transport: { type: 'string', default: TRANSPORTS.join(',') },
        profile: { type: 'string', default: 'full' },
        case: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new StartError('bad-option', error instanceof Error ? error.message : String(error), HELP);
  }
}

/**
 * @param {string} file
 * @returns {CaseReport[]}
 */
function readReports(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .sort(
      (one, other) =>
        TRANSPORTS.indexOf(one.transport) - TRANSPORTS.indexOf(other.transport) || one.place - other.place,
    );
}

/** @param {readonly CaseReport[]} reports */
function inTable(reports) {
  const head = [
    'case',
    'transport',
    'result',
    'seconds',
    'deliveries',
    'duplicates',
    'inversions',
    'healed',
    'faults',
  ];
  return table([
    head,
    ...reports.map(({ id, transport, result, milliseconds, counts }) => [
      id,
      transport,
      result,
      (milliseconds / 1_000).toFixed(1),
      String(counts.deliveries),
      String(counts.duplicates),
      String(counts.inversions),
      String(counts.gapsHealed),
      Object.entries(counts.faults)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', '),
    ]),
  ]);
}

/** @param {string} text taken as it is, not as a pattern */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
