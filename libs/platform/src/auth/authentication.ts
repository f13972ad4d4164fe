import { ProblemError } from '../problem.js';

/** Token of the way in which requests say who they are from. */
export const AUTHENTICATION = Symbol('AUTHENTICATION');

/** What is asked for. */
export interface Call {
  /** HTTP method, in capitals. */
  method: string;
  /** As it was declared: `/cards/:id`. */
  route: string;
}

/** A way in which requests say who they are from. */
export interface Authentication {
  /** Of the Authorization header, for `WWW-Authenticate`. */
  readonly scheme: string;
  /** What to send, for whoever sent nothing. */
  readonly hint: string;
  /**
   * @param authorization The header, as it came.
   * @returns The DID of who asks.
   * @throws ProblemError with 401 or 403, or 503 where it can not be known now.
   */
  identify(authorization: string, call: Call): Promise<string> | string;
}

/** Nobody is let in without a name. */
export function unauthenticated(detail: string, scheme: string): ProblemError {
  return new ProblemError({
    status: 401,
    code: 'unauthenticated',
    title: 'An identity is needed',
    detail,
    headers: { 'www-authenticate': scheme },
  });
}
