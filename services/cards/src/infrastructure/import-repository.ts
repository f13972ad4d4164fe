import { Injectable } from '@nestjs/common';
import { and, asc, desc, eq, gt, ne } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import { Database, type Position } from '#platform';
import { isBehind } from './is-behind.js';
import { type ImportFormat, importJobs, importRejections } from './schema.js';

export type ImportJob = typeof importJobs.$inferSelect;
export type ImportRejection = typeof importRejections.$inferSelect;

/** Import jobs and their contents, as their owners see them and as they are received. */
@Injectable()
export class ImportRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * A job whose content is on its way.
   *
   * @returns false, and no job, where its owner has `maxUnfinished` unfinished ones
   */
  async receive(job: {
    id: string;
    curatorId: string;
    format: ImportFormat;
    collects: boolean;
    maxUnfinished: number;
  }): Promise<boolean> {
    const inserted = await this.#database.sql`
      insert into import_jobs (id, curator_id, format, collects, created_at)
      select ${job.id}, ${job.curatorId}, ${job.format}, ${job.collects}, now()
      where ${job.maxUnfinished} > (
        select count(*) from import_jobs
        where curator_id = ${job.curatorId} and status in ('receiving', 'queued', 'running')
      )
      returning id`;
    return inserted.length > 0;
  }

  async addChunk(jobId: string, position: number, content: Uint8Array): Promise<void> {
    await this.#database.sql`
      insert into import_chunks (job_id, position, content) values (${jobId}, ${position}, ${content})`;
  }

  /**
   * The content is complete: the job may be taken up.
   *
   * @param onQueued called when others can see it
   */
  async enqueue(
    jobId: string,
    content: { encoding: string; bytes: number },
    onQueued: () => void,
  ): Promise<ImportJob | undefined> {
    const { transactions } = this.#database;
    const [job] = await transactions.run((sql) =>
      this.#database
        .drizzle(sql)
        .update(importJobs)
        .set({ status: 'queued', ...content })
        .where(and(eq(importJobs.id, jobId), eq(importJobs.status, 'receiving')))
        .returning(),
    );
    if (job !== undefined) transactions.onCommit(onQueued);
    return job;
  }

  /** Its content did not arrive. */
  async forget(jobId: string): Promise<void> {
    await this.#database.db
      .delete(importJobs)
      .where(and(eq(importJobs.id, jobId), eq(importJobs.status, 'receiving')));
  }

  /** Forgets what a killed process was receiving. */
  async forgetAbandoned(): Promise<void> {
    await this.#database.sql`
      delete from import_jobs where status = 'receiving' and created_at < now() - interval '1 hour'`;
  }

  async find(id: string, curatorId: string): Promise<ImportJob | undefined> {
    const [job] = await this.#database.db
      .select()
      .from(importJobs)
      .where(
        and(eq(importJobs.id, id), eq(importJobs.curatorId, curatorId), ne(importJobs.status, 'receiving')),
      );
    return job;
  }

  /** Newest first, behind `after`. */
  async list(curatorId: string, limit: number, after?: Position): Promise<ImportJob[]> {
    const behind = after && isBehind(importJobs.createdAt, importJobs.id, after);
    return this.#database.db
      .select()
      .from(importJobs)
      .where(and(eq(importJobs.curatorId, curatorId), ne(importJobs.status, 'receiving'), behind))
      .orderBy(desc(importJobs.createdAt), desc(importJobs.id))
      .limit(limit);
  }

  /** In the file's order, behind the record `after`. */
  async listRejections(jobId: string, limit: number, after = -1): Promise<ImportRejection[]> {
    return this.#database.db
      .select()
      .from(importRejections)
      .where(and(eq(importRejections.jobId, jobId), gt(importRejections.record, after)))
      .orderBy(asc(importRejections.record))
      .limit(limit);
  }

  /** The content's bytes, a chunk at a time. */
  async *content(jobId: string): AsyncGenerator<Uint8Array> {
    for (let position = 0; ; position += 1) {
      const [chunk] = await this.#database.sql<{ content: Uint8Array }[]>`
        select content from import_chunks where job_id = ${jobId} and position = ${position}`;
      if (chunk === undefined) return;
      yield chunk.content;
    }
  }

  /** What the batch's cards add to the library: those ids that were new. */
  async insertCards(sql: TransactionSql, rows: readonly ImportedCardRow[]): Promise<ReadonlySet<string>> {
    if (rows.length === 0) return new Set();
    // In the key's order: two imports into one library wait for each other, never both at once.
    const sorted = rows.toSorted((a, b) => (a.url < b.url ? -1 : 1));
    const inserted = await sql<{ id: string }[]>`
      insert into cards (id, curator_id, type, url, metadata, note, import_id, added_at, version, sequence)
      select row.id, row.curator_id, 'URL', row.url, row.metadata::jsonb, row.note, row.import_id, row.added_at,
        row.version, row.sequence
      from unnest(
        ${sorted.map((row) => row.id)}::uuid[], ${sorted.map((row) => row.curatorId)}::text[],
        ${sorted.map((row) => row.url)}::text[], ${sorted.map((row) => JSON.stringify(row.metadata))}::text[],
        ${sorted.map((row) => row.note ?? null)}::text[], ${sorted.map((row) => row.importId)}::uuid[],
        ${sorted.map((row) => row.addedAt)}::text[]::timestamptz[], ${sorted.map((row) => row.version)}::int[],
        ${sorted.map((row) => row.sequence)}::int[]
      ) as row (id, curator_id, url, metadata, note, import_id, added_at, version, sequence)
      on conflict (curator_id, url_key) where type = 'URL' do nothing
      returning id`;
    return new Set(inserted.map((row) => row.id));
  }

  /** Those of the URLs that are in the curator's library. */
  async presentUrls(curatorId: string, urls: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#database.sql<{ url: string }[]>`
      select url from cards
      where curator_id = ${curatorId} and type = 'URL'
        and url_key in (select md5(wanted.url)::uuid from unnest(${[...urls]}::text[]) as wanted (url))`;
    return new Set(rows.map((row) => row.url));
  }

  async insertRejections(sql: TransactionSql, rejections: readonly ImportRejection[]): Promise<void> {
    if (rejections.length === 0) return;
    await sql`
      insert into import_rejections (job_id, record, line, reason, excerpt)
      select row."jobId", row.record, row.line, row.reason, row.excerpt
      from jsonb_to_recordset(${JSON.stringify(rejections)}::text::jsonb)
        as row ("jobId" uuid, record int, line int, reason text, excerpt text)`;
  }
}

/** A card as a batch stores it. */
export interface ImportedCardRow {
  id: string;
  curatorId: string;
  url: string;
  metadata: object;
  note: string | undefined;
  importId: string;
  addedAt: string;
  version: number;
  sequence: number;
}
