import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** Everything that is kept between starts and is not in git. */
export const DATA = join(ROOT, '.data');

/** Programs that were obtained for this checkout. */
export const TOOLS = join(DATA, 'tools');
