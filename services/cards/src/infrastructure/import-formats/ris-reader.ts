import type { FoundWork, ImportReader, RefusedRecord } from './import-reader.js';
import { eachInTurn } from './each-in-turn.js';
import { RIS_LINE, type RisSource, splitRis } from './ris-splitter.js';
import { workOfRis } from './ris-work.js';

/** Reads RIS files, as reference managers and publishers' pages export them. */
export class RisReader implements ImportReader<RisSource> {
  split(text: AsyncIterable<string>): AsyncIterable<RisSource> {
    return splitRis(text);
  }

  read(records: readonly RisSource[]): Promise<(FoundWork | RefusedRecord)[]> {
    return eachInTurn(records, read);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function read({ text, tooLong, cutOff }: RisSource): FoundWork | RefusedRecord {
  if (tooLong) return { reason: 'The record is too long to be one.' };
  if (cutOff) return { reason: 'The record has no end (ER): the file has been cut off here.' };
  const fields = fieldsOf(text);
  if (!fields.has('TY')) return { reason: 'The record does not begin with its type (TY).' };
  return workOfRis(fields);
}

/** Values by tag, in their order; a line without a tag goes on with the one before. */
function fieldsOf(text: string): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const line of text.split('\n')) {
    const groups = RIS_LINE.exec(line.trimEnd())?.groups;
    const tag = groups?.['tag'];
    if (tag === undefined) {
      const more = line.trim();
      if (last !== undefined && more !== '') last.push(`${last.pop() ?? ''} ${more}`);
      continue;
    }
    last = fields.get(tag) ?? [];
    last.push((groups?.['value'] ?? '').trim());
    fields.set(tag, last);
  }
  return fields;
}
