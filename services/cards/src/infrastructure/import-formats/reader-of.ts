import type { ImportFormat } from '../schema.js';
import { BibtexReader } from './bibtex-reader.js';
import { BookmarksReader } from './bookmarks-reader.js';
import { CslReader } from './csl-reader.js';
import type { ImportReader, SourceRecord } from './import-reader.js';
import { RisReader } from './ris-reader.js';

/** A reader for one file of the format. */
export function readerOf(format: ImportFormat): ImportReader<SourceRecord> {
  switch (format) {
    case 'bibtex':
      return new BibtexReader();
    case 'bookmarks':
      return new BookmarksReader();
    case 'csl-json':
      return new CslReader();
    case 'ris':
      return new RisReader();
  }
}
