/** npm run test:faults: the whole system under load and faults. `npm run test:faults -- --help` tells more. */
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

if (await bootstrap(fileURLToPath(import.meta.url))) {
  const { build } = await import('./build.mjs');
  const { complain } = await import('./output.mjs');
  try {
    build(complain);
    const { main } = await import('../../test/faults/main.ts');
    await main(process.argv.slice(2));
  } catch (error) {
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  }
}
