/** Where a text stops being JSON, and what could stand there. */
export interface JsonFault {
  /** From 1. */
  line: number;
  /** In characters (code points), from 1. */
  column: number;
  /** `"," or "}"` */
  expected: string;
}

type State = 'value' | 'first-item' | 'name' | 'first-name' | 'colon' | 'after-item' | 'after-member' | 'end';

const EXPECTED: Readonly<Record<State, string>> = {
  value: 'a value',
  'first-item': 'a value or "]"',
  name: 'a name in double quotes',
  'first-name': 'a name in double quotes or "}"',
  colon: '":"',
  'after-item': '"," or "]"',
  'after-member': '"," or "}"',
  end: 'nothing more',
};

const WHITE_SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** The inside of a string, as far as it is right. */
const CHARACTERS = /[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\u0000-\u001f]*)*/y;

/**
 * Finds where a text stops being JSON (RFC 8259). The runtime's own message gives no place, or repeats the text.
 *
 * @returns undefined where it is JSON
 */
export function faultOf(text: string): JsonFault | undefined {
  const reader = new Reader(text);
  const open: ('[' | '{')[] = [];
  let state: State = 'value';
  const stateAfterValue = (): State =>
    open.length === 0 ? 'end' : open.at(-1) === '[' ? 'after-item' : 'after-member';
  const close = (): void => {
    open.pop();
    state = stateAfterValue();
  };
  for (;;) {
    reader.skip(WHITE_SPACE);
    switch (state) {
      case 'end':
        return reader.isAtEnd ? undefined : reader.fault(EXPECTED.end);
      case 'colon':
        if (!reader.take(':')) return reader.fault(EXPECTED.colon);
        state = 'value';
        continue;
      case 'after-item':
      case 'after-member':
        if (reader.take(',')) state = state === 'after-item' ? 'value' : 'name';
        else if (reader.take(state === 'after-item' ? ']' : '}')) close();
        else return reader.fault(EXPECTED[state]);
        continue;
      case 'first-name':
      case 'name': {
        if (state === 'first-name' && reader.take('}')) {
          close();
          continue;
        }
        if (!reader.take('"')) return reader.fault(EXPECTED[state]);
        const broken = reader.restOfString();
        if (broken !== undefined) return broken;
        state = 'colon';
        continue;
      }
      case 'first-item':
      case 'value':
        if (state === 'first-item' && reader.take(']')) close();
        else if (reader.take('[')) {
          open.push('[');
          state = 'first-item';
        } else if (reader.take('{')) {
          open.push('{');
          state = 'first-name';
        } else if (reader.take('"')) {
          const broken = reader.restOfString();
          if (broken !== undefined) return broken;
          state = stateAfterValue();
        } else if (reader.skip(SCALAR)) state = stateAfterValue();
        else return reader.fault(EXPECTED[state]);
    }
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  take(mark: string): boolean {
    const isThere = this.#text.startsWith(mark, this.#at);
    if (isThere) this.#at += mark.length;
    return isThere;
  }

  /** @param pattern sticky */
  skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const isThere = pattern.test(this.#text);
    if (isThere) this.#at = pattern.lastIndex;
    return isThere;
  }

  restOfString(): JsonFault | undefined {
    this.skip(CHARACTERS);
    if (this.take('"')) return undefined;
    if (this.isAtEnd) return this.fault('the end of the string');
    return this.fault(this.#text[this.#at] === '\\' ? 'a valid escape' : 'the escape of a control character');
  }

  fault(expected: string): JsonFault {
    const before = this.#text.slice(0, this.#at);
    const lineStart = before.lastIndexOf('\n') + 1;
    return {
      line: before.split('\n').length,
      column: Array.from(before.slice(lineStart)).length + 1,
      expected,
    };
  }
}
