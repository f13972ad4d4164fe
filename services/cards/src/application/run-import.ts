import { Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict, type UnitOfWork } from '#eventing';
import type { Card } from '../domain/card.js';
import { cleanLine } from '../domain/text.js';
import {
  type FoundWork,
  type RefusedRecord,
  type SourceRecord,
  UnreadableFile,
} from '../infrastructure/import-formats/import-reader.js';
import { readerOf } from '../infrastructure/import-formats/reader-of.js';
import { type ClaimedImport, ImportLeases } from '../infrastructure/import-leases.js';
import { type ImportRejection, ImportRepository } from '../infrastructure/import-repository.js';
import { CollectFolders, type FiledRecord } from './collect-folders.js';
import { decodeText } from './content-encoding.js';
import { batchesOf, cardOfRecord, NOTHING_FOUND } from './import-records.js';
import { cardChange } from './publish-card.js';
import { progressAfter } from './recorded-change.js';

export interface ImportRun {
  job: ClaimedImport;
  owner: string;
  leaseMs: number;
  /** Asked between batches: true ends the run, for another to go on. */
  stopping: () => boolean;
}

/** What a batch of records comes to. */
interface Batch {
  records: number;
  /** One a URL: the first of several is the one that is saved. */
  cards: Card[];
  filed: FiledRecord[];
  rejections: ImportRejection[];
}

/**
 * Carries a claimed import to its end, batch by batch. Each batch is one transaction: cards, their collections, all
 * events, rejections and the counters that say where to go on; so whatever dies, no record counts twice or is left
 * out.
 */
@Injectable()
export class RunImport {
  readonly #log: EventLog;
  readonly #imports: ImportRepository;
  readonly #leases: ImportLeases;
  readonly #collectFolders: CollectFolders;

  constructor(
    log: EventLog,
    imports: ImportRepository,
    leases: ImportLeases,
    collectFolders: CollectFolders,
  ) {
    this.#log = log;
    this.#imports = imports;
    this.#leases = leases;
    this.#collectFolders = collectFolders;
  }

  /**
   * @returns false when it was stopped before the end
   * @throws ImportLeaseLost when another worker has it now
   */
  async execute(run: ImportRun): Promise<boolean> {
    const { job } = run;
    if (job.total === null) {
      const total = await this.#count(job);
      if (total === 0) throw new UnreadableFile(NOTHING_FOUND[job.format]);
      await this.#leases.setTotal(job.id, run.owner, total);
    }
    const reader = readerOf(job.format);
    try {
      let done = job.done;
      for await (const records of batchesOf(reader, this.#text(job), done)) {
        if (run.stopping()) return false;
        const batch = batchOf(job, done, records, await reader.read(records));
        await retryOnConflict(() => this.#log.transaction((uow) => this.#store(uow, run, done, batch)));
        done += records.length;
      }
    } finally {
      await reader.close();
    }
    return true;
  }

  async #count(job: ClaimedImport): Promise<number> {
    const reader = readerOf(job.format);
    let total = 0;
    for await (const batch of batchesOf(reader, this.#text(job))) total += batch.length;
    await reader.close();
    return total;
  }

  #text(job: ClaimedImport): AsyncIterable<string> {
    return decodeText(this.#imports.content(job.id), job.encoding);
  }

  async #store(
    uow: UnitOfWork,
    { job, owner, leaseMs }: ImportRun,
    done: number,
    batch: Batch,
  ): Promise<void> {
    await this.#leases.hold(uow.sql, job.id, owner, done);
    const added = await this.#saveCards(uow, job.id, batch.cards);
    if (job.collects) {
      const { id: importId, curatorId, createdAt: at } = job;
      await this.#collectFolders.execute(uow, { importId, curatorId, at, records: batch.filed });
    }
    await this.#imports.insertRejections(uow.sql, batch.rejections);
    const rejected = batch.rejections.length;
    const present = batch.records - added - rejected;
    await this.#leases.advance(uow.sql, job.id, { added, present, rejected }, leaseMs);
  }

  async #saveCards(uow: UnitOfWork, importId: string, cards: readonly Card[]): Promise<number> {
    const changes = cards.map(cardChange);
    const rows = cards.map((card, index) => ({
      id: card.id,
      curatorId: card.curatorId,
      url: card.content.url,
      metadata: card.metadata,
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

function batchOf(
  job: ClaimedImport,
  done: number,
  records: readonly SourceRecord[],
  works: readonly (FoundWork | RefusedRecord)[],
): Batch {
  const cards = new Map<string, Card>();
  const filed: FiledRecord[] = [];
  const rejections: ImportRejection[] = [];
  records.forEach(({ line, excerpt }, index) => {
    const work = works[index];
    const card = cardOfRecord(job, work);
    if ('reason' in card) {
      rejections.push({ jobId: job.id, record: done + index, line, excerpt, reason: cleanLine(card.reason) });
      return;
    }
    const { url } = card.content;
    if (!cards.has(url)) cards.set(url, card);
    if (work !== undefined && 'url' in work && work.folder !== undefined)
      filed.push({ url, folder: work.folder });
  });
  return { records: records.length, cards: [...cards.values()], filed, rejections };
}
