/**
 * npm run test:mutations: takes promises of the engine away, one by one, in a copy of this checkout, and requires that
 * the conformance suite misses each. `npm run test:mutations -- --help` tells more.
 *
 * Ends with one line, `N passed, N failed`.
 */
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

if (await bootstrap(fileURLToPath(import.meta.url))) {
  const { complain } = await import('./output.mjs');
  try {
    const { runMutations } = await import('./mutations-run.mjs');
    await runMutations(process.argv.slice(2));
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
