import { linesOf } from './lines.js';
import { OpenRecord, type TextRecord } from './text-record.js';

/** A record's lines as they stand in the file. */
export interface RisSource extends TextRecord {
  /** The file ended within the record: its last line may not be whole. */
  cutOff: boolean;
}

/** A tag, two spaces, a dash. The text behind it may be missing. */
export const RIS_LINE = /^\s*(?<tag>[A-Z][A-Z0-9]) {2}-(?: (?<value>.*)|\s*)$/su;

/**
 * Finds the records of a RIS file by its `TY` and `ER` lines, as the text comes in. A record that has no `ER` ends
 * where the next begins; tagged lines that belong to no record are one that has no `TY`.
 */
export async function* splitRis(text: AsyncIterable<string>): AsyncGenerator<RisSource> {
  let open: OpenRecord | undefined;
  let line = 1;
  let atLineStart = true;
  for await (const piece of linesOf(text)) {
    const tag = atLineStart ? RIS_LINE.exec(piece.trimEnd())?.groups?.['tag'] : undefined;
    if (tag === 'TY' && open !== undefined) {
      yield { ...open.complete(), cutOff: false };
      open = undefined;
    }
    // A stray end ends nothing; text without a tag before the first record is a service's own header.
    if (open === undefined && tag !== undefined && tag !== 'ER') open = new OpenRecord(line);
    if (open !== undefined) {
      open.add(piece);
      if (tag === 'ER') {
        yield { ...open.complete(), cutOff: false };
        open = undefined;
      }
    }
    atLineStart = piece.endsWith('\n');
    if (atLineStart) line += 1;
  }
  if (open !== undefined) yield { ...open.complete(), cutOff: true };
}
