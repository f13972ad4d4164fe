import { arxivUrl, pubmedUrl } from '../../domain/identifiers.js';
import { tidyMetadata, type UrlKind } from '../../domain/metadata.js';
import { readExportedKind } from './exported-kind.js';
import type { FoundWork, RefusedRecord } from './import-reader.js';
import { arxivIn, doiIn, firstFound, statedDoi, urlIn } from './links-in-text.js';
import { printedName } from './person-name.js';

type Item = Readonly<Record<string, unknown>>;

/**
 * What an item is about: the URL to save it under, and its metadata. As for BibTeX, a DOI comes first, then an arXiv
 * id, a PubMed id, and a URL. Zotero keeps the identifiers that CSL has no variable for as lines of the note; the
 * rest of a note is its writer's own, and a library is public.
 */
export function workOfCsl(item: Item): FoundWork | RefusedRecord {
  const note = textOf(item['note']);
  const own = readExportedKind(textOf(item['genre']));
  const paper =
    statedDoi(textOf(item['DOI'])) ??
    doiIn(textOf(item['URL'])) ??
    statedDoi(lineOf(note, 'DOI')) ??
    arxivOf(item) ??
    pubmedUrl(textOf(item['PMID']) ?? '') ??
    pubmedUrl(lineOf(note, 'PMID') ?? '');
  const url = (own && textOf(item['URL'])) ?? paper ?? urlIn(textOf(item['URL']));
  if (url === undefined) {
    return {
      reason: 'The item has no DOI, arXiv id, PubMed id or URL, so there is nothing to save it under.',
    };
  }
  const authors = namesOf(item['author']);
  return {
    url,
    metadata: tidyMetadata({
      title: textOf(item['title']),
      authors: authors.length > 0 ? authors : namesOf(item['editor']),
      published: dateOf(item['issued']),
      site: textOf(item['container-title']) ?? textOf(item['publisher']),
      kind: own === undefined ? kindOf(textOf(item['type']) ?? '', paper !== undefined) : own.kind,
    }),
  };
}

function arxivOf(item: Item): string | undefined {
  const isOfArxiv = /^arxiv$/iu.test(textOf(item['archive']) ?? textOf(item['publisher']) ?? '');
  const ids = [item['archive_location'], item['archive-location'], item['number']].map(textOf);
  const own = isOfArxiv
    ? firstFound(ids, (id) => arxivUrl((id ?? '').replace(/^arxiv:\s*/iu, '')))
    : undefined;
  return own ?? firstFound([...ids, textOf(item['URL']), textOf(item['note'])], arxivIn);
}

/** The text of `Name: text`, where a line of the note is that. */
function lineOf(note: string | undefined, name: string): string | undefined {
  return note
    ?.split('\n')
    .map((line) => line.trim())
    .find((line) => line.toUpperCase().startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim();
}

/** A variable's text. Crossref has lists where CSL has one text; numbers may stand for text. */
function textOf(value: unknown): string | undefined {
  const single: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof single === 'number') return String(single);
  return typeof single === 'string' && single.trim() !== '' ? single : undefined;
}

function namesOf(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [])
    .slice(0, 200)
    .map(nameOf)
    .filter((name) => name !== '');
}

function nameOf(value: unknown): string {
  if (!isObject(value)) return textOf(value) ?? '';
  const literal = textOf(value['literal']) ?? textOf(value['name']);
  if (literal !== undefined) return literal;
  const particles = [textOf(value['dropping-particle']), textOf(value['non-dropping-particle'])];
  const family = [...particles, textOf(value['family'])].filter((part) => part !== undefined).join(' ');
  return printedName({ family, given: textOf(value['given']), suffix: textOf(value['suffix']) });
}

/** `date-parts` of year, month and day, numbers or texts; or the date as it was written. */
function dateOf(value: unknown): string | undefined {
  if (!isObject(value)) return textOf(value);
  const parts: unknown = Array.isArray(value['date-parts'])
    ? (value['date-parts'] as unknown[])[0]
    : undefined;
  if (!Array.isArray(parts)) return textOf(value['raw']) ?? textOf(value['literal']);
  return (parts as unknown[])
    .slice(0, 3)
    .map(textOf)
    .filter((part) => part !== undefined)
    .map((part) => part.padStart(2, '0'))
    .join('-');
}

function kindOf(type: string, isPaper: boolean): UrlKind {
  switch (type) {
    case 'book':
      return 'book';
    case 'software':
      return 'software';
    case 'song':
      return 'audio';
    case 'motion_picture':
      return 'video';
    case 'event':
      return 'event';
    case 'article-magazine':
    case 'article-newspaper':
      return 'article';
    case '':
    case 'document':
    case 'post':
    case 'post-weblog':
    case 'webpage':
      return isPaper ? 'research' : 'link';
    default:
      return 'research';
  }
}

function isObject(value: unknown): value is Item {
  return typeof value === 'object' && value !== null;
}
