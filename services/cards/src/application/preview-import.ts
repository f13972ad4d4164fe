import { Injectable } from '@nestjs/common';
import type { Card } from '../domain/card.js';
import { DomainError } from '../domain/domain-error.js';
import { cleanLine } from '../domain/text.js';
import {
  type ImportReader,
  type SourceRecord,
  UnreadableFile,
} from '../infrastructure/import-formats/import-reader.js';
import { readerOf } from '../infrastructure/import-formats/reader-of.js';
import { ImportRepository } from '../infrastructure/import-repository.js';
import type { ImportFormat } from '../infrastructure/schema.js';
import { ContentEncoding, decodeText } from './content-encoding.js';
import { batchesOf, cardOfRecord, NOTHING_FOUND } from './import-records.js';
import { sizedContent } from './sized-content.js';

/** Records and rejections that a preview shows; it counts all. */
const SHOWN = 20;
/** Files that are gone through at once, each held in memory meanwhile. */
const MAX_PREVIEWS = 3;

export interface PreviewImportQuery {
  curatorId: string;
  format: ImportFormat;
  content: AsyncIterable<Uint8Array>;
}

export interface PreviewedRecord {
  line: number;
  card: Card;
  /** False where the URL is in the library, or earlier in the file. */
  isNew: boolean;
  folder: readonly string[];
}

export interface ImportPreview {
  total: number;
  added: number;
  present: number;
  rejected: number;
  /** The file's first that could be taken. */
  records: PreviewedRecord[];
  /** The file's first that could not. */
  rejections: { line: number; reason: string; excerpt: string }[];
}

/** What an import of a file would do, by the same reading; nothing is written. */
@Injectable()
export class PreviewImport {
  readonly #imports: ImportRepository;
  #running = 0;

  constructor(imports: ImportRepository) {
    this.#imports = imports;
  }

  /** @throws DomainError `too-many-previews`, `import-too-large`, `empty-import`, `unreadable-import` */
  async execute(query: PreviewImportQuery): Promise<ImportPreview> {
    if (this.#running >= MAX_PREVIEWS) {
      throw new DomainError(
        'too-many',
        'too-many-previews',
        'Other files are being looked through: try again soon.',
      );
    }
    this.#running += 1;
    const reader = readerOf(query.format);
    try {
      const preview = await this.#preview(query, reader, await textOf(query.content));
      if (preview.total === 0) throw new UnreadableFile(NOTHING_FOUND[query.format]);
      return preview;
    } catch (error) {
      if (error instanceof UnreadableFile)
        throw new DomainError('invalid', 'unreadable-import', error.message);
      throw error;
    } finally {
      this.#running -= 1;
      await reader.close();
    }
  }

  async #preview(
    { curatorId }: PreviewImportQuery,
    reader: ImportReader<SourceRecord>,
    text: AsyncIterable<string>,
  ): Promise<ImportPreview> {
    const preview: ImportPreview = {
      total: 0,
      added: 0,
      present: 0,
      rejected: 0,
      records: [],
      rejections: [],
    };
    const seen = new Set<string>();
    for await (const records of batchesOf(reader, text)) {
      const works = await reader.read(records);
      const cards = works.map((work) => cardOfRecord({ ...UNSAVED, curatorId }, work));
      const urls = cards.flatMap((card) => ('reason' in card ? [] : card.content.url));
      const present = await this.#imports.presentUrls(curatorId, urls);
      records.forEach(({ line, excerpt }, index) => {
        const card = cards[index] ?? { reason: 'The record could not be read.' };
        preview.total += 1;
        if ('reason' in card) {
          preview.rejected += 1;
          if (preview.rejections.length < SHOWN) {
            preview.rejections.push({ line, excerpt, reason: cleanLine(card.reason) });
          }
          return;
        }
        const isNew = !present.has(card.content.url) && !seen.has(card.content.url);
        seen.add(card.content.url);
        preview[isNew ? 'added' : 'present'] += 1;
        const work = works[index];
        const folder = work !== undefined && 'url' in work ? (work.folder ?? []) : [];
        if (preview.records.length < SHOWN) preview.records.push({ line, card, isNew, folder });
      });
    }
    return preview;
  }
}

/** Of an import that does not take place. */
const UNSAVED = { id: '', createdAt: '' };

/** The file's text: its encoding is known only at its end. */
async function textOf(content: AsyncIterable<Uint8Array>): Promise<AsyncIterable<string>> {
  const encoding = new ContentEncoding();
  const chunks: Uint8Array[] = [];
  for await (const chunk of sizedContent(content)) {
    encoding.write(chunk);
    chunks.push(chunk);
  }
  const bytes = (async function* () {
    await Promise.resolve();
    yield* chunks;
  })();
  return decodeText(bytes, encoding.end());
}
