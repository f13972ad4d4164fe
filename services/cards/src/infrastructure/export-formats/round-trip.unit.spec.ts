import fc from 'fast-check';
import { splitFile } from '../../../test/split-file.js';
import { defined } from '../../domain/defined.js';
import { DomainError } from '../../domain/domain-error.js';
import { tidyMetadata } from '../../domain/metadata.js';
import { cleanText } from '../../domain/text.js';
import { normaliseUrl } from '../../domain/url.js';
import { URL_KINDS } from '#contracts';
import { readerOf } from '../import-formats/reader-of.js';
import { IMPORT_FORMATS, type ImportFormat } from '../schema.js';
import type { ExportedCard } from './export-writer.js';
import { writerOf } from './writer-of.js';

/** Text that formats are known to stumble over, among any other. */
const awkward = fc.constantFrom(
  ...[
    '{',
    '}',
    '\\',
    '%',
    '$',
    '&',
    '#',
    '_',
    '^',
    '~',
    '"',
    "'",
    '`',
    '--',
    '---',
    "''",
    '``',
    '<i>',
    '</i>',
    '&amp;',
  ],
  ...[
    '  - ',
    'ER  - ',
    'TY  - ',
    'and',
    'others',
    ',',
    ';',
    '@',
    '=',
    '\u2028',
    '\u00a0',
    '\u00e9',
    'e\u0301',
    '\u{1f600}',
  ],
  ...[
    'von',
    'Jr.',
    'The',
    'DNA',
    'kg/m',
    '10.1000/x',
    'https://x.example/',
    '\\textbf{x}',
    '$x^2$',
    '<',
    '>',
  ],
);
const text = fc
  .array(fc.oneof(awkward, fc.string({ unit: 'grapheme', maxLength: 8 }), fc.constant(' ')), { maxLength: 8 })
  .map((parts) => parts.join(''));
const personName = fc
  .tuple(
    fc.array(fc.oneof(text, fc.constantFrom('Ada', 'King', 'de', 'la', "O'Neil", 'J.-P.')), { maxLength: 3 }),
    fc.boolean(),
  )
  // Nobody is called "others", which to BibTeX is "et al.".
  .filter(([words]) => words.join(' ').trim() !== 'others')
  .map(([words, junior]) => words.join(' ').replace(/,/gu, '').trim() + (junior ? ', Jr.' : ''));
const published = fc.oneof(
  fc.constantFrom('2024', '2024-05', '2024-05-17', '0998', '1666-12-31'),
  fc.integer({ min: 0, max: 9_999 }).map((year) => String(year).padStart(4, '0')),
);
const url = fc
  .oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    text.map((path) => `https://x.example/${path}`),
    text.map((query) => `https://x.example/?${query}`),
    text.map((suffix) => `https://doi.org/10.1000/${suffix}`),
    fc.constantFrom(
      'arXiv:2101.00001',
      'arXiv:hep-ex/0006011',
      'pmid:12345',
      'https://x.example/doi.org/10.1000/a',
    ),
  )
  .map(normalised)
  .filter((normal) => normal !== undefined);

const card: fc.Arbitrary<ExportedCard> = fc
  .record({
    id: fc.uuid(),
    url,
    title: fc.option(text, { nil: undefined }),
    authors: fc.option(fc.array(personName, { maxLength: 4 }), { nil: undefined }),
    published: fc.option(published, { nil: undefined }),
    site: fc.option(text, { nil: undefined }),
    kind: fc.option(fc.constantFrom(...URL_KINDS), { nil: undefined }),
    note: fc.option(text, { nil: undefined }),
    addedAt: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
  })
  .map(({ id, url: address, note, addedAt, ...metadata }) => ({
    id,
    url: address,
    metadata: tidyMetadata(metadata),
    note: cleanText(note ?? '') === '' ? undefined : cleanText(note ?? ''),
    addedAt,
  }))
  // What is called by its address has no title.
  .filter(({ url: address, metadata }) => metadata.title !== address);

function normalised(address: string): string | undefined {
  try {
    return normaliseUrl(address);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

function fileOf(format: ImportFormat, cards: readonly ExportedCard[]): string {
  const writer = writerOf(format);
  return [
    writer.before('Of the sea'),
    ...cards.map((each, index) => writer.card(each, index)),
    writer.after('Of the sea'),
  ].join('');
}

describe.each(IMPORT_FORMATS)('an export in %s', (format) => {
  const reader = readerOf(format);
  afterAll(() => reader.close());

  const readBack = async (cards: readonly ExportedCard[]) =>
    reader.read(await splitFile(reader, fileOf(format, cards)));

  it('gives, read back, the same URLs and metadata', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(card, { minLength: 1, maxLength: 10 }), async (cards) => {
        const works = await readBack(cards);
        const found = works.map((work) => ('url' in work ? { ...work, url: normaliseUrl(work.url) } : work));
        expect(found).toEqual(
          cards.map(({ url: address, metadata, note }) => ({
            url: address,
            metadata,
            // Bookmarks alone have their notes beside them, and the collection as their folder.
            ...(format === 'bookmarks' ? defined({ note, folder: ['Of the sea'] }) : {}),
          })),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('of nothing is a file without records', async () => {
    expect(await readBack([])).toEqual([]);
  });
});
