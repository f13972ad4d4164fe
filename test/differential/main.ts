import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { complain, say } from '../../infra/dev/output.mjs';
import { DATA } from '../../infra/dev/paths.mjs';
import { removePostgresData } from '../../infra/dev/servers/postgres.mjs';
import { commandOf, HELP, type ModelOptions, readOptions } from './options.ts';
import { type ModelResult, run } from './run.ts';

/** Differences are told only this far. */
const TOLD = 20;

/** The whole domain against the model, as a command. Exit code 1: something differed. */
export async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options === undefined) say(HELP);
  else if (!(await once(options))) process.exitCode = 1;
}

async function once(options: ModelOptions): Promise<boolean> {
  const { transport, seed, keep } = options;
  const folder = join(DATA, 'model', `${transport}-${String(seed)}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // PostgreSQL may run as another user, who must get through.
  chmodSync(folder, 0o711);
  complain(`Seed ${String(seed)}: ${commandOf(options)}`);
  let failed = true;
  try {
    const result = await run(options, folder, complain);
    failed = result.violations.length > 0;
    say(reportOf(result));
    return !failed;
  } finally {
    if (failed || keep) complain(`Data and logs are in ${folder}`);
    else {
      removePostgresData(join(folder, 'postgres'));
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function reportOf({ violations, commands, requests, accepted, notAccepted, compared }: ModelResult): string {
  const list = (counts: Iterable<readonly [string, number]>): string =>
    [...counts]
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`)
      .join('\n');
  const shown = violations.slice(0, TOLD).map(({ rule, detail }) => `  ${rule}: ${detail}`);
  return [
    `${String(commands)} commands in ${String(requests)} requests. Accepted:`,
    list(accepted),
    'Not accepted:',
    list(notAccepted),
    'Compared:',
    list(Object.entries(compared)),
    violations.length === 0
      ? 'Everything is as the model says.'
      : `${String(violations.length)} differences:\n${shown.join('\n')}`,
  ].join('\n');
}
