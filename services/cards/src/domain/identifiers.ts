/**
 * Identifiers of works: the many spellings of one DOI, arXiv id or PubMed id, each mapped to one canonical URL.
 *
 * Nothing is guessed across kinds: that a DOI and an arXiv id name the same work is known from metadata only. The one
 * exception is by definition: DOIs under `10.48550/arXiv.` are arXiv's own names for its ids, so they count as these.
 */

const DOI = /^10\.\d{4,9}(?:\.\d+)*\/\S+$/u;
const ARXIV_DOI = /^10\.48550\/arxiv\.(?<id>.+)$/iu;
const ARXIV_NEW = /^(?<id>\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})(?:v\d+)?$/iu;
/** Before April 2007: archive, an optional subject class that is no part of the name, year, month, number. */
const ARXIV_OLD =
  /^(?<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2})?\/(?<number>\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v\d+)?$/iu;
const PUBMED = /^0*(?<id>[1-9]\d{0,7})$/u;

/** `https://doi.org/<DOI in lower case>`, or arXiv's URL for an arXiv DOI; undefined for what is no DOI. */
export function doiUrl(doi: string): string | undefined {
  if (!DOI.test(doi) || /\p{Surrogate}/u.test(doi)) return undefined;
  const arxivId = ARXIV_DOI.exec(doi)?.groups?.['id'];
  const arxiv = arxivId === undefined ? undefined : arxivUrl(arxivId);
  if (arxiv !== undefined) return arxiv;
  const lowerCased = doi.replace(/[A-Z]/gu, (letter) => letter.toLowerCase());
  // `#` and `?` would end the path. Square brackets stay as they are, as URL parsers leave them.
  const path = encodeURI(lowerCased)
    .replaceAll('#', '%23')
    .replaceAll('?', '%3F')
    .replaceAll('%5B', '[')
    .replaceAll('%5D', ']');
  const url = `https://doi.org/${path}`;
  // Segments such as `..` do not survive a URL parser: no registrant issues them, so it is no DOI.
  return URL.canParse(url) && new URL(url).href === url ? url : undefined;
}

/** `https://arxiv.org/abs/<id without version>`; undefined for what is no arXiv id. */
export function arxivUrl(id: string): string | undefined {
  const modern = ARXIV_NEW.exec(id)?.groups?.['id'];
  if (modern !== undefined) return `https://arxiv.org/abs/${modern}`;
  const old = ARXIV_OLD.exec(id)?.groups;
  if (old === undefined) return undefined;
  return `https://arxiv.org/abs/${String(old['archive']).toLowerCase()}/${String(old['number'])}`;
}

/** `https://pubmed.ncbi.nlm.nih.gov/<id>/`; undefined for what is no PubMed id. */
export function pubmedUrl(id: string): string | undefined {
  const number = PUBMED.exec(id)?.groups?.['id'];
  return number === undefined ? undefined : `https://pubmed.ncbi.nlm.nih.gov/${number}/`;
}

/** Reads the written forms that are no web address: `doi:10.…`, `info:doi/10.…`, `arXiv:2101.00001v2`, `pmid:123`. */
export function identifierUrl(text: string): string | undefined {
  const match = /^(?:info:|urn:)?(?<scheme>doi|arxiv|pmid)[:/]\s*(?<id>\S+)$/iu.exec(text.trim());
  const id = match?.groups?.['id'] ?? '';
  switch (match?.groups?.['scheme']?.toLowerCase()) {
    case 'doi':
      return doiUrl(decoded(id));
    case 'arxiv':
      return arxivUrl(id);
    case 'pmid':
      return pubmedUrl(id);
    default:
      return undefined;
  }
}

/** Reads the web addresses under which a DOI, an arXiv id or a PubMed id is served. */
export function identifierUrlOf(url: URL): string | undefined {
  const host = url.hostname.replace(/^www\./u, '');
  const path = decoded(url.pathname);
  if (host === 'doi.org' || host === 'dx.doi.org') return doiUrl(path.slice(1).replace(/^doi:/iu, ''));
  if (host === 'arxiv.org' || host === 'export.arxiv.org' || host === 'xxx.lanl.gov') {
    const id = /^\/(?:abs|pdf|html|format|ps|e-print|src)\/(?<id>.+?)(?:\.pdf)?\/?$/u.exec(path)?.groups?.[
      'id'
    ];
    return id === undefined ? undefined : arxivUrl(id);
  }
  const pubmed =
    host === 'pubmed.ncbi.nlm.nih.gov'
      ? /^\/(?<id>\d+)\/?$/u.exec(path)
      : host === 'ncbi.nlm.nih.gov'
        ? /^\/(?:m\/)?pubmed\/(?<id>\d+)\/?$/u.exec(path)
        : null;
  return pubmed === null ? undefined : pubmedUrl(pubmed.groups?.['id'] ?? '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: what is written is meant.
    return text;
  }
}
