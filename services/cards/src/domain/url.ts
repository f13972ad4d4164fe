import { DomainError } from './domain-error.js';
import { identifierUrl, identifierUrlOf } from './identifiers.js';
import { charactersOf } from './text.js';

/** Characters of a normalised URL at most. */
export const MAX_URL_LENGTH = 4_096;

/** Parameters that say how somebody came to a page, never which page: their names in lower case. */
const TRACKING_PARAMETERS = new Set([
  '_hsenc',
  '_hsmi',
  '_openstat',
  'dclid',
  'fbclid',
  'gbraid',
  'gclid',
  'gclsrc',
  'igshid',
  'li_fat_id',
  'mc_cid',
  'mc_eid',
  'mkt_tok',
  'msclkid',
  'oly_anon_id',
  'oly_enc_id',
  'srsltid',
  'ttclid',
  'twclid',
  'vero_id',
  'wbraid',
  'wickedid',
  'yclid',
]);

/** Characters that no URI has, though the WHATWG standard lets them stand in one. */
const UNENCODED = /[{}|\\^`]/gu;

/**
 * The one form under which a URL is saved, so that everybody's cards on one page meet.
 *
 * - http and https only; scheme and host in lower case, international host names as punycode, default port dropped,
 *   `.` and `..` resolved (the WHATWG URL standard), empty path → `/`;
 * - characters that RFC 3986 does not know (`{`, `|`, …) percent-encoded, so that a URL can stand in any file;
 * - fragment dropped; tracking parameters (`utm_*`, `fbclid`, `gclid`, …) dropped, all others kept as written and in
 *   their order; an empty query dropped;
 * - the forms of one DOI (bare, `doi:`, at a resolver, in an address that a publisher makes of nothing else)
 *   → `https://doi.org/<lower case>`, of one arXiv id (abs, pdf, version, arXiv DOI, `arXiv:`)
 *   → `https://arxiv.org/abs/<id>`, of one PubMed id → `https://pubmed.ncbi.nlm.nih.gov/<id>/`;
 * - http and https, `www.` or not, trailing slashes and the order of parameters stay different: a server may answer
 *   them differently, and two cards too many are a smaller harm than two works in one.
 *
 * Pure, and idempotent: a normalised URL is its own normal form.
 *
 * @throws DomainError `invalid-url`, `unsupported-scheme`, `url-with-credentials` or `url-too-long`
 */
export function normaliseUrl(text: string): string {
  const trimmed = text.trim();
  const url = identifierUrl(trimmed) ?? normaliseWebUrl(trimmed);
  if (charactersOf(url) > MAX_URL_LENGTH) {
    throw refused('url-too-long', `A URL has at most ${String(MAX_URL_LENGTH)} characters.`);
  }
  return url;
}

function normaliseWebUrl(text: string): string {
  if (charactersOf(text) > MAX_URL_LENGTH) {
    throw refused('url-too-long', `A URL has at most ${String(MAX_URL_LENGTH)} characters.`);
  }
  if (!URL.canParse(text))
    throw refused('invalid-url', 'This is not a URL: it must begin with https:// or http://.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refused(
      'unsupported-scheme',
      `Only http and https URLs can be saved, not "${url.protocol.slice(0, 40)}".`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw refused(
      'url-with-credentials',
      'The URL holds a user name or password, which others would see: leave it out.',
    );
  }
  const identified = identifierUrlOf(url);
  if (identified !== undefined) return identified;
  url.hash = '';
  const query = url.search
    .slice(1)
    .split('&')
    .filter((parameter) => parameter !== '' && !isTracking(parameter))
    .join('&');
  // With its question mark: the setter takes off the first, which may be the query's own.
  url.search = query === '' ? '' : `?${query}`;
  return url.href.replace(UNENCODED, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function isTracking(parameter: string): boolean {
  const name = (parameter.split('=', 1)[0] ?? '').toLowerCase();
  return name.startsWith('utm_') || TRACKING_PARAMETERS.has(name);
}

function refused(code: string, message: string): DomainError {
  return new DomainError('invalid', code, message, 'url');
}
