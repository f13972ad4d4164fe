import { UnreadableFile } from './import-reader.js';
import { OpenRecord, type TextRecord } from './text-record.js';

/** An item's JSON as it stands in the file. */
export interface CslSource extends TextRecord {
  /** The file ended within the item. */
  cutOff: boolean;
}

/** What a scan need not pass one by one. */
const MARK = /["\\{}[\],:\n]/gu;

/**
 * Finds the items of a CSL-JSON file, one object each, by braces and quotes alone, as the text comes in; each is
 * then parsed by itself. A streaming parser would end with the first broken item, and take the rest of the file along.
 * An item that is never closed ends where the next begins: at a brace behind a comma, where no object has one.
 *
 * @throws UnreadableFile when the file begins like no JSON
 */
export async function* splitCsl(text: AsyncIterable<string>): AsyncGenerator<CslSource> {
  const scanner = new Scanner();
  for await (const chunk of text) yield* scanner.take(chunk);
  yield* scanner.end();
}

class Scanner {
  #line = 1;
  #isFirst = true;
  /** Braces open. */
  #depth = 0;
  #quoted = false;
  #escaped = false;
  /** The last mark outside of quotes. */
  #last = '';
  #open: OpenRecord | undefined;
  /** Brackets open within the item. */
  #brackets = 0;

  *take(chunk: string): Generator<CslSource> {
    if (this.#isFirst) this.#assertJson(chunk);
    let kept = 0;
    let at = this.#start(chunk);
    for (let found = markFrom(chunk, at); found !== undefined; found = markFrom(chunk, at)) {
      if (this.#open !== undefined && this.#beginsAnother(chunk.charAt(found))) {
        yield this.#close(this.#open, chunk.slice(kept, found));
      }
      at = this.#passed(chunk, found);
      if (this.#open === undefined && this.#depth === 1) {
        this.#open = new OpenRecord(this.#line);
        this.#brackets = 0;
        kept = found;
      } else if (this.#open !== undefined && this.#depth === 0) {
        yield this.#close(this.#open, chunk.slice(kept, at));
      }
    }
    this.#open?.add(chunk.slice(kept));
  }

  *end(): Generator<CslSource> {
    if (this.#open !== undefined) yield { ...this.#open.complete(), cutOff: true };
  }

  #assertJson(chunk: string): void {
    const beginning = chunk.trimStart();
    if (beginning === '') return;
    this.#isFirst = false;
    if (!/^[[{]/u.test(beginning)) {
      throw new UnreadableFile('This is no CSL-JSON: it would begin with "[" or "{".');
    }
  }

  /** Behind the character that a backslash at the end of the last chunk has escaped. */
  #start(chunk: string): number {
    if (!this.#escaped || chunk === '') return 0;
    this.#escaped = false;
    return chunk.startsWith('\n') ? 0 : 1;
  }

  #beginsAnother(mark: string): boolean {
    return mark === '{' && !this.#quoted && this.#depth === 1 && this.#brackets === 0 && this.#last === ',';
  }

  /** @returns where to go on */
  #passed(chunk: string, at: number): number {
    const mark = chunk.charAt(at);
    switch (mark) {
      case '\n':
        this.#line += 1;
        // No string goes over the end of a line: one that does was never closed, and must not take the rest along.
        this.#quoted = false;
        return at + 1;
      case '\\':
        if (!this.#quoted || chunk[at + 1] === '\n') return at + 1;
        this.#escaped = at + 1 === chunk.length;
        return at + 2;
      case '"':
        this.#quoted = !this.#quoted;
        return at + 1;
      default:
        if (!this.#quoted) this.#nest(mark);
        return at + 1;
    }
  }

  #nest(mark: string): void {
    this.#last = mark;
    if (mark === '{') this.#depth += 1;
    else if (mark === '}') this.#depth = Math.max(0, this.#depth - 1);
    else if (mark === '[') this.#brackets += 1;
    else if (mark === ']') this.#brackets -= 1;
  }

  #close(open: OpenRecord, rest: string): CslSource {
    open.add(rest);
    this.#open = undefined;
    this.#depth = 0;
    return { ...open.complete(), cutOff: false };
  }
}

function markFrom(chunk: string, at: number): number | undefined {
  MARK.lastIndex = at;
  return MARK.exec(chunk)?.index;
}
