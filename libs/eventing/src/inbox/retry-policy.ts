/** When a failing event is tried again, and when it is given up. */
export interface RetryPolicy {
  /** Attempts in all; after the last one the event is dead and waits for an operator. */
  attempts: number;
  firstDelayMs: number;
  maxDelayMs: number;
}

export const RETRY_DEFAULTS: RetryPolicy = { attempts: 10, firstDelayMs: 500, maxDelayMs: 300_000 };

/** Back-off before the next attempt: doubled each time, capped, with full jitter above the half. */
export function retryDelayMs(
  policy: RetryPolicy,
  attempts: number,
  random: () => number = Math.random,
): number {
  const full = Math.min(policy.firstDelayMs * 2 ** (attempts - 1), policy.maxDelayMs);
  return Math.round(full / 2 + (random() * full) / 2);
}

/**
 * Refuses what can not be meant, where the handler is declared and not when its first event fails.
 *
 * @throws TypeError naming the setting.
 */
export function checkRetryPolicy(policy: Partial<RetryPolicy>): void {
  const check = (name: keyof RetryPolicy, min: number): void => {
    const value = policy[name];
    if (value !== undefined && !(Number.isInteger(value) && value >= min))
      throw new TypeError(
        `retry.${name} must be a whole number of at least ${String(min)}, not ${String(value)}`,
      );
  };
  check('attempts', 1);
  check('firstDelayMs', 0);
  check('maxDelayMs', 0);
}

/**
 * Thrown by a handler that knows that no later attempt can end otherwise: the event is dead at once, and waits for
 * an operator. Never for what a retry may mend (another service that does not answer, a row that is not there yet).
 */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
  readonly code = 'permanent-failure';
}
