import { DomainError } from '../domain/domain-error.js';

/**
 * What one command adds, it does not remove.
 *
 * @throws DomainError `added-and-removed`
 */
export function mustNotMeet(added: readonly string[], removed: readonly string[]): void {
  const both = removed.find((id) => added.includes(id));
  if (both === undefined) return;
  throw new DomainError(
    'invalid',
    'added-and-removed',
    `${both} is both added and removed: say one of them.`,
    'remove',
  );
}
