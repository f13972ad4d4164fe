import { ProblemError } from '../problem.js';

/** What can be wrong with a token; stable, for clients and metrics. */
export type TokenFault =
  | 'token-malformed'
  | 'token-algorithm-refused'
  | 'token-expired'
  | 'token-not-yet-valid'
  | 'token-lives-too-long'
  | 'token-audience-refused'
  | 'token-method-refused'
  | 'token-id-missing'
  | 'token-replayed'
  | 'token-signature-refused'
  | 'issuer-refused'
  | 'issuer-unknown'
  | 'issuer-deactivated'
  | 'issuer-without-key';

/** The token is good for other calls, not for this one. */
const OF_SCOPE: ReadonlySet<TokenFault> = new Set<TokenFault>(['token-method-refused']);

/** Scheme and error code are RFC 6750's. Nothing of the token is repeated. */
export function tokenRefused(code: TokenFault, detail: string): ProblemError {
  const isOfScope = OF_SCOPE.has(code);
  return new ProblemError({
    status: isOfScope ? 403 : 401,
    code,
    title: 'The token is refused',
    detail,
    headers: {
      'www-authenticate': `Bearer error="${isOfScope ? 'insufficient_scope' : 'invalid_token'}"`,
    },
  });
}

/** It can not be known now whether the token is good. */
export function issuerUnavailable(): ProblemError {
  return new ProblemError({
    status: 503,
    code: 'issuer-unavailable',
    title: 'The identity can not be checked now',
    detail: "The issuer's DID document could not be read. Try again in a moment.",
    headers: { 'retry-after': '5' },
  });
}
