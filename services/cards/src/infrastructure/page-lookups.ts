import { Injectable } from '@nestjs/common';
import type { TransactionSql } from 'postgres';
import type { Causation } from '#eventing';
import { Database } from '#platform';
import type { UrlMetadata } from '../domain/metadata.js';

/** A card that says no more of its work than the URL. */
export interface LookupWish {
  url: string;
  /** When it was saved. */
  askedAt: string;
  /** The event that told of it. */
  cause: Causation;
}

/** A lookup that this worker holds until its lease ends. */
export interface ClaimedLookup {
  url: string;
  /** Where the page was read already: what is left is to tell cards. */
  metadata: UrlMetadata | undefined;
  /** Times that it was taken up, this time included. */
  attempts: number;
  cause: Causation;
}

/** Another worker has the lookup: whatever this one was about to write must not be written. */
export class LookupLeaseLost extends Error {
  override readonly name = 'LookupLeaseLost';
  readonly code = 'lookup-lease-lost';

  constructor(url: string) {
    super(`The lease on the page ${url} was lost to another worker`);
  }
}

/** After so long a save asks again for a page that was given up. */
const ASKED_AGAIN = '7 days';

/**
 * What is known of the pages behind URLs, and who is reading which: a lease on the row, in the database's time, so that
 * replicas share the work and a killed one is succeeded when its lease ends.
 */
@Injectable()
export class PageLookups {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Remembers that pages are wanted, each once; sorted, so that no two lanes deadlock. One that was read before is taken
   * up again for the new cards, without being read again.
   */
  async want(sql: TransactionSql, wishes: readonly LookupWish[]): Promise<void> {
    if (wishes.length === 0) return;
    await sql`
      insert into page_lookups (url, asked_at, cause, due_at)
      select distinct on (w.url) w.url, w."askedAt", w.cause, w."askedAt"
      from jsonb_to_recordset(${JSON.stringify(wishes)}::text::jsonb)
        as w (url text, "askedAt" timestamptz(3), cause jsonb)
      order by w.url, w."askedAt"
      on conflict (url_key) do update set
        status = 'pending', reason = null, attempts = 0, due_at = excluded.due_at, cause = excluded.cause,
        asked_at = greatest(page_lookups.asked_at, excluded.asked_at)
      where page_lookups.status = 'resolved'
        or (page_lookups.status = 'failed'
          and excluded.asked_at > page_lookups.asked_at + ${ASKED_AGAIN}::text::interval)`;
  }

  /** Takes up the lookup that has been due longest, if there is one; never one that another worker holds. */
  async claim(owner: string, leaseMs: number): Promise<ClaimedLookup | undefined> {
    const [row] = await this.#database.sql<
      { url: string; metadata: string | null; attempts: number; cause: string }[]
    >`
      update page_lookups
      set attempts = attempts + 1, lease_owner = ${owner}, due_at = now() + ${leaseMs} * interval '1 millisecond'
      where url_key = (
        select url_key from page_lookups
        where status = 'pending' and due_at <= now()
        order by due_at
        for update skip locked
        limit 1
      )
      returning url, metadata::text, attempts, cause::text`;
    if (row === undefined) return undefined;
    return {
      url: row.url,
      metadata: row.metadata === null ? undefined : (JSON.parse(row.metadata) as UrlMetadata),
      attempts: row.attempts,
      cause: JSON.parse(row.cause) as Causation,
    };
  }

  /**
   * Stores what the page said and holds the row to the end of the transaction: nobody else takes it up, and a save of
   * the URL that asks for it waits.
   *
   * @throws LookupLeaseLost
   */
  async keep(
    sql: TransactionSql,
    url: string,
    owner: string,
    metadata: UrlMetadata,
    leaseMs: number,
  ): Promise<void> {
    const kept = await sql`
      update page_lookups
      set metadata = ${JSON.stringify(metadata)}::text::jsonb, reason = null,
        due_at = now() + ${leaseMs} * interval '1 millisecond'
      where url_key = md5(${url})::uuid and lease_owner = ${owner} and status = 'pending'
      returning url_key`;
    if (kept.length === 0) throw new LookupLeaseLost(url);
  }

  /** Every card on the URL has been told. In the transaction that told the last ones. */
  async resolve(sql: TransactionSql, url: string): Promise<void> {
    await sql`
      update page_lookups set status = 'resolved', lease_owner = null where url_key = md5(${url})::uuid`;
  }

  /** Gives the page up. */
  async fail(url: string, owner: string, reason: string): Promise<void> {
    await this.#database.sql`
      update page_lookups set status = 'failed', reason = ${reason}, lease_owner = null
      where url_key = md5(${url})::uuid and lease_owner = ${owner} and status = 'pending'`;
  }

  /** Lets the page go after an attempt that came to nothing, to be taken up again after `pauseMs`. */
  async retry(url: string, owner: string, reason: string, pauseMs: number): Promise<void> {
    await this.#database.sql`
      update page_lookups
      set reason = ${reason}, lease_owner = null, due_at = now() + ${pauseMs} * interval '1 millisecond'
      where url_key = md5(${url})::uuid and lease_owner = ${owner} and status = 'pending'`;
  }

  /** Lets the page go through no fault of its own: the attempt does not count. */
  async postpone(url: string, owner: string): Promise<void> {
    await this.#database.sql`
      update page_lookups set lease_owner = null, due_at = now(), attempts = greatest(attempts - 1, 0)
      where url_key = md5(${url})::uuid and lease_owner = ${owner} and status = 'pending'`;
  }
}
