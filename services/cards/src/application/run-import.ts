import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { EventLog, type UnitOfWork } from '#eventing';
import { Card } from '../domain/card.js';
import { DomainError } from '../domain/domain-error.js';
import { cleanLine } from '../domain/text.js';
import {
  type FoundWork,
  type ImportReader,
  type RefusedRecord,
  type SourceRecord,
  UnreadableFile,
} from '../infrastructure/import-formats/import-reader.js';
import { readerOf } from '../infrastructure/import-formats/reader-of.js';
import { type ClaimedImport, ImportLeases } from '../infrastructure/import-leases.js';
import { ImportRepository } from '../infrastructure/import-repository.js';
import type { ImportFormat } from '../infrastructure/schema.js';
import { decodeText } from './content-encoding.js';
import { cardChange } from './publish-card.js';
import { progressAfter } from './recorded-change.js';

const NOTHING_FOUND: Readonly<Record<ImportFormat, string>> = {
  bibtex: 'No BibTeX entries were found in the file. Is it of another format?',
  bookmarks: 'No bookmarks were found in the file. Is it of another format?',
  'csl-json': 'No CSL-JSON items were found in the file. Is it of another format?',
  ris: 'No RIS records were found in the file. Is it of another format?',
};

/** Records a transaction. More make it faster only a little, and hold its locks longer. */
const BATCH = 200;
/** Longest stretch of splitting without letting requests through. */
const SLICE_MS = 10;

export interface ImportRun {
  job: ClaimedImport;
  owner: string;
  leaseMs: number;
  /** Asked between batches: true ends the run, for another to go on. */
  stopping: () => boolean;
}

/**
 * Carries a claimed import to its end, batch by batch. Each batch is one transaction: cards, their events,
 * rejections and the counters that say where to go on; so whatever dies, no record counts twice or is left out.
 */
@Injectable()
export class RunImport {
  readonly #log: EventLog;
  readonly #imports: ImportRepository;
  readonly #leases: ImportLeases;

  constructor(log: EventLog, imports: ImportRepository, leases: ImportLeases) {
    this.#log = log;
    this.#imports = imports;
    this.#leases = leases;
  }

  /**
   * @returns false when it was stopped before the end
   * @throws ImportLeaseLost when another worker has it now
   */
  async execute(run: ImportRun): Promise<boolean> {
    const { job } = run;
    if (job.total === null) {
      const total = await this.#count(run);
      if (total === 0) throw new UnreadableFile(NOTHING_FOUND[job.format]);
      await this.#leases.setTotal(job.id, run.owner, total);
    }
    const reader = readerOf(job.format);
    try {
      let done = job.done;
      for await (const batch of batchesOf(this.#split(reader, job), done)) {
        if (run.stopping()) return false;
        const works = await reader.read(batch);
        await this.#store(run, done, batch, works);
        done += batch.length;
      }
    } finally {
      await reader.close();
    }
    return true;
  }

  async #count({ job }: ImportRun): Promise<number> {
    const reader = readerOf(job.format);
    let total = 0;
    for await (const batch of batchesOf(this.#split(reader, job), 0)) total += batch.length;
    await reader.close();
    return total;
  }

  async *#split(reader: ImportReader<SourceRecord>, job: ClaimedImport): AsyncGenerator<SourceRecord> {
    let since = performance.now();
    for await (const record of reader.split(decodeText(this.#imports.content(job.id), job.encoding))) {
      yield record;
      if (performance.now() - since < SLICE_MS) continue;
      await new Promise(setImmediate);
      since = performance.now();
    }
  }

  async #store(
    { job, owner, leaseMs }: ImportRun,
    done: number,
    records: readonly SourceRecord[],
    works: readonly (FoundWork | RefusedRecord)[],
  ): Promise<void> {
    const cards = new Map<string, Card>();
    const rejections: { jobId: string; record: number; line: number; reason: string; excerpt: string }[] = [];
    records.forEach(({ line, excerpt }, index) => {
      const card = cardOf(job, works[index] ?? { reason: 'The record could not be read.' });
      if ('reason' in card)
        rejections.push({
          jobId: job.id,
          record: done + index,
          line,
          excerpt,
          reason: cleanLine(card.reason),
        });
      // The first of several on one URL is the one that is saved.
      else if (!cards.has(card.content.url)) cards.set(card.content.url, card);
    });
    await this.#log.transaction(async (uow) => {
      await this.#leases.hold(uow.sql, job.id, owner, done);
      const added = await this.#saveCards(uow, job.id, [...cards.values()]);
      await this.#imports.insertRejections(uow.sql, rejections);
      const rejected = rejections.length;
      const present = records.length - added - rejected;
      await this.#leases.advance(uow.sql, job.id, { added, present, rejected }, leaseMs);
    });
  }

  async #saveCards(uow: UnitOfWork, importId: string, cards: readonly Card[]): Promise<number> {
    const changes = cards.map(cardChange);
    const rows = cards.map((card, index) => ({
      id: card.id,
      curatorId: card.curatorId,
      url: card.content.url,
      metadata: card.content.metadata,
      note: card.note,
      importId,
      addedAt: card.addedAt,
      ...progressAfter(changes[index] ?? cardChange(card)),
    }));
    const added = await this.#imports.insertCards(uow.sql, rows);
    for (const change of changes) if (added.has(change.aggregateId)) uow.append(change);
    return added.size;
  }
}

/** The card of a record, or why there can be none. All of an import happens at its job's time, however long it runs. */
function cardOf(job: ClaimedImport, work: FoundWork | RefusedRecord): Card | RefusedRecord {
  if ('reason' in work) return work;
  try {
    return Card.saveUrl({
      ...work,
      id: uuidv7(),
      curatorId: job.curatorId,
      saveId: job.id,
      importId: job.id,
      at: job.createdAt,
    });
  } catch (error) {
    if (error instanceof DomainError) return { reason: error.message };
    throw error;
  }
}

/** Batches of the records behind the first `skip`. */
async function* batchesOf(
  records: AsyncIterable<SourceRecord>,
  skip: number,
): AsyncGenerator<SourceRecord[]> {
  let batch: SourceRecord[] = [];
  let index = 0;
  for await (const record of records) {
    index += 1;
    if (index <= skip) continue;
    batch.push(record);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
