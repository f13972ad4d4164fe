import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { complain, say } from '../../infra/dev/output.mjs';
import { DATA } from '../../infra/dev/paths.mjs';
import { removePostgresData } from '../../infra/dev/servers/postgres.mjs';
import { commandOf, type FaultOptions, HELP, readOptions } from './options.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { FAULT_TRANSPORTS } from './system/open-broker.ts';
import { unmountSmallDisksIn } from './system/small-disk.ts';

/** `not-counted`: nothing was wrong, but the run was too easy, or the machine too slow, to show anything. */
type Outcome = 'passed' | 'not-counted' | 'failed';

const EXIT_CODES: Record<Outcome, number> = { passed: 0, failed: 1, 'not-counted': 3 };

/** The fault suite as a command. Exit code 1: something was wrong; 3: nothing was, but the run does not count. */
export async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options === undefined) say(HELP);
  else if (options.ci) await everyTransport(options);
  else process.exitCode = EXIT_CODES[await once(options)];
}

/** With CI=true a run that does not count has failed: nobody is there to run it again. */
async function everyTransport(options: FaultOptions): Promise<void> {
  let failed = 0;
  for (const transport of FAULT_TRANSPORTS) {
    const outcome = await once({ ...options, transport, cluster: false }).catch((error: unknown): Outcome => {
      complain(`${transport}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return 'failed';
    });
    say(`${transport}: ${outcome}\n`);
    if (outcome === 'failed' || (outcome === 'not-counted' && process.env['CI'] === 'true')) failed += 1;
  }
  say(`${String(FAULT_TRANSPORTS.length - failed)} passed, ${String(failed)} failed`);
  if (failed > 0) process.exitCode = EXIT_CODES.failed;
}

/** @throws what kept the run from coming to an end */
async function once(options: FaultOptions): Promise<Outcome> {
  const { transport, cluster, seed } = options;
  const folder = join(DATA, 'faults', `${transport}${cluster ? '-cluster' : ''}-${String(seed)}`);
  unmountSmallDisksIn(folder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // PostgreSQL may run as another user, who must get through.
  chmodSync(folder, 0o711);
  complain(`Seed ${String(seed)}: ${commandOf(options)}`);
  let failed = true;
  try {
    const result = await run(options, folder, complain);
    failed = result.violations.length > 0;
    say(options.json ? JSON.stringify({ options, ...result }, null, 2) : `\n${report(result)}`);
    if (failed) return 'failed';
    return result.notCounted.length > 0 ? 'not-counted' : 'passed';
  } finally {
    if (failed) complain(`\nTo run the same again: ${commandOf(options)}\nLogs and data: ${folder}`);
    else if (!options.keep) removePostgresData(folder);
  }
}
