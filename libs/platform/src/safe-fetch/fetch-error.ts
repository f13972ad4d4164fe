/** Why a foreign URL was not read; stable, for logs, rows and metrics. */
export type FetchFailure =
  | 'refused-url'
  | 'refused-address'
  | 'unreachable-host'
  | 'no-connection'
  | 'timed-out'
  | 'aborted'
  | 'too-many-redirects'
  | 'bad-status'
  | 'wrong-content-type'
  | 'too-large'
  | 'unreadable-body';

const PERMANENT: ReadonlySet<FetchFailure> = new Set<FetchFailure>([
  'refused-url',
  'refused-address',
  'too-many-redirects',
  'wrong-content-type',
  'too-large',
  'unreadable-body',
]);
/** Answers that a later request may well not get. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429]);

/** A foreign URL could not be read. */
export class FetchError extends Error {
  override readonly name = 'FetchError';

  /** @param status Of the answer, where the code is `bad-status`. */
  constructor(
    readonly code: FetchFailure,
    message: string,
    readonly status?: number,
    cause?: unknown,
  ) {
    super(message, { cause });
  }

  /** Would the same request fail again, however often it is made? */
  get isPermanent(): boolean {
    if (this.status !== undefined) return this.status < 500 && !PASSING_STATUSES.has(this.status);
    return PERMANENT.has(this.code);
  }
}
