import type { ImportFormat } from '../schema.js';
import { bibtexWriter } from './bibtex-writer.js';
import { bookmarksWriter } from './bookmarks-writer.js';
import { cslWriter } from './csl-writer.js';
import type { ExportWriter } from './export-writer.js';
import { risWriter } from './ris-writer.js';

const WRITERS: Readonly<Record<ImportFormat, ExportWriter>> = {
  bibtex: bibtexWriter,
  bookmarks: bookmarksWriter,
  'csl-json': cslWriter,
  ris: risWriter,
};

/** What is exported in a format can be imported in it. */
export function writerOf(format: ImportFormat): ExportWriter {
  return WRITERS[format];
}
