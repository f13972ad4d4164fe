import { linesOf } from './lines.js';
import { OpenRecord, type TextRecord } from './text-record.js';

/** An entry's text as it stands in the file. */
export type BibtexSource = TextRecord;

const ENTRY_HEAD = /@\s*(?<type>[a-z]+)\s*(?<guard>[{(])/iuy;
/** An entry's first line, at the beginning of a line: where one begins, the one before has ended, closed or not. */
const ENTRY_LINE = /^\s*@\s*[a-z]+\s*[{(]\s*[^\s,{}()="]+\s*,/iu;

interface Open {
  type: string;
  record: OpenRecord;
  guard: '{' | '(';
  depth: number;
  /** Depth of braces within a quoted value, or -1 outside of one. */
  quoted: number;
}

/**
 * Finds the entries of a BibTeX file by its braces alone, as the text comes in; the parser then gets one entry at a
 * time. An entry that is never closed ends where the next one begins on a line of its own, so it takes no other along.
 *
 * @param onDefinition told the text of each `@string`, in order
 */
export async function* splitBibtex(
  text: AsyncIterable<string>,
  onDefinition: (text: string) => void,
): AsyncGenerator<BibtexSource> {
  let open: Open | undefined;
  let line = 1;
  let atLineStart = true;
  for await (const piece of linesOf(text, behindBrace)) {
    let position = 0;
    if (open !== undefined && atLineStart && ENTRY_LINE.test(piece)) {
      yield* closed(open, onDefinition);
      open = undefined;
    }
    while (position < piece.length) {
      if (open === undefined) {
        const head = nextHead(piece, position);
        if (head === undefined) break;
        open = begin(head.type, head.guard, line);
        open.record.add(piece.slice(head.start, head.end));
        position = head.end;
      }
      const end = scan(open, piece, position);
      open.record.add(piece.slice(position, end.at));
      position = end.at;
      if (end.closes) {
        yield* closed(open, onDefinition);
        open = undefined;
      }
    }
    atLineStart = piece.endsWith('\n');
    if (atLineStart) line += 1;
  }
  if (open !== undefined) yield* closed(open, onDefinition);
}

/** Behind a brace, where no entry's head and no escape is cut in two. */
function behindBrace(line: string, before: number): number {
  return line.lastIndexOf('}', before - 1) + 1;
}

function nextHead(
  piece: string,
  from: number,
): { type: string; guard: '{' | '('; start: number; end: number } | undefined {
  for (let at = from; at < piece.length; at += 1) {
    const character = piece[at];
    // The parser takes the rest of the line for a comment.
    if (character === '%') return undefined;
    if (character !== '@') continue;
    ENTRY_HEAD.lastIndex = at;
    const groups = ENTRY_HEAD.exec(piece)?.groups;
    if (groups === undefined) continue;
    const guard = groups['guard'] === '(' ? '(' : '{';
    return { type: String(groups['type']).toLowerCase(), guard, start: at, end: ENTRY_HEAD.lastIndex };
  }
  return undefined;
}

function begin(type: string, guard: '{' | '(', line: number): Open {
  return { type, guard, record: new OpenRecord(line), depth: 0, quoted: -1 };
}

/** Follows braces and quotes, by the parser's own rules, up to the entry's end or the piece's. */
function scan(open: Open, piece: string, from: number): { at: number; closes: boolean } {
  for (let at = from; at < piece.length; at += 1) {
    switch (piece.charAt(at)) {
      case '\\':
        at += 1;
        break;
      case '"':
        if (open.depth === 0 && open.quoted === -1) open.quoted = 0;
        else if (open.quoted === 0) open.quoted = -1;
        break;
      case '{':
        if (open.quoted >= 0) open.quoted += 1;
        else open.depth += 1;
        break;
      case '}':
        if (open.quoted >= 0) open.quoted = Math.max(0, open.quoted - 1);
        else if (open.depth > 0) open.depth -= 1;
        else if (open.guard === '{') return { at: at + 1, closes: true };
        break;
      case ')':
        if (open.guard === '(' && open.depth === 0 && open.quoted === -1) return { at: at + 1, closes: true };
        break;
      default:
    }
  }
  return { at: piece.length, closes: false };
}

function* closed(open: Open, onDefinition: (text: string) => void): Generator<BibtexSource> {
  if (open.type === 'comment' || open.type === 'preamble') return;
  const record = open.record.complete();
  if (open.type !== 'string') yield record;
  else if (!record.tooLong) onDefinition(record.text);
}
