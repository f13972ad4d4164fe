/** What kind of refusal an expected failure is; each front door has its own way to say so. */
export type RefusalKind = 'invalid' | 'forbidden' | 'not-found' | 'conflict' | 'too-large' | 'too-many';

/** An expected failure of a command or query. `code` is stable: clients decide by it. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  /** @param field the field of the command that is at fault, where it is one */
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}
