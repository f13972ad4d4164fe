import { DomainError } from '../domain/domain-error.js';

/**
 * The instant of an "as of" query, to the millisecond.
 *
 * @param text ISO 8601 with its offset
 * @throws DomainError `instant-in-future`: what will be, nobody has recorded
 */
export function pastInstant(text: string): Date {
  const at = new Date(text);
  if (at.getTime() <= Date.now()) return at;
  throw new DomainError('invalid', 'instant-in-future', 'Only the past can be asked for.', 'asOf');
}
