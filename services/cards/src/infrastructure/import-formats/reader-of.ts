import { BibtexReader } from './bibtex-reader.js';
import { BookmarksReader } from './bookmarks-reader.js';
import type { ImportReader, SourceRecord } from './import-reader.js';
import type { ImportFormat } from '../schema.js';

/** A reader for one file of the format. */
export function readerOf(format: ImportFormat): ImportReader<SourceRecord> {
  switch (format) {
    case 'bibtex':
      return new BibtexReader();
    case 'bookmarks':
      return new BookmarksReader();
  }
}
