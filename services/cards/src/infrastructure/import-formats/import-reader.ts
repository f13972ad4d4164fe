import type { UrlMetadata } from '../../domain/metadata.js';

/** A record that can be saved. */
export interface FoundWork {
  url: string;
  metadata: UrlMetadata;
  note?: string;
  /** Names of the folders that it is in, the outermost first; missing where it is in none. */
  folder?: readonly string[];
}

/** A record that can not, and why, in a sentence for its owner. */
export interface RefusedRecord {
  reason: string;
}

/** A record as it stands in the file. */
export interface SourceRecord {
  /** The line that it begins on, from 1. */
  line: number;
  /** The beginning of it, in one line, to find it again by. */
  excerpt: string;
}

/**
 * Reads one format. A reader serves one file and is closed after it.
 *
 * Splitting is cheap and always gives the same records in the same order, so that a run that goes on where another
 * stopped skips what is done without reading it. Neither part holds up the event loop for long, or more of the file
 * in memory than a few records.
 */
export interface ImportReader<Source extends SourceRecord> {
  /** Every record of the file, broken ones too: each counts, and each is answered by `read`. */
  split(text: AsyncIterable<string>): AsyncIterable<Source>;
  /** What each record holds, in their order. A broken record is refused, and spoils no other. */
  read(records: readonly Source[]): Promise<(FoundWork | RefusedRecord)[]>;
  close(): Promise<void>;
}

/** The file as a whole can not be read; its import ends with this message. */
export class UnreadableFile extends Error {
  override readonly name: string = 'UnreadableFile';
}
