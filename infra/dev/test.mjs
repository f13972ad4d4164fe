/**
 * npm test: sets up what is missing and runs everything that must hold. What follows `--` goes to Jest:
 *
 *   npm test                      everything
 *   npm test -- services/feeds    the checks, and the specs in that folder
 *
 * Ends with one line, `N passed, N failed`.
 */
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

if (await bootstrap(fileURLToPath(import.meta.url))) {
  const { runChecks } = await import('./checks.mjs');
  await runChecks(process.argv.slice(2));
}
