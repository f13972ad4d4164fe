import { DomainError } from './domain-error.js';
import { charactersOf, cleanLine, cleanText } from './text.js';

/** Characters of a collection's name at most. */
export const MAX_COLLECTION_NAME = 100;
export const MAX_DESCRIPTION = 500;
const MAX_COLLABORATORS = 100;

/** @throws DomainError `invalid-collection-name` */
export function validName(text: string): string {
  const name = cleanLine(text);
  if (name !== '' && charactersOf(name) <= MAX_COLLECTION_NAME) return name;
  throw invalid(
    'invalid-collection-name',
    `A collection's name has 1 to ${String(MAX_COLLECTION_NAME)} characters.`,
    'name',
  );
}

/**
 * @returns undefined for one that says nothing
 * @throws DomainError `invalid-collection-description`
 */
export function validDescription(text: string | undefined): string | undefined {
  const description = cleanText(text ?? '');
  if (description === '') return undefined;
  if (charactersOf(description) <= MAX_DESCRIPTION) return description;
  throw invalid(
    'invalid-collection-description',
    `A collection's description has at most ${String(MAX_DESCRIPTION)} characters.`,
    'description',
  );
}

/**
 * Each once, and without the author, who needs no leave.
 *
 * @param field the command's field that they stand in
 * @throws DomainError `too-many-collaborators`
 */
export function validCollaborators(
  dids: readonly string[],
  authorId: string,
  field = 'collaboratorIds',
): string[] {
  const others = [...new Set(dids)].filter((did) => did !== authorId);
  if (others.length <= MAX_COLLABORATORS) return others;
  throw invalid(
    'too-many-collaborators',
    `A collection has at most ${String(MAX_COLLABORATORS)} collaborators.`,
    field,
  );
}

function invalid(code: string, message: string, field: string): DomainError {
  return new DomainError('invalid', code, message, field);
}
