import { waitFor as waitAtMost } from '../../support/wait-for.js';

/** The sizes that the cases run with. */
export type Profile = 'short' | 'full';

export const PROFILE: Profile = process.env['CONFORMANCE_PROFILE'] === 'full' ? 'full' : 'short';

/** How long a case waits for anything unless it says otherwise: the full sizes are many times the short ones. */
export const PATIENCE_MS = { short: 30_000, full: 240_000 }[PROFILE];

/** As everywhere, with the profile's patience. */
export function waitFor<T>(
  what: string,
  attempt: () => Promise<T | undefined> | T | undefined,
  deadlineMs = PATIENCE_MS,
): Promise<T> {
  return waitAtMost(what, attempt, deadlineMs);
}
