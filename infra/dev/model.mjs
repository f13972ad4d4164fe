/** npm run test:model: the whole system against a model of its domain. `npm run test:model -- --help` tells more. */
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

if (await bootstrap(fileURLToPath(import.meta.url))) {
  const { build } = await import('./build.mjs');
  const { complain } = await import('./output.mjs');
  try {
    build(complain);
    const { main } = await import('../../test/differential/main.ts');
    await main(process.argv.slice(2));
  } catch (error) {
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  }
}
