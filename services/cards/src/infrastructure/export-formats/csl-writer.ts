import type { UrlKind } from '../../domain/metadata.js';
import { exportedKind } from '../import-formats/exported-kind.js';
import { partsOfName } from '../import-formats/person-name.js';
import type { ExportedCard, ExportWriter } from './export-writer.js';
import { identifiersOf } from './identifiers-of.js';

export const cslWriter: ExportWriter = {
  mediaType: 'application/vnd.citationstyles.csl+json; charset=utf-8',
  extension: '.json',
  before: () => '[',
  card: (card, index) => `${index === 0 ? '' : ','}\n${JSON.stringify(item(card))}`,
  after: () => '\n]\n',
};

function item({ id, url, metadata, note }: ExportedCard): object {
  const { title, authors, published, site, kind } = metadata;
  const { doi, pmid } = identifiersOf(url);
  const type = typeOf(kind);
  return {
    id,
    type,
    title,
    author: authors?.map(nameOf),
    issued: published === undefined ? undefined : dateOf(published),
    [type === 'book' ? 'publisher' : 'container-title']: site,
    DOI: doi,
    PMID: pmid,
    URL: url,
    genre: exportedKind(kind),
    annote: note,
  };
}

function typeOf(kind: UrlKind | undefined): string {
  switch (kind) {
    case 'research':
      return 'article-journal';
    case 'book':
    case 'software':
    case 'event':
      return kind;
    case 'audio':
      return 'song';
    case 'video':
      return 'motion_picture';
    case 'social':
      return 'post';
    default:
      return 'webpage';
  }
}

/** One word is a name as a whole, and so is what has a comma that no suffix explains. */
function nameOf(name: string): object {
  const { family, given, suffix } = partsOfName(name);
  return given === undefined || family === '' ? { literal: name } : { family, given, suffix };
}

/** Numbers, except for years that would lose their zeros by it. */
function dateOf(published: string): object {
  if (published.startsWith('0')) return { raw: published };
  return { 'date-parts': [published.split('-').map(Number)] };
}
