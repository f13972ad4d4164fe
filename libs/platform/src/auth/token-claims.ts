import type { ServiceToken } from './service-token.js';
import { tokenRefused } from './token-refusal.js';

/** How far the clocks of issuer and service may be apart. */
export const CLOCK_SKEW_S = 30;
/** A token that is stolen is of use no longer. */
const MAX_LIFETIME_S = 5 * 60;

export interface ExpectedClaims {
  /** The service's DID, with its fragment and without. */
  audiences: readonly string[];
  /** Of the route; undefined where it has none, and no token is good. */
  lexiconMethod: string | undefined;
  /** A write needs an id, so that it counts once. */
  isWrite: boolean;
  /** Seconds since the epoch. */
  now: number;
}

/** @throws ProblemError naming the first claim that is not as it must be. */
export function checkClaims(token: ServiceToken, expected: ExpectedClaims): void {
  const { now } = expected;
  if (token.expiresAt + CLOCK_SKEW_S <= now) {
    throw tokenRefused('token-expired', 'The token has expired. Get another for this call.');
  }
  if (token.expiresAt > now + MAX_LIFETIME_S + CLOCK_SKEW_S) {
    throw tokenRefused(
      'token-lives-too-long',
      `"exp" must be at most ${String(MAX_LIFETIME_S)} seconds from now.`,
    );
  }
  if (Math.max(token.issuedAt ?? 0, token.notBefore ?? 0) > now + CLOCK_SKEW_S) {
    throw tokenRefused('token-not-yet-valid', '"iat" or "nbf" of the token is in the future.');
  }
  if (!expected.audiences.includes(token.audience)) {
    const audiences = expected.audiences.join('" or "');
    throw tokenRefused('token-audience-refused', `"aud" must be "${audiences}".`);
  }
  if (expected.lexiconMethod === undefined || token.lexiconMethod !== expected.lexiconMethod) {
    const method = expected.lexiconMethod ?? '';
    throw tokenRefused('token-method-refused', `"lxm" must be "${method}" for this route.`);
  }
  if (expected.isWrite && token.id === undefined) {
    throw tokenRefused('token-id-missing', 'A call that changes something needs a token with a "jti".');
  }
}
