import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { complain, say } from '../../infra/dev/output.mjs';
import { DATA } from '../../infra/dev/paths.mjs';
import { removePostgresData } from '../../infra/dev/servers/postgres.mjs';
import { commandOf, HELP, readOptions } from './options.ts';
import { report } from './report.ts';
import { run } from './run.ts';

/** Nothing was wrong, but the run was too easy, or the machine too slow, to show anything. */
const EXIT_NOT_COUNTED = 3;

/** The fault suite as a command. Exit code 1: something was wrong; 3: nothing was, but the run does not count. */
export async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options === undefined) {
    say(HELP);
    return;
  }
  const folder = join(DATA, 'faults', `${options.transport}-${String(options.seed)}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // PostgreSQL may run as another user, who must get through.
  chmodSync(folder, 0o711);
  complain(`Seed ${String(options.seed)}: ${commandOf(options)}`);
  let failed = true;
  try {
    const result = await run(options, folder, complain);
    failed = result.violations.length > 0;
    if (result.notCounted.length > 0) process.exitCode = EXIT_NOT_COUNTED;
    say(options.json ? JSON.stringify({ options, ...result }, null, 2) : `\n${report(result)}`);
  } finally {
    if (failed) {
      process.exitCode = 1;
      complain(`\nTo run the same again: ${commandOf(options)}\nLogs and data: ${folder}`);
    } else if (!options.keep) removePostgresData(folder);
  }
}
