/**
 * npm run test:conformance: holds the transports to the conformance suite, case by case, and prints what happened in
 * each. `npm run test:conformance -- --help` tells more.
 *
 * Ends with one line, `N passed, N failed`.
 */
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

if (await bootstrap(fileURLToPath(import.meta.url))) {
  const { complain } = await import('./output.mjs');
  try {
    const { runConformance } = await import('./conformance-run.mjs');
    await runConformance(process.argv.slice(2));
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
