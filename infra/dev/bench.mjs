/** npm run bench: figures beside their limit, measured in one run. `npm run bench -- --help` tells more. */
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

if (await bootstrap(fileURLToPath(import.meta.url))) {
  const { build } = await import('./build.mjs');
  const { complain } = await import('./output.mjs');
  try {
    build(complain);
    const { main } = await import('../../bench/main.ts');
    await main(process.argv.slice(2));
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
