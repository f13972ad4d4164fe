import { BibtexParser, type BibtexParserOptions } from './bibtex-parser.js';
import { workOf } from './bibtex-work.js';
import { type BibtexSource, splitBibtex } from './bibtex-splitter.js';
import type { FoundWork, ImportReader, RefusedRecord } from './import-reader.js';

/** Reads BibTeX and BibLaTeX files. */
export class BibtexReader implements ImportReader<BibtexSource> {
  readonly #parser: BibtexParser;

  constructor(options?: BibtexParserOptions) {
    this.#parser = new BibtexParser(options);
  }

  split(text: AsyncIterable<string>): AsyncIterable<BibtexSource> {
    return splitBibtex(text, (definition) => {
      this.#parser.define(definition);
    });
  }

  async read(records: readonly BibtexSource[]): Promise<(FoundWork | RefusedRecord)[]> {
    const replies = await this.#parser.parse(records.map((record) => (record.tooLong ? '' : record.text)));
    return replies.map((reply, index) => {
      if (records[index]?.tooLong === true) return { reason: 'The entry is too long to be one.' };
      if ('entry' in reply) return workOf(reply.entry);
      // The parser counts lines and columns from the entry's beginning, which says nothing to the file's owner.
      return {
        reason: `The entry is broken: ${reply.error.replace(/ at line \d+, column \d+.*$/su, '').slice(0, 300)}.`,
      };
    });
  }

  async close(): Promise<void> {
    await this.#parser.close();
  }
}
