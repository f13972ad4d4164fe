import { cleanLine, shorten } from '../../domain/text.js';
import type { SourceRecord } from './import-reader.js';

/** A record's text as it stands in the file; cut off where it is longer than any real one. */
export interface TextRecord extends SourceRecord {
  text: string;
  tooLong: boolean;
}

/** Characters of a record at most. Real ones with abstracts and a thousand authors stay far below. */
const MAX_LENGTH = 256 * 1024;
const EXCERPT = 200;

/** A record that is being collected as its text comes in; of one that is too long, the beginning. */
export class OpenRecord {
  readonly #text: string[] = [];
  #length = 0;

  /** @param line that it begins on, from 1 */
  constructor(readonly line: number) {}

  add(text: string): void {
    if (this.#length < MAX_LENGTH) this.#text.push(text);
    this.#length += text.length;
  }

  complete(): TextRecord {
    const text = this.#text.join('');
    const excerpt = shorten(cleanLine(text.slice(0, 4 * EXCERPT)), EXCERPT);
    return { line: this.line, excerpt, text, tooLong: this.#length > MAX_LENGTH };
  }
}
