import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { DomainError } from '../domain/domain-error.js';
import { type ImportJob, ImportRepository } from '../infrastructure/import-repository.js';
import type { ImportFormat } from '../infrastructure/schema.js';
import { ContentEncoding } from './content-encoding.js';
import { ImportWorker } from './import-worker.js';
import { sizedContent } from './sized-content.js';

const MAX_UNFINISHED = 10;
const CHUNK_BYTES = 256 * 1024;

export interface ReceiveImportCommand {
  curatorId: string;
  format: ImportFormat;
  /** Folders become collections: of bookmarks only, which alone have any. */
  collects?: boolean | undefined;
  content: AsyncIterable<Uint8Array>;
}

/** Stores a file to import as it comes in, and hands it to the worker. What was answered for is safe from any kill. */
@Injectable()
export class ReceiveImport {
  readonly #imports: ImportRepository;
  readonly #worker: ImportWorker;

  constructor(imports: ImportRepository, worker: ImportWorker) {
    this.#imports = imports;
    this.#worker = worker;
  }

  /** @throws DomainError `no-folders`, `too-many-imports`, `import-too-large`, `empty-import` */
  async execute({ curatorId, format, collects = false, content }: ReceiveImportCommand): Promise<ImportJob> {
    if (collects) assertFolders(format);
    const id = uuidv7();
    if (!(await this.#imports.receive({ id, curatorId, format, collects, maxUnfinished: MAX_UNFINISHED }))) {
      throw new DomainError(
        'too-many',
        'too-many-imports',
        `You have ${String(MAX_UNFINISHED)} imports that are not done: wait for one of them.`,
      );
    }
    try {
      const received = await this.#store(id, content);
      const job = await this.#imports.enqueue(id, received, () => {
        this.#worker.wake();
      });
      if (job === undefined) throw new Error(`Import ${id} took so long to receive that it was given up`);
      return job;
    } catch (error) {
      await this.#imports.forget(id);
      throw error;
    }
  }

  async #store(id: string, content: AsyncIterable<Uint8Array>): Promise<{ bytes: number; encoding: string }> {
    const encoding = new ContentEncoding();
    let bytes = 0;
    let position = 0;
    let pending: Uint8Array[] = [];
    let pendingBytes = 0;
    const flush = async (): Promise<void> => {
      if (pendingBytes === 0) return;
      await this.#imports.addChunk(id, position, Buffer.concat(pending));
      position += 1;
      pending = [];
      pendingBytes = 0;
    };
    for await (const chunk of sizedContent(content)) {
      bytes += chunk.byteLength;
      encoding.write(chunk);
      pending.push(chunk);
      pendingBytes += chunk.byteLength;
      if (pendingBytes >= CHUNK_BYTES) await flush();
    }
    await flush();
    return { bytes, encoding: encoding.end() };
  }
}

/** @throws DomainError `no-folders` */
function assertFolders(format: ImportFormat): void {
  if (format === 'bookmarks') return;
  throw new DomainError('invalid', 'no-folders', `A file of ${format} has no folders.`, 'folders');
}
