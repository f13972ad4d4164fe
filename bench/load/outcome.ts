/** What an answer says of a request, and whether there is one more. */
import type { Attempt, Outcome } from './history.ts';
import type { HttpResult } from './http.ts';
import type { Intent } from './intents.ts';

export function outcomeOf(result: HttpResult): Outcome {
  if (!result.answered) return result.reached ? 'unknown' : 'refused';
  if (result.status >= 200 && result.status < 300) return 'acknowledged';
  // An error of the server's says nothing of what it had done by then.
  return result.status >= 500 ? 'unknown' : 'refused';
}

export function codeOf(result: HttpResult): string | undefined {
  if (!result.answered) return result.code;
  if (result.status < 300) return undefined;
  return (result.body as { code?: string } | undefined)?.code ?? String(result.status);
}

export function answeredIdOf(result: HttpResult): string | undefined {
  if (!result.answered || result.status >= 300) return undefined;
  const body = result.body as { id?: string; followId?: string } | undefined;
  return body?.id ?? body?.followId;
}

/** Domain rules, and no lost races. */
const FINAL = new Set(['connection-exists', 'highlight-exists']);

/** Not reached, lost a race, or unknown and idempotent. What was refused for a reason stays refused. */
export function mayRepeat({ outcome, status, code = '', intent }: Attempt): boolean {
  if (outcome === 'unknown') return isIdempotent(intent);
  return status === undefined || (status === 409 && !FINAL.has(code)) || status === 429;
}

/** Whether doing it twice comes to the same: then, and only then, it is repeated when nobody knows whether it was done. */
function isIdempotent(intent: Intent): boolean {
  return intent.kind !== 'create-collection' && intent.kind !== 'import';
}

const REMOVALS: Readonly<Partial<Record<Intent['kind'], string>>> = {
  remove: 'card-not-found',
  'delete-collection': 'collection-not-found',
  'remove-connection': 'connection-not-found',
};

/** Gone is what a removal wanted, where an earlier try of it may have been the one. */
export function isDone({ intent, code }: Attempt, tried: number): boolean {
  return tried > 0 && code !== undefined && REMOVALS[intent.kind] === code;
}
