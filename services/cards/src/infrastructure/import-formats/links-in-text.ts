import { arxivUrl, doiUrl } from '../../domain/identifiers.js';

/** A DOI as a field for DOIs has it: bare, as an address, or one of several. */
export function statedDoi(text: string | undefined): string | undefined {
  const given = (text ?? '').trim().replace(/^(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\/|^doi:\s*/iu, '');
  for (const part of [given, ...given.split(/[\s,;]+/u)]) {
    const url = doiUrl(decoded(part));
    if (url !== undefined) return url;
  }
  return undefined;
}

/** A DOI that says it is one: a publisher's address that has one inside may be of something else. */
export function doiIn(text: string | undefined): string | undefined {
  const match = /(?:\bdoi\.org\/|\bdoi:?\s*)(?<doi>10\.\d{4,9}(?:\.\d+)*\/[^\s"<>{},]+)/iu.exec(text ?? '');
  const doi = match?.groups?.['doi']?.replace(/[.;:]+$/u, '');
  return doi === undefined ? undefined : doiUrl(decoded(doi.split(/[?#]/u, 1)[0] ?? ''));
}

/** An arXiv id that says it is one, by arXiv's address or name. */
export function arxivIn(text: string | undefined): string | undefined {
  const match =
    /\b(?:arxiv(?:\.org\/(?:abs|pdf)\/|:\s*|\s+)|corr,?\s+abs\/)(?<id>[a-z.-]+\/\d{7}|\d{4}\.\d{4,5})/iu.exec(
      text ?? '',
    );
  return match?.groups?.['id'] === undefined ? undefined : arxivUrl(match.groups['id']);
}

/** The first web address in a text. */
export function urlIn(text: string | undefined): string | undefined {
  return /https?:\/\/[^\s"<>{}\\]+/iu.exec(text ?? '')?.[0].replace(/[.,;]+$/u, '');
}

/** What `find` finds in the first of the texts in which it finds anything. */
export function firstFound(
  texts: Iterable<string | undefined>,
  find: (text: string | undefined) => string | undefined,
): string | undefined {
  for (const text of texts) {
    const found = find(text);
    if (found !== undefined) return found;
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
