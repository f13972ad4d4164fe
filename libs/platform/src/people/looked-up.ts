/** What somebody else's servers say, or that they say nothing. */
export type LookedUp =
  | { status: 'found'; value: string }
  /** There is none, or none that can be believed. */
  | { status: 'unknown' }
  /** There may be one: who knows does not answer. */
  | { status: 'unavailable' };
