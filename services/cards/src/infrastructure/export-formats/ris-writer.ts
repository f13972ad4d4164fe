import type { UrlKind } from '../../domain/metadata.js';
import { cleanLine } from '../../domain/text.js';
import { exportedKind } from '../import-formats/exported-kind.js';
import { partsOfName } from '../import-formats/person-name.js';
import type { ExportedCard, ExportWriter } from './export-writer.js';
import { identifiersOf } from './identifiers-of.js';

export const risWriter: ExportWriter = {
  mediaType: 'application/x-research-info-systems; charset=utf-8',
  extension: '.ris',
  before: () => '',
  card: record,
  after: () => '',
};

function record({ url, metadata, note }: ExportedCard): string {
  const { title, authors = [], published, site, kind } = metadata;
  const { doi, pmid } = identifiersOf(url);
  const type = typeOf(kind);
  const lines: [tag: string, value: string | undefined][] = [
    ['TY', type],
    ['TI', title],
    ...authors.map((name): [string, string] => ['AU', inverted(name)]),
    ['PY', published?.slice(0, 4)],
    ['DA', published?.replaceAll('-', '/')],
    [siteTag(type), site],
    ['DO', doi],
    ['AN', pmid],
    ['DB', pmid && 'PubMed'],
    ['UR', url],
    ['M3', exportedKind(kind)],
    // A note's own lines could be taken for tags.
    ['N1', note && cleanLine(note)],
    ['ER', ''],
  ];
  return (
    lines.flatMap(([tag, value]) => (value === undefined ? [] : `${tag}  - ${value}\r\n`)).join('') + '\r\n'
  );
}

function typeOf(kind: UrlKind | undefined): string {
  switch (kind) {
    case 'research':
      return 'JOUR';
    case 'book':
      return 'BOOK';
    case 'software':
      return 'COMP';
    case 'audio':
      return 'SOUND';
    case 'video':
      return 'VIDEO';
    default:
      return 'ELEC';
  }
}

function siteTag(type: string): string {
  if (type === 'JOUR') return 'JF';
  return type === 'BOOK' ? 'PB' : 'T2';
}

function inverted(name: string): string {
  const { family, given, suffix } = partsOfName(name);
  if (suffix !== undefined) return `${family}, ${given ?? ''}, ${suffix}`;
  return given === undefined ? family : `${family}, ${given}`;
}
