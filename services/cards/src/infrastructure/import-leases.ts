import { Injectable } from '@nestjs/common';
import type { TransactionSql } from 'postgres';
import { Database } from '#platform';
import type { ImportFormat } from './schema.js';

/** A job that this worker holds until its lease ends. */
export interface ClaimedImport {
  id: string;
  curatorId: string;
  format: ImportFormat;
  /** Its folders become collections. */
  collects: boolean;
  encoding: string;
  createdAt: string;
  total: number | null;
  /** Records done: the place to go on from. */
  done: number;
  /** Times that it was taken up since it last got on, this time included. */
  attempts: number;
}

export interface BatchCounts {
  added: number;
  present: number;
  rejected: number;
}

/** Another worker has the job: whatever this one was about to write must not be written. */
export class ImportLeaseLost extends Error {
  override readonly name = 'ImportLeaseLost';
  readonly code = 'import-lease-lost';

  constructor(jobId: string) {
    super(`The lease on import ${jobId} was lost to another worker`);
  }
}

/**
 * Who works on which import: a lease on the job's row, in the database's time, so that every replica agrees and a
 * killed one is succeeded when its lease ends. Progress is stored with each batch, and fences off a worker that
 * comes back after it was succeeded.
 */
@Injectable()
export class ImportLeases {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Takes up the job that has waited longest, if there is one; never one that another worker holds. */
  async claim(owner: string, leaseMs: number): Promise<ClaimedImport | undefined> {
    const [job] = await this.#database.sql<(ClaimedImport & { createdAt: string })[]>`
      update import_jobs
      set status = 'running', attempts = attempts + 1, lease_owner = ${owner},
        lease_until = now() + ${leaseMs} * interval '1 millisecond'
      where id = (
        select id from import_jobs
        where status in ('queued', 'running') and (lease_until is null or lease_until < now())
        order by created_at
        for update skip locked
        limit 1
      )
      returning id, curator_id as "curatorId", format, collects, encoding, total, attempts,
        to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
        added + present + rejected as done`;
    return job;
  }

  /** @throws ImportLeaseLost */
  async renew(jobId: string, owner: string, leaseMs: number): Promise<void> {
    const renewed = await this.#database.sql`
      update import_jobs set lease_until = now() + ${leaseMs} * interval '1 millisecond'
      where id = ${jobId} and lease_owner = ${owner} and status = 'running'
      returning id`;
    if (renewed.length === 0) throw new ImportLeaseLost(jobId);
  }

  async setTotal(jobId: string, owner: string, total: number): Promise<void> {
    await this.#database.sql`
      update import_jobs set total = ${total} where id = ${jobId} and lease_owner = ${owner}`;
  }

  /**
   * Holds the job's row to the end of the transaction: nobody else takes the job up, or stores a batch of it.
   *
   * @param done the records that the caller believes done
   * @throws ImportLeaseLost
   */
  async hold(sql: TransactionSql, jobId: string, owner: string, done: number): Promise<void> {
    const held = await sql`
      select id from import_jobs
      where id = ${jobId} and lease_owner = ${owner} and status = 'running' and added + present + rejected = ${done}
      for update`;
    if (held.length === 0) throw new ImportLeaseLost(jobId);
  }

  /** Counts a batch, in its transaction. */
  async advance(sql: TransactionSql, jobId: string, counts: BatchCounts, leaseMs: number): Promise<void> {
    await sql`
      update import_jobs
      set added = added + ${counts.added}, present = present + ${counts.present},
        rejected = rejected + ${counts.rejected}, attempts = 0,
        lease_until = now() + ${leaseMs} * interval '1 millisecond'
      where id = ${jobId}`;
  }

  /** The job has come to its end; its content is not needed any more. */
  async finish(jobId: string, owner: string, error?: string): Promise<void> {
    await this.#database.sql`
      with finished as (
        update import_jobs
        set status = ${error === undefined ? 'done' : 'failed'}, error = ${error ?? null}, finished_at = now(),
          total = case when ${error === undefined} then added + present + rejected else total end,
          lease_owner = null, lease_until = null
        where id = ${jobId} and lease_owner = ${owner} and status = 'running'
        returning id
      )
      delete from import_chunks using finished where job_id = finished.id`;
  }

  /** Lets the job go through no fault of its own: the attempt does not count. Taken up again after `pauseMs`. */
  async postpone(jobId: string, owner: string, pauseMs = 0): Promise<void> {
    await this.#database.sql`
      update import_jobs
      set lease_owner = null, lease_until = now() + ${pauseMs} * interval '1 millisecond', attempts = greatest(attempts - 1, 0)
      where id = ${jobId} and lease_owner = ${owner} and status = 'running'`;
  }

  /** Lets the job go after a failure, to be taken up again after `pauseMs`. */
  async release(jobId: string, owner: string, pauseMs: number): Promise<void> {
    await this.#database.sql`
      update import_jobs
      set lease_owner = null, lease_until = now() + ${pauseMs} * interval '1 millisecond'
      where id = ${jobId} and lease_owner = ${owner} and status = 'running'`;
  }
}
