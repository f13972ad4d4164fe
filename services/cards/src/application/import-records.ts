import { uuidv7 } from 'uuidv7';
import { Card } from '../domain/card.js';
import { DomainError } from '../domain/domain-error.js';
import type {
  FoundWork,
  ImportReader,
  RefusedRecord,
  SourceRecord,
} from '../infrastructure/import-formats/import-reader.js';
import type { ImportFormat } from '../infrastructure/schema.js';

/** What is said of a file of the format without a single record. */
export const NOTHING_FOUND: Readonly<Record<ImportFormat, string>> = {
  bibtex: 'No BibTeX entries were found in the file. Is it of another format?',
  bookmarks: 'No bookmarks were found in the file. Is it of another format?',
  'csl-json': 'No CSL-JSON items were found in the file. Is it of another format?',
  ris: 'No RIS records were found in the file. Is it of another format?',
};

/** Records a batch, and a transaction. More make it faster only a little, and hold its locks longer. */
const BATCH = 200;
/** Longest stretch of splitting without letting requests through. */
const SLICE_MS = 10;

/** Batches of a file's records behind the first `skip`. */
export async function* batchesOf(
  reader: ImportReader<SourceRecord>,
  text: AsyncIterable<string>,
  skip = 0,
): AsyncGenerator<SourceRecord[]> {
  let batch: SourceRecord[] = [];
  let index = 0;
  let since = performance.now();
  for await (const record of reader.split(text)) {
    if (performance.now() - since >= SLICE_MS) {
      await new Promise(setImmediate);
      since = performance.now();
    }
    index += 1;
    if (index <= skip) continue;
    batch.push(record);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** What all of an import's cards have in common: they happen at its time, however long it runs. */
export interface ImportOf {
  id: string;
  curatorId: string;
  createdAt: string;
}

/** The card of a record, or why there can be none. */
export function cardOfRecord(
  { id, curatorId, createdAt }: ImportOf,
  work: FoundWork | RefusedRecord = { reason: 'The record could not be read.' },
): Card | RefusedRecord {
  if ('reason' in work) return work;
  try {
    return Card.saveUrl({
      id: uuidv7(),
      curatorId,
      url: work.url,
      metadata: work.metadata,
      note: work.note,
      saveId: id,
      importId: id,
      at: createdAt,
    });
  } catch (error) {
    if (error instanceof DomainError) return { reason: error.message };
    throw error;
  }
}
