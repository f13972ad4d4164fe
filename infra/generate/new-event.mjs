/**
 * Lays down a new integration event with all that belongs to it.
 *
 *   npm run new:event -- cards card-starred --consumers feeds,notifications [--aggregate card]
 */
import { parseArgs } from 'node:util';
import { ROOT } from '../dev/paths.mjs';
import { GenerateError } from './change-set.mjs';
import { newEvent } from './event.mjs';
import { finish } from './finish.mjs';

finish(() => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { consumers: { type: 'string', default: '' }, aggregate: { type: 'string' } },
  });
  const [context, name] = positionals;
  if (context === undefined || name === undefined) {
    throw new GenerateError(
      'npm run new:event -- <context> <event-name> [--consumers feeds,notifications] [--aggregate card]',
    );
  }
  const consumers = values.consumers.split(',').filter((consumer) => consumer !== '');
  return newEvent(ROOT, { context, name, aggregate: values.aggregate, consumers });
});
