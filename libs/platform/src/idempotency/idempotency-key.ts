import { ProblemError } from '../problem.js';

export const IDEMPOTENCY_KEY = 'Idempotency-Key';

/** A string of structured fields (RFC 8941), as the draft has it; its escapes are not taken. */
const QUOTED = /^"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"$/;
/** Without the quotes, as many clients send it. */
const BARE = /^[\w.:~+/=-]{1,255}$/;

/**
 * The key of the request (draft-ietf-httpapi-idempotency-key-header). With quotes and without it is the same key.
 *
 * @throws ProblemError 400 `invalid-idempotency-key`
 */
export function idempotencyKeyOf(header: string | string[]): string {
  const value = typeof header === 'string' ? header : header.join();
  const key = QUOTED.exec(value)?.[1] ?? BARE.exec(value)?.[0];
  if (key !== undefined) return key;
  throw refusal(400, 'invalid-idempotency-key', 'The key can not be read', {
    message:
      'must be one string of 1 to 255 printable ASCII characters: "8e03978e-40d5-43e8-bc93-6894a57f9324"',
  });
}

/** @throws ProblemError 409 `idempotency-key-in-flight` */
export function stillInFlight(): ProblemError {
  return refusal(409, 'idempotency-key-in-flight', 'The first request under this key is not answered yet', {
    message: 'is that of a request that is being worked on: ask again in a moment',
    headers: { 'retry-after': '1' },
  });
}

/** @throws ProblemError 422 `idempotency-key-reused` */
export function usedForAnother(): ProblemError {
  return refusal(422, 'idempotency-key-reused', 'The key was used for another request', {
    message: 'was used for another request of yours: take a new one',
  });
}

/** @throws ProblemError 410 `idempotent-answer-erased` */
export function answerErased(): ProblemError {
  return refusal(410, 'idempotent-answer-erased', 'The answer under this key was erased, as you asked', {
    message: 'is that of a request that was answered: it is not done again, and what it did can be looked up',
  });
}

function refusal(
  status: number,
  code: string,
  title: string,
  { message, headers = {} }: { message: string; headers?: Record<string, string> },
): ProblemError {
  return new ProblemError({
    status,
    code,
    title,
    headers,
    errors: [{ field: IDEMPOTENCY_KEY, message: `${IDEMPOTENCY_KEY} ${message}` }],
  });
}
