import { pubmedUrl } from '../../domain/identifiers.js';
import { tidyMetadata, type UrlKind } from '../../domain/metadata.js';
import { readExportedKind } from './exported-kind.js';
import type { FoundWork, RefusedRecord } from './import-reader.js';
import { arxivIn, doiIn, firstFound, statedDoi, urlIn } from './links-in-text.js';
import { nameOfInverted } from './person-name.js';

type Fields = ReadonlyMap<string, readonly string[]>;

/** Addresses of the work, its full text and its copies. */
const LINKS = ['UR', 'L1', 'L2', 'LK', 'L3', 'L4'];
/** Where services that have no `DO` put a DOI, and arXiv's id. */
const PLACES = [...LINKS, 'M3', 'M1', 'N1', 'AN', 'C7', 'JO', 'JF', 'T2'];

/**
 * What a record is about: the URL to save it under, and its metadata. As for BibTeX, a DOI comes first, then an
 * arXiv id, a PubMed id, and a URL. Notes are their writer's own, and a library is public: they stay where they are.
 */
export function workOfRis(fields: Fields): FoundWork | RefusedRecord {
  const own = readExportedKind(first(fields, ['M3']));
  const paper = doiOf(fields) ?? firstFound(all(fields, PLACES), arxivIn) ?? pubmedOf(fields);
  const url = (own && first(fields, ['UR'])) ?? paper ?? firstFound(all(fields, LINKS), urlIn);
  if (url === undefined) {
    return {
      reason: 'The record has no DOI, arXiv id, PubMed id or URL, so there is nothing to save it under.',
    };
  }
  const authors = all(fields, ['AU', 'A1']);
  return {
    url,
    metadata: tidyMetadata({
      title: first(fields, ['TI', 'T1', 'CT', 'BT']),
      authors: (authors.length > 0 ? authors : all(fields, ['A2', 'ED'])).map(nameOfInverted),
      published: publishedOf(fields),
      site: first(fields, ['JF', 'JO', 'T2', 'JA', 'J2', 'J1', 'PB']),
      kind: own === undefined ? kindOf(first(fields, ['TY']) ?? '', paper !== undefined) : own.kind,
    }),
  };
}

function doiOf(fields: Fields): string | undefined {
  return firstFound(all(fields, ['DO', 'DI']), statedDoi) ?? firstFound(all(fields, PLACES), bareOrNamedDoi);
}

/** In these places a value that is a DOI and nothing else is one, too. */
function bareOrNamedDoi(text: string | undefined): string | undefined {
  return /^10\.\d{4,9}\/\S+$/u.test(text ?? '') ? statedDoi(text) : doiIn(text);
}

/** An accession number is PubMed's where the record says that it comes from there. */
function pubmedOf(fields: Fields): string | undefined {
  const named = firstFound(all(fields, [...PLACES, 'C2', 'U1']), (text) =>
    pubmedUrl(/\bpmid:?\s*(?<id>\d{1,8})\b/iu.exec(text ?? '')?.groups?.['id'] ?? ''),
  );
  if (named !== undefined) return named;
  const isFromPubmed = all(fields, ['DB', 'DP']).some((name) => /pubmed|medline|nlm/iu.test(name));
  return isFromPubmed ? firstFound(all(fields, ['AN']), (id) => pubmedUrl(id ?? '')) : undefined;
}

/** Dates are written `2024/05/17/what else is to say`, with any part missing. */
function publishedOf(fields: Fields): string | undefined {
  for (const value of all(fields, ['DA', 'PY', 'Y1'])) {
    const found = /^(?<year>\d{4})(?:[/-](?<month>\d{1,2}))?(?:[/-](?<day>\d{1,2}))?(?!\d)/u.exec(
      value,
    )?.groups;
    if (found === undefined) continue;
    return [found['year'], found['month'], found['day']]
      .filter((part) => part !== undefined)
      .map((part) => part.padStart(2, '0'))
      .join('-');
  }
  return undefined;
}

function kindOf(type: string, isPaper: boolean): UrlKind {
  switch (type.toUpperCase()) {
    case 'BOOK':
    case 'EBOOK':
    case 'EDBOOK':
    case 'WHOLE':
      return 'book';
    case 'COMP':
      return 'software';
    case 'SOUND':
    case 'MUSIC':
      return 'audio';
    case 'MPCT':
    case 'VIDEO':
    case 'ADVS':
      return 'video';
    case 'MGZN':
    case 'NEWS':
      return 'article';
    case 'BLOG':
    case 'ELEC':
    case 'GEN':
    case 'ICOMM':
      return isPaper ? 'research' : 'link';
    default:
      return 'research';
  }
}

function all(fields: Fields, tags: readonly string[]): string[] {
  return tags.flatMap((tag) => fields.get(tag) ?? []).filter((value) => value !== '');
}

function first(fields: Fields, tags: readonly string[]): string | undefined {
  return all(fields, tags)[0];
}
