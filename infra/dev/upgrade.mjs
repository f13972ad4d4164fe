/**
 * npm run test:upgrade: the version before this one and this one side by side under load, service by service, in both
 * orders, and back again. `UPGRADE_FROM=<commit>` takes another version than the last before the newest migration. What
 * follows `--` goes to Jest.
 *
 * Ends with one line, `N passed, N failed`.
 */
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

if (await bootstrap(fileURLToPath(import.meta.url))) {
  const { build } = await import('./build.mjs');
  const { runJest } = await import('./jest.mjs');
  const { complain, say } = await import('./output.mjs');
  const { buildPrevious } = await import('./previous-build.mjs');
  try {
    build(say);
    // The specs would say less of why it is not to be had.
    buildPrevious({ from: process.env['UPGRADE_FROM'], log: say });
    const { passed, failed } = await runJest(['test/upgrade', ...process.argv.slice(2)], {
      TEST_TIER: 'long',
    });
    say(`\n${passed} passed, ${failed} failed`);
    if (failed > 0) process.exitCode = 1;
  } catch (error) {
    complain(`*** NOT TESTED: the upgrade. ***\n${error instanceof Error ? error.message : String(error)}`);
    say('\n0 passed, 1 failed');
    process.exitCode = 1;
  }
}
