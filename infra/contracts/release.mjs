/**
 * Freezes the contracts as the next release, when every check passes. From then on they may only change compatibly.
 *
 *   npm run contracts:release
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { complain, say } from '../dev/output.mjs';
import { artefactsOf, writeArtefacts } from './artefacts.mjs';
import { violationsIn } from './checks.mjs';
import { loadContracts } from './load.mjs';
import { freeze } from './releases.mjs';
import { workspaceAt } from './workspace.mjs';

const workspace = workspaceAt();
const violations = await violationsIn(workspace);
for (const { check, sentence } of violations) complain(`✗ ${check}: ${sentence}`);
if (violations.length > 0) {
  complain(`Not released: ${violations.length} violations`);
  process.exitCode = 1;
} else {
  const contracts = await loadContracts(workspace);
  const number = freeze(contracts, workspace);
  if (number === undefined) say('Nothing changed since the last release.');
  else {
    // The package's version says which release it holds.
    const file = join(workspace.contracts, 'package.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/"version": "[^"]*"/, `"version": "${number}.0.0"`));
    writeArtefacts(await artefactsOf(contracts, workspace), workspace);
    say(`Released ${number}: libs/contracts/releases/${number}. Commit it.`);
  }
}
