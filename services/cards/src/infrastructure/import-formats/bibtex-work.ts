import { arxivUrl, pubmedUrl } from '../../domain/identifiers.js';
import { tidyMetadata, type UrlKind } from '../../domain/metadata.js';
import type { BibtexEntry } from './bibtex-protocol.js';
import { readExportedKind } from './exported-kind.js';
import type { FoundWork, RefusedRecord } from './import-reader.js';
import { arxivIn, doiIn, firstFound, statedDoi, urlIn } from './links-in-text.js';

type Fields = Readonly<Record<string, string>>;

/**
 * What an entry is about: the URL to save it under, and its metadata.
 *
 * A DOI comes first, because it names the work itself, for good, and is what other people's files most often have;
 * then an arXiv id, which names the preprint; then a PubMed id; then a URL, which may be any copy. Identifiers are
 * looked for wherever real files hide them. A note comes last: it may well speak of another work.
 */
export function workOf({ type, fields, authors }: BibtexEntry): FoundWork | RefusedRecord {
  const own = readExportedKind(fields['entrysubtype']);
  const paper = doiOf(fields) ?? arxivOf(fields) ?? pubmedUrl(fields['pmid'] ?? '');
  const url =
    (own && written(fields, 'url')) ??
    paper ??
    linkOf(fields) ??
    doiIn(written(fields, 'note')) ??
    urlIn(written(fields, 'note'));
  if (url === undefined) {
    return {
      reason: 'The entry has no DOI, arXiv id, PubMed id or URL, so there is nothing to save it under.',
    };
  }
  const {
    title = '',
    journal,
    journaltitle,
    booktitle,
    publisher,
    school,
    institution,
    organization,
  } = fields;
  const site = [journal, journaltitle, booktitle, publisher, school, institution, organization].find(isText);
  // What an export of ours has is text throughout: a tag in it stood in the title.
  const text = own === undefined ? plain : String;
  return {
    url,
    metadata: tidyMetadata({
      title: text(title),
      authors: authors.map(text),
      published: publishedOf(fields),
      site: text(site ?? ''),
      kind: own === undefined ? kindOf(type, paper !== undefined) : own.kind,
    }),
  };
}

function doiOf(fields: Fields): string | undefined {
  return (
    statedDoi(written(fields, 'doi')) ??
    firstOf(fields, ['url', 'howpublished', 'pages', 'volume', 'number', 'eprint', 'link', 'ee'], doiIn)
  );
}

function arxivOf(fields: Fields): string | undefined {
  const archive = fields['archiveprefix'] ?? fields['eprinttype'] ?? '';
  const eprint = fields['eprint'] ?? '';
  const subject = fields['primaryclass'] ?? fields['eprintclass'] ?? '';
  if (archive === '' || /^arxiv$/iu.test(archive)) {
    const id = eprint.trim().replace(/^arxiv:\s*/iu, '');
    const url = arxivUrl(id) ?? arxivUrl(`${subject}/${id}`);
    if (url !== undefined) return url;
  }
  const id = arxivUrl((fields['arxivid'] ?? '').replace(/^arxiv:\s*/iu, ''));
  if (id !== undefined) return id;
  const journal = plain(fields['journal'] ?? fields['journaltitle'] ?? '');
  if (/^arxiv$/iu.test(journal)) {
    // As some files have it: the journal is arXiv, its volume the id.
    const number = firstOf(fields, ['volume', 'number', 'pages'], (text) => arxivUrl((text ?? '').trim()));
    if (number !== undefined) return number;
  }
  return (
    arxivIn(journal) ?? firstOf(fields, ['howpublished', 'volume', 'pages', 'number', 'url', 'note'], arxivIn)
  );
}

function linkOf(fields: Fields): string | undefined {
  return firstOf(fields, ['url', 'link', 'ee', 'howpublished'], urlIn);
}

function firstOf(
  fields: Fields,
  names: readonly string[],
  find: (text: string | undefined) => string | undefined,
): string | undefined {
  return firstFound(
    names.map((name) => written(fields, name)),
    find,
  );
}

/** A field without LaTeX's escapes of characters that stand in links. */
function written(fields: Fields, name: string): string {
  return (fields[name] ?? '').replace(/\{?\\(?<escaped>[_%&#$~])\}?/gu, '$<escaped>').trim();
}

/** The parser marks emphasis and the like in HTML; a title is plain text. */
function plain(text: string): string {
  return text.replace(/<\/?(?:a|b|em|i|p|pre|span|strong|sub|sup|tt|u)(?:\s[^<>]*)?\/?>/giu, '').trim();
}

function publishedOf({ date = '', year = '', month = '' }: Fields): string | undefined {
  const stated = /^\d{4}(?:-\d{2}(?:-\d{2})?)?/u.exec(date)?.[0];
  if (stated !== undefined) return stated;
  const found = /(?<!\d)(?:1[4-9]|20)\d{2}(?!\d)/u.exec(year)?.[0];
  if (found === undefined) return undefined;
  return /^(?:0?[1-9]|1[0-2])$/u.test(month.trim()) ? `${found}-${month.trim().padStart(2, '0')}` : found;
}

function kindOf(type: string, isPaper: boolean): UrlKind {
  switch (type) {
    case 'book':
    case 'booklet':
    case 'collection':
    case 'mvbook':
    case 'proceedings':
      return 'book';
    case 'software':
    case 'audio':
    case 'video':
      return type;
    case 'electronic':
    case 'misc':
    case 'online':
    case 'www':
      return isPaper ? 'research' : 'link';
    default:
      return 'research';
  }
}

function isText(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
