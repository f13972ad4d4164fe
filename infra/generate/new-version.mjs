/**
 * Lays down the next major of an event, with the upcaster that leads to it.
 *
 *   npm run new:version -- cards.collection-created
 */
import { ROOT } from '../dev/paths.mjs';
import { GenerateError } from './change-set.mjs';
import { finish } from './finish.mjs';
import { newVersion } from './version.mjs';

finish(() => {
  const [, context, name] = /^([a-z]+)\.([a-z0-9-]+)$/.exec(process.argv[2] ?? '') ?? [];
  if (context === undefined || name === undefined) {
    throw new GenerateError('npm run new:version -- <context>.<event-name>');
  }
  return newVersion(ROOT, { context, name });
});
