/** npm run events: the operator's command. `npm run events -- help` tells more. */
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

if (await bootstrap(fileURLToPath(import.meta.url))) {
  const { runEvents } = await import('./events/command.mjs');
  await runEvents(process.argv.slice(2));
}
