/**
 * npm run test:long: the specs that take minutes. What follows `--` goes to Jest.
 *
 * Ends with one line, `N passed, N failed`.
 */
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

if (await bootstrap(fileURLToPath(import.meta.url))) {
  const { build } = await import('./build.mjs');
  const { runJest } = await import('./jest.mjs');
  const { say } = await import('./output.mjs');
  build(say);
  const { passed, failed } = await runJest(process.argv.slice(2), { TEST_TIER: 'long' });
  say(`\n${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}
