import { type CslSource, splitCsl } from './csl-splitter.js';
import { workOfCsl } from './csl-work.js';
import { eachInTurn } from './each-in-turn.js';
import type { FoundWork, ImportReader, RefusedRecord } from './import-reader.js';

/** Reads CSL-JSON, the items of citation processors: what Zotero, Pandoc and Crossref give. */
export class CslReader implements ImportReader<CslSource> {
  split(text: AsyncIterable<string>): AsyncIterable<CslSource> {
    return splitCsl(text);
  }

  read(records: readonly CslSource[]): Promise<(FoundWork | RefusedRecord)[]> {
    return eachInTurn(records, read);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function read({ text, tooLong, cutOff }: CslSource): FoundWork | RefusedRecord {
  if (tooLong) return { reason: 'The item is too long to be one.' };
  if (cutOff) return { reason: 'The item has no end: the file has been cut off here.' };
  try {
    const item: unknown = JSON.parse(text);
    return workOfCsl(item as Record<string, unknown>);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The parser counts from the item's beginning, and quotes it: neither says anything to the file's owner.
    return {
      reason: `The item is no valid JSON: ${error.message.replace(/(?:, "| in JSON at position).*$/su, '')}.`,
    };
  }
}
