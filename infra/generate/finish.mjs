import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { complain, say } from '../dev/output.mjs';
import { ROOT } from '../dev/paths.mjs';
import { GenerateError } from './change-set.mjs';
import { unwrittenIn } from './unwritten.mjs';

/**
 * Makes a change set, writes and formats it, makes what is made from the contracts, and says what is left to write.
 * @param {() => import('./change-set.mjs').ChangeSet} make
 */
export function finish(make) {
  try {
    const known = new Set(unwrittenIn(ROOT).map(({ file, sentence }) => `${file} ${sentence}`));
    const changes = make();
    changes.write();
    const prettier = join(ROOT, 'node_modules/prettier/bin/prettier.cjs');
    execFileSync(process.execPath, [prettier, '--write', '--log-level', 'warn', ...changes.paths], {
      cwd: ROOT,
    });
    execFileSync(process.execPath, [join(ROOT, 'infra/contracts/generate.mjs')], { cwd: ROOT });
    say(`${changes.paths.length} files were made or edited. To be written by you:\n`);
    for (const { file, line, sentence } of unwrittenIn(ROOT)) {
      if (!known.has(`${file} ${sentence}`)) say(`  ${file}:${line}\n    ${sentence}`);
    }
    say('\nThe steps are in docs/adding-an-event.md; test/checklist stays red until all is written.');
  } catch (error) {
    if (!(error instanceof GenerateError)) throw error;
    complain(error.message);
    process.exitCode = 1;
  }
}
