import type { UrlKind } from '../../domain/metadata.js';
import { exportedKind } from '../import-formats/exported-kind.js';
import type { ExportedCard, ExportWriter } from './export-writer.js';
import { identifiersOf } from './identifiers-of.js';

export const bibtexWriter: ExportWriter = {
  mediaType: 'application/x-bibtex; charset=utf-8',
  extension: '.bib',
  before: () => '',
  card: entry,
  after: () => '',
};

function entry({ id, url, metadata, note }: ExportedCard): string {
  const { title, authors, published, site, kind } = metadata;
  const { doi, arxiv, pmid } = identifiersOf(url);
  const type = typeOf(kind);
  const fields: [name: string, value: string | undefined][] = [
    ['title', title && `{${latex(title)}}`],
    ['author', authors?.map(name).join(' and ')],
    ['year', published?.slice(0, 4)],
    ['date', published],
    [siteField(type), site && `{${latex(site)}}`],
    // Nothing in it may be escaped: what would have to be stands in the URL alone.
    ['doi', doi !== undefined && /[{}\\%$]/u.test(doi) ? undefined : doi],
    ['eprint', arxiv],
    ['archiveprefix', arxiv && 'arXiv'],
    ['pmid', pmid],
    // A dollar sign would begin a formula.
    ['url', url.replaceAll('$', '\\$')],
    ['entrysubtype', exportedKind(kind)],
    ['annote', note && latex(note)],
  ];
  const lines = fields.flatMap(([key, value]) => (value === undefined ? [] : `  ${key} = {${value}},\n`));
  return `@${type}{${id},\n${lines.join('')}}\n\n`;
}

function typeOf(kind: UrlKind | undefined): string {
  switch (kind) {
    case 'research':
      return 'article';
    case 'book':
    case 'software':
    case 'audio':
    case 'video':
      return kind;
    default:
      return 'online';
  }
}

function siteField(type: string): string {
  if (type === 'article') return 'journal';
  return type === 'book' ? 'publisher' : 'organization';
}

/** Words that begin with a capital, and no `and`: BibTeX finds the family name by itself. All else is one literal. */
function name(text: string): string {
  const isPlain = /^\p{Lu}[\p{L}.'-]*(?: \p{Lu}[\p{L}.'-]*)+$/u.test(text);
  return isPlain ? latex(text) : `{${latex(text)}}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
};

/** Text that LaTeX prints as it is: its own characters escaped, and pairs that it would join kept apart. */
function latex(text: string): string {
  return text
    .replace(/[\\^~<>{}%#&$_]/gu, (character) => ESCAPES[character] ?? `\\${character}`)
    .replace(/(?<pair>[-`'])(?=\k<pair>)/gu, '$<pair>{}');
}
