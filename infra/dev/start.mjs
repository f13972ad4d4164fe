/**
 * npm start: sets up what is missing and runs the whole system on this machine. `npm start -- --help` tells more.
 */
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

if (await bootstrap(fileURLToPath(import.meta.url))) {
  const { launch } = await import('./launcher.mjs');
  await launch(process.argv.slice(2));
}
