import { URL_KINDS } from '#contracts';
import type { UrlMetadata } from '../../domain/metadata.js';
import { defined } from '../../domain/defined.js';

/**
 * The metadata that an export of bookmarks has in an attribute of its own. Anybody can write anything there: what is
 * of another type than it should be is left out.
 *
 * @returns undefined where there is none
 */
export function readExportedMetadata(json: string): UrlMetadata | undefined {
  const fields = objectOf(json);
  if (fields === undefined) return undefined;
  const { authors, published, site, kind } = fields;
  return defined({
    authors: Array.isArray(authors) ? authors.filter((name) => typeof name === 'string') : undefined,
    published: typeof published === 'string' ? published : undefined,
    site: typeof site === 'string' ? site : undefined,
    kind: URL_KINDS.find((known) => known === kind),
  });
}

function objectOf(json: string): Readonly<Record<string, unknown>> | undefined {
  if (json === '') return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
