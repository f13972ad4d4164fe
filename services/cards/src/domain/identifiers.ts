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

/**
 * Reads the written forms that are no web address: `10.…/…`, `doi:10.…`, `DOI 10.…`, `info:doi/10.…`,
 * `arXiv:2101.00001v2`, `pmid:123`.
 */
export function identifierUrl(text: string): string | undefined {
  const bare = doiUrl(text.trim());
  if (bare !== undefined) return bare;
  const match = /^(?:info:|urn:)?(?<scheme>doi|arxiv|pmid)[:/\s]\s*(?<id>\S+)$/iu.exec(text.trim());
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
  return doiAt(host, path) ?? arxivAt(host, path) ?? pubmedAt(host, path);
}

/** Resolvers of DOIs; handles that begin with `10.` are DOIs. */
const DOI_RESOLVERS = new Set([
  'doi.org',
  'dx.doi.org',
  'doi.acm.org',
  'doi.ieeecomputersociety.org',
  'hdl.handle.net',
]);
/**
 * Publishers whose addresses of a work are made of its DOI, on one platform: `/doi/10.…`, with a word for the view
 * before it. A page of theirs that is about a part of the work, its supplement or its figures, is none.
 */
const DOI_PUBLISHERS = new Set([
  'dl.acm.org',
  'journals.sagepub.com',
  'onlinelibrary.wiley.com',
  'pnas.org',
  'pubs.acs.org',
  'royalsocietypublishing.org',
  'science.org',
  'tandfonline.com',
]);
const PUBLISHED_VIEW =
  /^\/doi\/(?:(?:abs|book|epdf|epub|full|pdf|pdfplus|reader)\/)?(?<doi>10\.\d{4,9}\/[^/]+)\/?$/u;
/** Preprints of Cold Spring Harbor: the DOI, then the version and a word for the view. */
const PREPRINT_VIEW =
  /^\/content\/(?<doi>10\.1101\/(?:\d{4}\.\d{2}\.\d{2}\.)?\d{6,8})(?:v\d+)?(?:[./](?:abstract|full|full\.pdf|full-text))?\/?$/u;

function doiAt(host: string, path: string): string | undefined {
  if (DOI_RESOLVERS.has(host)) return doiUrl(path.slice(1).replace(/^doi:/iu, ''));
  const view = DOI_PUBLISHERS.has(host)
    ? PUBLISHED_VIEW
    : host === 'biorxiv.org' || host === 'medrxiv.org'
      ? PREPRINT_VIEW
      : undefined;
  return doiUrl(view?.exec(path)?.groups?.['doi'] ?? '');
}

/** arXiv, its mirrors, and its own rendering of papers as web pages. */
function arxivAt(host: string, path: string): string | undefined {
  if (!/(?:^|\.)arxiv\.org$|^ar5iv\.org$|^xxx\.lanl\.gov$/u.test(host)) return undefined;
  const id = /^\/(?:abs|pdf|html|format|ps|e-print|src)\/(?:arxiv:)?(?<id>.+?)(?:\.pdf)?\/?$/iu.exec(
    path,
  )?.groups;
  return arxivUrl(id?.['id'] ?? '');
}

/** PubMed at its addresses of now and before, and Europe PMC where it shows a record of PubMed's. */
const PUBMED_PATHS: ReadonlyMap<string, RegExp> = new Map([
  ['pubmed.ncbi.nlm.nih.gov', /^\/(?<id>\d+)\/?$/u],
  ['ncbi.nlm.nih.gov', /^\/(?:m\/)?pubmed\/(?<id>\d+)\/?$/u],
  ['europepmc.org', /^\/(?:abstract|article)\/med\/(?<id>\d+)\/?$/iu],
]);

function pubmedAt(host: string, path: string): string | undefined {
  return pubmedUrl(PUBMED_PATHS.get(host)?.exec(path)?.groups?.['id'] ?? '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: what is written is meant.
    return text;
  }
}
